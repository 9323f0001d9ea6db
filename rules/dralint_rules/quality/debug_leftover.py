"""Debugging aids do not stay in the code.

`IO.inspect`, `dbg` and `IEx.pry` print into production's output or stop the process that runs
them. Say what is worth saying with `Logger`. Mix tasks, scripts and tests may print, and so may a
command line program (`escript:` in `mix.exs`).

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

A device of its own choice is output, not debugging:

```elixir
defmodule Shop.Report do
  def print(device, report), do: IO.inspect(device, report, limit: :infinity)
end
```
"""

from collections.abc import Iterator

from dralint.api import WARNING, Call, Edit, Finding, Fix, Function, Span, rule


@rule(
    "quality-debug-leftover",
    severity=WARNING,
    targets=["IO.inspect/1", "IO.inspect/2", "Kernel.dbg/*", "IEx.pry/0", ":erlang.display/1"],
)
def check(call: Call) -> Iterator[Finding]:
    if call.data.quoted or call.file.app.mix.escript or _is_inspection(call.function):
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


def _is_inspection(function: Function | None) -> bool:
    """Whether the function's own name says that printing is what it is for."""
    words = ("inspect", "debug", "print", "dump", "display")
    return function is not None and any(word in function.name for word in words)


def _fix(call: Call, name: str) -> Fix | None:
    if not call.data.piped or not call.args:
        return None
    whole = call.span
    start = call.file.outline.lines.position(call.args[0].end)
    return Fix(
        f"Remove `|> {name}`",
        (Edit(Span(whole.path, start, whole.end), ""),),
        safe=True,
    )
