"""Atoms are not made of what others send.

Atoms are never freed, and a node that has made a million of them stops. Whoever can choose the
text of an atom can stop the system, one request after the other. Turn text into an atom with
`String.to_existing_atom/1`, or look it up among the values that are allowed.

Texts of the program itself, of its configuration and of code that runs while it is compiled may
become atoms, and so may a text that was compared with a list before.

Source: the seed's "Never do" (ignore security vulnerabilities); catalogue 3.9.

## Bad

```elixir
defmodule ShopWeb.ProductController do
  use Phoenix.Controller

  def index(conn, params) do
    sort = String.to_atom(params["sort"])
    #      ^^^^^^^^^^^^^^ `String.to_atom` makes atoms of the parameters of the request
    render(conn, :index, products: Shop.Products.list(sort))
  end
end
```

## Good

```elixir
defmodule ShopWeb.ProductController do
  use Phoenix.Controller

  @sorts ~w(name price)

  def index(conn, %{"sort" => sort}) when sort in @sorts do
    render(conn, :index, products: Shop.Products.list(String.to_atom(sort)))
  end

  def index(conn, params) do
    sort = String.to_existing_atom(params["sort"])
    render(conn, :index, products: Shop.Products.list(sort))
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Call, Finding, Taint, confidence_of, rule, values


@rule(
    "security-atom-from-input",
    severity=ERROR,
    targets=[
        "String.to_atom/1",
        "List.to_atom/1",
        "Module.concat/1",
        "Module.concat/2",
        ":erlang.binary_to_atom/1",
        ":erlang.binary_to_atom/2",
        ":erlang.list_to_atom/1",
        "Jason.decode/2",
        "Jason.decode!/2",
        "Poison.decode/2",
        "Poison.decode!/2",
    ],
)
def check(call: Call, taint: Taint) -> Iterator[Finding]:
    text = _text(call)
    origins = taint.origins(call, *text)
    if not origins:
        return
    origin = origins[0]
    what = origin.source.what if origin.source else "a text that is not fixed"
    yield Finding(
        call.name_span,
        f"{_maker(call)} makes atoms of {what}",
        help="use `String.to_existing_atom/1`, or look the text up among those allowed",
        confidence=confidence_of(origin),
        trail=origin.trail,
    )


def _text(call: Call) -> tuple[values.Value, ...]:
    """Return what atoms are made of."""
    if call.name.startswith("decode"):
        keys = values.keyword(call.args[1], "keys")
        return call.args[:1] if isinstance(keys, values.Atom) and keys.name == "atoms" else ()
    return call.args[:2] if call.name == "concat" else call.args[:1]


def _maker(call: Call) -> str:
    interpolated = call.name_span == call.span
    return "this interpolation" if interpolated else f"`{call.target}.{call.name}`"
