"""Debugging aids do not stay in the code.

`IO.inspect`, `dbg` and `IEx.pry` print into production's output or stop the process that runs
them. Say what is worth saying with `Logger`. Mix tasks, scripts, tests and the code of `examples/`
may print, and so may a command line program (`escript:` in `mix.exs`).

Source: the seed's "Address all warnings before completion"; catalogue 3.7.

## Bad

```elixir
defmodule Shop.Cart do
  def total(cart) do
    cart.items
    |> IO.inspect(label: "items")
    #  ^^^^^^^^^^ `IO.inspect` was left in the code
    |> Enum.map(& &1.price)
    |> Enum.sum()
    |> dbg()
    #  ^^^ `dbg` was left in the code
  end

  def pay(cart) do
    require IEx
    IEx.pry()
  # ^^^^^^^ `IEx.pry` was left in the code
    cart
  end
end
```

## Good

```elixir
defmodule Shop.Cart do
  require Logger

  def total(cart) do
    Logger.debug("items: #{inspect(cart.items)}")
    cart.items |> Enum.map(& &1.price) |> Enum.sum()
  end

  def warn(message), do: IO.puts(:stderr, message)
end
```

A module or a function whose name says that it is there for looking may look:

```elixir
defmodule Shop.Debug do
  def orders(limit), do: limit |> Shop.Orders.last() |> IO.inspect(label: "orders")
end
```

A device of its own choice is output, not debugging:

```elixir
defmodule Shop.Report do
  def print(device, report), do: IO.inspect(device, report, limit: :infinity)
end
```
"""

from collections.abc import Iterator

from dralint.api import WARNING, Call, Edit, Finding, Fix, Span, rule

WORDS = ("inspect", "debug", "print", "dump", "display", "pry")


@rule(
    "quality-debug-leftover",
    severity=WARNING,
    targets=["IO.inspect/1", "IO.inspect/2", "Kernel.dbg/*", "IEx.pry/0", ":erlang.display/1"],
)
def check(call: Call) -> Iterator[Finding]:
    if call.data.quoted or call.file.app.mix.escript or _is_for_looking(call):
        return
    if call.name == "inspect" and call.data.captured:
        return
    name = call.name if call.target == "Kernel" else f"{call.target}.{call.name}"
    yield Finding(
        call.name_span,
        f"`{name}` was left in the code",
        help="remove it, or say it with `Logger.debug/1`",
        fix=_fix(call, name),
    )


def _is_for_looking(call: Call) -> bool:
    """Whether the function, its module or its application says that printing is what it is for."""
    function = call.function
    if function is not None and any(word in function.name for word in WORDS):
        return True
    module = "" if call.module is None else call.module.name.rpartition(".")[2].lower()
    if any(word in module for word in WORDS):
        return True
    return not {"example", "examples"}.isdisjoint(call.file.path.split("/")[:-1])


def _fix(call: Call, name: str) -> Fix | None:
    """Return the removal of a step of a pipe; a comment above the step would go with it."""
    if not call.data.piped or not call.args:
        return None
    whole = call.span
    start = call.file.outline.lines.position(call.args[0].end)
    if call.name_span.start.line - start.line > 1:
        return None
    return Fix(
        f"Remove `|> {name}`",
        (Edit(Span(whole.path, start, whole.end), ""),),
        safe=True,
    )
