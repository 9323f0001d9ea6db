"""What lists rows for a page asks for a limited number of them.

A table grows. A page or an answer of an API that loads all rows works with the ten of development
and takes the memory of the node with the million of production. Ask with a `limit`, by page, or
narrow the query; for exports there is `Repo.stream/2`.

The rule speaks of `Repo.all/1` over a whole table behind a listing that the web layer reaches:
`index`, `list_…`, `all_…`, `search`, and of tables whose rows belong to others and grow with them.
Everything else is possible only: a table of countries is small by its nature.

Source: the seed's "Return large result sets without pagination" (never).

## Bad

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/post.ex"
defmodule MyApp.Post do
  use Ecto.Schema

  schema "posts" do
    belongs_to :author, MyApp.Author
  end
end
```

```elixir title="lib/my_app/blog.ex"
defmodule MyApp.Blog do
  import Ecto.Query
  alias MyApp.{Post, Repo}

  def list_posts do
    Post |> order_by(desc: :inserted_at) |> Repo.all()
    #                                       ^^^^^^^^ `list_posts/0` loads all rows of `Post`
  end
end
```

```elixir title="lib/my_app_web/controllers/post_controller.ex"
defmodule MyAppWeb.PostController do
  use Phoenix.Controller

  def index(conn, _params), do: render(conn, :index, posts: MyApp.Blog.list_posts())
end
```

## Good

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/blog.ex"
defmodule MyApp.Blog do
  import Ecto.Query
  alias MyApp.{Post, Repo}

  def list_posts(page) do
    Post |> order_by(desc: :inserted_at) |> limit(20) |> offset(^(page * 20)) |> Repo.all()
  end

  def list_drafts(user), do: Repo.all(from p in Post, where: p.author_id == ^user.id)

  def post_count, do: Repo.aggregate(Post, :count)
end
```

```elixir title="lib/my_app_web/controllers/post_controller.ex"
defmodule MyAppWeb.PostController do
  use Phoenix.Controller

  def index(conn, _params), do: render(conn, :index, posts: MyApp.Blog.list_posts(0))
end
```
"""

import re
from collections.abc import Iterator

from dralint.api import (
    INFO,
    POSSIBLE,
    PROBABLE,
    CallGraph,
    Finding,
    Function,
    Project,
    Queries,
    RowsOf,
    Schemas,
    Step,
    rule,
)

LISTS = re.compile(r"(list|all|index|search|find_all|fetch_all|get_all)(_|$|[!?])")


@rule("query-unbounded", severity=INFO, confidence=PROBABLE)
def check(
    project: Project, graph: CallGraph, queries: Queries, rows: RowsOf, schemas: Schemas
) -> Iterator[Finding]:
    for query in queries.calls:
        call, function = query.call, query.call.function
        if call.name != "all" or call.target == "Ash" or not call.file.is_code:
            continue
        if function is None or not LISTS.match(function.name):
            continue
        asked = rows.queried(function, call.args[0])
        if asked is None or asked.narrowed:
            continue
        caller = _page(graph, function)
        schema = asked.schema.rpartition(".")[2]
        yield Finding(
            call.name_span,
            f"`{function.label}` loads all rows of `{schema}`",
            confidence=PROBABLE
            if caller is not None and _grows(schemas, asked.schema)
            else POSSIBLE,
            help="ask with a `limit`, or by page",
            trail=[] if caller in (None, function) else [Step(caller.span, "a page asks for it")],
        )


def _grows(schemas: Schemas, schema: str) -> bool:
    """Whether rows hang on others, and so become more with them: countries and tags do not."""
    return any(not each.many for each in schemas.associations(schema).values())


def _page(graph: CallGraph, function: Function) -> Function | None:
    """Return what of the web layer lists these rows: the function itself or a listing there."""
    if function.file.kind == "web":
        return function
    for edge in graph.calls_to(function):
        caller = edge.caller
        if caller.file.kind == "web" and LISTS.match(caller.name):
            return caller
    return None
