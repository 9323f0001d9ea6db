"""A server's callback takes a message and answers; the work is done by plain functions.

Logic inside `handle_call/3` can only be tested by starting the process and sending it messages, and
while it runs nobody else is served. Move what computes into pure functions that take the state and
return the new one; the callback then reads as a table of messages.

The rule speaks of callbacks of more than `max_lines` lines that also decide several things
themselves. State machines are left out: there the decisions are the callback's own.

Source: the seed's OTP practices ("Separate OTP processes from business logic").

## Bad

```elixir
defmodule MyApp.Cart do
  use GenServer

  @impl true
  def init(items), do: {:ok, items}

  @impl true
  def handle_call({:add, item, count}, _from, items) do
  #   ^^^^^^^^^^^ `handle_call({:add, ...}, ...)` decides 4 things in 27 lines
    price =
      if count > 10 do
        item.price * 90
      else
        item.price * 100
      end

    discount =
      case item.kind do
        :book ->
          rate = 7
          price * rate

        :food ->
          rate = 19
          price * rate

        _ ->
          0
      end

    total = if discount > 100, do: price - discount, else: price
    line = %{item: item, total: total}
    {:reply, total, [line | items]}
  end
end
```

## Good

```elixir
defmodule MyApp.Cart do
  use GenServer

  alias MyApp.Prices

  @impl true
  def init(items), do: {:ok, items}

  @impl true
  def handle_call({:add, item, count}, _from, items) do
    total = Prices.total(item, count)
    {:reply, total, [%{item: item, total: total} | items]}
  end
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import (
    INFO,
    PROBABLE,
    Callback,
    Finding,
    Options,
    complexity,
    lines_of,
    rule,
)

BOOKKEEPING = (
    "handle_info({:DOWN,",
    "handle_info({:EXIT,",
    "handle_info({:EXIT, ",
    "handle_info(:timeout",
)
"""What the runtime tells a server about other processes."""
MESSAGES = frozenset(("handle_call", "handle_cast", "handle_info", "handle_continue"))


@dataclass(frozen=True)
class ServerBusinessLogic(Options):
    """What a callback may have at most: lines, and decisions of its own."""

    max_lines: int = 25
    max_decisions: int = 3


@rule("srp-server-business-logic", severity=INFO, confidence=PROBABLE)
def check(callback: Callback, options: ServerBusinessLogic) -> Iterator[Finding]:
    if (
        callback.name not in MESSAGES
        or callback.label.startswith(BOOKKEEPING)
        or callback.module.effects.process != "server"
    ):
        return
    clause = callback.clause
    lines = lines_of(callback.file, clause.start, clause.end)
    if lines <= options.max_lines or ":gen_statem" in callback.module.effects.behaviours:
        return
    decisions = complexity(callback.file, clause).branches - 1
    if decisions > options.max_decisions:
        yield Finding(
            callback,
            f"`{callback.label}` decides {decisions} things in {lines} lines",
            help="move the decisions into functions that take the state and return the new one",
        )
