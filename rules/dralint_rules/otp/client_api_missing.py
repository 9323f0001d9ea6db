"""A server offers functions for what it takes.

A GenServer has two sides: the callbacks, which run in its process, and the client functions, which
run in whoever wants something of it. Without the second side every caller must know the messages by
heart. Add one function for each message, above the callbacks.

Nothing is said of servers whose messages only modules of the same surroundings send, or only one
module that is no process: there another module is the client side.

Source: the seed's GenServer pattern (client API, then callbacks).

## Bad

```elixir title="lib/my_app/counter/server.ex"
defmodule MyApp.Counter.Server do
  #       ^^^^^^^^^^^^^^^^^^^^ `MyApp.Counter.Server` takes messages, but has no function to send them
  use GenServer

  def start_link(n), do: GenServer.start_link(__MODULE__, n, name: __MODULE__)

  @impl true
  def init(n), do: {:ok, n}

  @impl true
  def handle_call(:value, _from, n), do: {:reply, n, n}
end
```

```elixir title="lib/my_app_web/stats.ex"
defmodule MyAppWeb.Stats do
  def show, do: GenServer.call(MyApp.Counter.Server, :value)
end
```

```elixir title="lib/my_app/report.ex"
defmodule MyApp.Report do
  def total, do: GenServer.call(MyApp.Counter.Server, :value)
end
```

## Good

```elixir title="lib/my_app/counter/server.ex"
defmodule MyApp.Counter.Server do
  use GenServer

  def start_link(n), do: GenServer.start_link(__MODULE__, n, name: __MODULE__)

  @impl true
  def init(n), do: {:ok, n}

  @impl true
  def handle_call(:value, _from, n), do: {:reply, n, n}
end
```

```elixir title="lib/my_app/counter/api.ex"
defmodule MyApp.Counter.API do
  def value, do: GenServer.call(MyApp.Counter.Server, :value)
end
```

```elixir title="lib/my_app/ticker.ex"
defmodule MyApp.Ticker do
  use GenServer

  def start_link(n), do: GenServer.start_link(__MODULE__, n, name: __MODULE__)

  @impl true
  def init(n), do: {:ok, n, 1000}

  @impl true
  def handle_info(:timeout, n), do: {:noreply, n + 1, 1000}
end
```
"""

from collections.abc import Iterator

from dralint.api import Finding, Interfaces, Module, Step, full, rule


@rule("otp-client-api-missing")
def check(module: Module, interfaces: Interfaces) -> Iterator[Finding]:
    if module.effects.process != "server" or module.effects.open or not interfaces.tags(module):
        return
    raw = [m for m in interfaces.raw.get(module.name, []) if m.site.file.app is module.file.app]
    senders = {m.site.module for m in raw if m.site.module is not None}
    # One plain module that sends everything is the client side, wherever it lies.
    apart = len(senders) == 1 and not any(sender.effects.process for sender in senders)
    if raw and not apart and not interfaces.offers(module):
        yield Finding(
            module,
            f"`{module.name}` takes messages, but has no function to send them",
            help="add a client function for each message above the callbacks",
            trail=[Step(m.site.name_span, f"sends `{full(m.body)}` around it") for m in raw],
        )
