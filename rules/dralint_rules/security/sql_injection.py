"""SQL is not put together from what others send.

Who can write a part of a statement can write another statement: read what is not theirs, change
it, delete it. Give values as parameters (`$1`), or write the query with Ecto, which does.

The names of tables and columns cannot be parameters. Take them from the program, or compare them
with a list of those that are allowed before they become part of the text.

A statement that is handed over as a whole, as in a console for SQL, is only a possible finding.

Source: the seed's "Never do" (ignore security vulnerabilities); catalogue 3.9.

## Bad

```elixir title="lib/shop_web/product_controller.ex"
defmodule ShopWeb.ProductController do
  use Phoenix.Controller

  def index(conn, %{"name" => name}) do
    json(conn, Shop.Products.search(name))
  end
end
```

```elixir title="lib/shop/products.ex"
defmodule Shop.Products do
  def search(name) do
    Shop.Repo.query!("SELECT * FROM products WHERE name LIKE '%#{name}%'").rows
    # <- this SQL is built of the parameters of the request
  end
end
```

## Good

```elixir
defmodule ShopWeb.ProductController do
  use Phoenix.Controller

  @columns ~w(name price)

  def index(conn, %{"name" => name}) do
    json(conn, Shop.Repo.query!("SELECT * FROM products WHERE name = $1", [name]).rows)
  end

  def sorted(conn, %{"by" => column}) when column in @columns do
    json(conn, Shop.Repo.query!("SELECT * FROM products ORDER BY #{column}").rows)
  end

  def one(conn, %{"id" => id}) do
    id = String.to_integer(id)
    json(conn, Shop.Repo.query!("SELECT * FROM products WHERE id = #{id}").rows)
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    CODE,
    ERROR,
    POSSIBLE,
    Finding,
    Project,
    Queries,
    Taint,
    confidence_of,
    rule,
)


@rule("security-sql-injection", severity=ERROR)
def check(project: Project, queries: Queries, taint: Taint) -> Iterator[Finding]:
    for query in queries.calls:
        call = query.call
        if query.statement is None or call.file.kind not in CODE:
            continue
        statement = call.args[query.statement : query.statement + 1]
        origins = sorted(taint.origins(call, *statement), key=lambda origin: not origin.built)
        for origin in origins[:1]:
            what = origin.source.what if origin.source else "a text that is not fixed"
            yield Finding(
                call.name_span,
                f"this SQL is built of {what}",
                help="give values as parameters: `$1` in the text, `[value]` beside it",
                confidence=confidence_of(origin) if origin.built else POSSIBLE,
                trail=origin.trail,
            )
