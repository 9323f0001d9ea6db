"""A server never calls itself.

A process works off one message at a time. While it runs a callback it cannot answer, so a call to
itself ends in the exit `process attempted to call itself`, and where a task makes the call that the
callback waits for, in a timeout. That often hides behind the server's own client functions, or
behind a module in between that calls them.

The function given to `Agent.update/2` runs in the agent, so it must not ask that agent either.

Nor does it end itself with `GenServer.stop/1`, which exits in the same way: it returns
`{:stop, reason, state}`.

Use the state, or move what both clauses need into a private function that takes the state. A cast
or a `send` to oneself is fine: nobody waits for it. So is a call from a task that the callback
does not wait for. A call to another process of the same module (one of a pool, one for each key)
is reported as possible only.

Source: the seed's "Never block GenServer callbacks" and its GenServer pattern.

## Bad

```elixir
defmodule MyApp.Counter do
  use GenServer

  def start_link(n), do: GenServer.start_link(__MODULE__, n, name: __MODULE__)
  def value, do: GenServer.call(__MODULE__, :value)

  @impl true
  def init(n), do: {:ok, n}

  @impl true
  def handle_call(:value, _from, n), do: {:reply, n, n}
  def handle_call(:double, _from, n), do: {:reply, value() * 2, n}
  #                                                ^^^^^ `handle_call(:double, ...)` calls its own process, which is busy with it: value/0 -> GenServer.call/2
end
```

```elixir
defmodule MyApp.Clock do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, 0, name: __MODULE__)

  @impl true
  def init(ticks), do: {:ok, ticks}

  @impl true
  def handle_call(:ticks, _from, ticks), do: {:reply, ticks, ticks}

  @impl true
  def handle_info(:tick, ticks) do
    me = self()
    report(me)
    #<- `handle_info(:tick, ...)` calls its own process, which is busy with it: report/1 -> GenServer.call/2
    {:noreply, ticks + 1}
  end

  defp report(server), do: IO.puts(GenServer.call(server, :ticks))
end
```

```elixir
defmodule MyApp.Session do
  use GenServer

  def start_link(user), do: GenServer.start_link(__MODULE__, user)

  @impl true
  def init(user), do: {:ok, user}

  @impl true
  def handle_info(:expired, user) do
    GenServer.stop(self())
    #<- `handle_info(:expired, ...)` waits for the end of its own process, which is busy with it
    {:noreply, user}
  end
end
```

```elixir
defmodule MyApp.Cart do
  use Agent

  def start_link(items), do: Agent.start_link(fn -> items end, name: __MODULE__)
  def total, do: Agent.get(__MODULE__, &Enum.sum/1)

  def round_up do
    Agent.update(__MODULE__, fn items -> [10 - rem(total(), 10) | items] end)
    #                                              ^^^^^ the agent `MyApp.Cart` runs this function, and the function asks the agent
  end
end
```

## Good

The state is at hand:

```elixir
defmodule MyApp.Counter do
  use GenServer

  def start_link(n), do: GenServer.start_link(__MODULE__, n, name: __MODULE__)
  def value, do: GenServer.call(__MODULE__, :value)

  @impl true
  def init(n), do: {:ok, n}

  @impl true
  def handle_call(:value, _from, n), do: {:reply, n, n}
  def handle_call(:double, _from, n), do: {:reply, n * 2, n}
end
```

A private function of the same name, but of another arity, is another function; what a task does
that nobody waits for holds up nobody; a client function runs in whoever calls it:

```elixir
defmodule MyApp.Stock do
  use GenServer

  def start_link(items), do: GenServer.start_link(__MODULE__, items, name: __MODULE__)
  def count(sku), do: GenServer.call(__MODULE__, {:count, sku})
  def any?(sku), do: count(sku) > 0

  @impl true
  def init(items), do: {:ok, items}

  @impl true
  def handle_call({:count, sku}, _from, items), do: {:reply, count(sku, items), items}

  @impl true
  def handle_cast({:audit, sku}, items) do
    Task.Supervisor.start_child(MyApp.TaskSupervisor, fn -> IO.inspect(count(sku)) end)
    {:noreply, items}
  end

  defp count(sku, items), do: Map.get(items, sku, 0)
end
```

Only the clause that the arguments can reach counts:

```elixir
defmodule MyApp.Gate do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, :open, name: __MODULE__)
  def state(:local, state), do: state
  def state(:remote, _state), do: GenServer.call(__MODULE__, :state)

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_call(:state, _from, state), do: {:reply, state(:local, state), state}
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, PROBABLE, Agents, Finding, Project, Step, WaitGraph, rule


@rule("otp-call-self", severity=ERROR)
def check(project: Project, waits: WaitGraph, agents: Agents) -> Iterator[Finding]:
    for wait, confidence in waits.selves:
        if not wait.callback.file.is_code:
            continue
        verb = "waits for the end of" if wait.ends else "calls"
        busy = "through a task that it waits for" if wait.through_task else "which is busy with it"
        yield Finding(
            wait.message.site.name_span,
            f"`{wait.callback.label}` {verb} its own process, {busy}{wait.way}",
            help="use the state, or a private function that takes it",
            confidence=confidence,
            trail=wait.steps,
        )
    for nested in agents.nested:
        if nested.outer.file.is_code:
            yield Finding(
                nested.calls[0].name_span,
                f"the agent `{nested.name}` runs this function, and the function asks the agent",
                help="use what the function is given: it is the agent's state",
                confidence=PROBABLE,
                trail=[
                    Step(nested.outer.name_span, f"`{nested.outer.label}` has the agent run it"),
                    *(Step(call.name_span, f"calls `{call.label}`") for call in nested.calls),
                ],
            )
