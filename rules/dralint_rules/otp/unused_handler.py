"""A clause of a server answers a message that somebody sends.

A clause of `handle_call/3` or `handle_cast/2` whose tag nobody in the project sends is dead code, or
its sender uses another tag by mistake. Remove the clause, or the mistake.

Tags that stand anywhere in the code as a value are taken as sent. `handle_info/2` gets messages
from libraries, monitors and ports, so nothing is said of it.

Source: the seed's GenServer pattern, whose client functions and callbacks belong together.

## Bad

```elixir
defmodule MyApp.Queue do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, [], name: __MODULE__)
  def push(item), do: GenServer.cast(__MODULE__, {:push, item})

  @impl true
  def init(items), do: {:ok, items}

  @impl true
  def handle_call(:drain, _from, items), do: {:reply, items, []}
  #   ^^^^^^^^^^^ nothing in the project sends what `handle_call(:drain, ...)` answers

  @impl true
  def handle_cast({:push, item}, items), do: {:noreply, [item | items]}
end
```

## Good

```elixir
defmodule MyApp.Queue do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, [], name: __MODULE__)
  def push(item), do: GenServer.cast(__MODULE__, {:push, item})
  def drain, do: GenServer.call(__MODULE__, :drain)

  @impl true
  def init(items), do: {:ok, items}

  @impl true
  def handle_call(:drain, _from, items), do: {:reply, items, []}

  @impl true
  def handle_cast({:push, item}, items), do: {:noreply, [item | items]}
end
```
"""

from collections.abc import Iterator

from dralint.api import INFO, PROBABLE, Callback, Delivery, Finding, rule


@rule("otp-unused-handler", severity=INFO, confidence=PROBABLE)
def check(callback: Callback, delivery: Delivery) -> Iterator[Finding]:
    if delivery.unused(callback):
        yield Finding(
            callback.span,
            f"nothing in the project sends what `{callback.label}` answers",
            help="remove the clause, or send what it takes",
            confidence=PROBABLE,
        )
