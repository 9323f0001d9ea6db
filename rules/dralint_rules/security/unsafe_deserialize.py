"""Erlang's term format is not read from others.

`:erlang.binary_to_term/1` makes whatever a binary says: atoms without end, huge terms, and
functions that run when something calls them. Exchange JSON. Where it must be this format, use
`Plug.Crypto.non_executable_binary_to_term/2` with `[:safe]`: no new atoms and no functions.

`:safe` alone lets functions through. What the system has written itself (a cache, a table, a file)
may be read back.

Source: the seed's "Never do" (ignore security vulnerabilities); catalogue 3.9.

## Bad

```elixir
defmodule ShopWeb.CartController do
  use Phoenix.Controller

  def restore(conn, %{"cart" => cart}) do
    items = cart |> Base.decode64!() |> :erlang.binary_to_term()
    #                                   ^^^^^^^^^^^^^^^^^^^^^^ terms are read from the parameters of the request
    json(conn, Shop.Cart.restore(items))
  end

  def restored(conn, _params) do
    json(conn, :erlang.binary_to_term(conn.cookies["cart"], []))
    #          ^^^^^^^^^^^^^^^^^^^^^^ terms are read from the request
  end
end
```

## Good

```elixir
defmodule ShopWeb.CartController do
  use Phoenix.Controller

  def restore(conn, %{"cart" => cart}) do
    items = cart |> Base.decode64!() |> Plug.Crypto.non_executable_binary_to_term([:safe])
    json(conn, Shop.Cart.restore(items))
  end
end
```

```elixir
defmodule Shop.RateCache do
  def load, do: "priv/rates.bin" |> File.read!() |> :erlang.binary_to_term()
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, INFO, Call, Finding, Taint, confidence_of, rule, values


@rule(
    "security-unsafe-deserialize",
    severity=ERROR,
    targets=[":erlang.binary_to_term/1", ":erlang.binary_to_term/2"],
)
def check(call: Call, taint: Taint) -> Iterator[Finding]:
    for origin in taint.origins(call, call.args[0])[:1]:
        what = origin.source.what if origin.source else "a binary that is not fixed"
        yield Finding(
            call.name_span,
            f"terms are read from {what}",
            severity=INFO if _is_safe(call) else ERROR,
            help="use JSON, or `Plug.Crypto.non_executable_binary_to_term/2` with `[:safe]`",
            confidence=confidence_of(origin),
            trail=origin.trail,
        )


def _is_safe(call: Call) -> bool:
    options = call.args[1] if len(call.args) > 1 else None
    items = options.items if isinstance(options, values.ListOf) else ()
    return any(isinstance(item, values.Atom) and item.name == "safe" for item in items)
