"""Servers never call each other in a circle.

Where one server calls another while that one waits for the first, both stand still until one of the
calls times out, and with `:infinity` for ever. Where each call of the ring is what the call before
has asked for, a single message is enough: that is an error. Where the ring closes only through
other clauses, two messages must meet: that is a warning, and shows itself under load.

Let one direction be a cast, or pass along in the call what the other server would ask for. Starting
a process is a call as well: whoever starts it waits for its `init/1`, and so does its supervisor.

A supervisor is a party too: a server that has it end children waits until they are gone. If it is one
of them and traps exits, or if a child's `terminate/2` calls it, nobody gets on.

What processes do that are found by a key or a pid is reported as possible only.

Source: the seed's "Never block GenServer callbacks".

## Bad

```elixir title="lib/my_app/orders.ex"
defmodule MyApp.Orders do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  def total(id), do: GenServer.call(__MODULE__, {:total, id})
  def close(id), do: GenServer.call(__MODULE__, {:close, id})

  @impl true
  def init(orders), do: {:ok, orders}

  @impl true
  def handle_call({:total, id}, _from, orders), do: {:reply, orders[id], orders}

  def handle_call({:close, id}, _from, orders) do
    {:reply, MyApp.Billing.charge(id), orders}
    #        ^^^^^^^^^^^^^^^^^^^^ `MyApp.Orders` and `MyApp.Billing` wait for each other: `handle_call({:close, ...}, ...)` calls `MyApp.Billing` with `{:charge, _}`, which calls `MyApp.Orders`
  end
end
```

```elixir title="lib/my_app/billing.ex"
defmodule MyApp.Billing do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  def charge(id), do: GenServer.call(__MODULE__, {:charge, id})

  @impl true
  def init(bills), do: {:ok, bills}

  @impl true
  def handle_call({:charge, id}, _from, bills) do
    {:reply, :ok, Map.put(bills, id, MyApp.Orders.total(id))}
  end
end
```

```elixir title="mix.exs"
defmodule MyApp.MixProject do
  use Mix.Project

  def project, do: [app: :my_app, version: "0.1.0"]
  def application, do: [mod: {MyApp.Application, []}]
end
```

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  @impl true
  def start(_type, _args) do
    Supervisor.start_link([MyApp.Janitor], strategy: :one_for_one, name: MyApp.Supervisor)
  end
end
```

```elixir title="lib/my_app/janitor.ex"
defmodule MyApp.Janitor do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, [], name: __MODULE__)

  @impl true
  def init(state) do
    Process.flag(:trap_exit, true)
    {:ok, state}
  end

  @impl true
  def handle_cast(:close, state) do
    Supervisor.stop(MyApp.Supervisor)
    #<- `handle_cast(:close, ...)` waits for `MyApp.Supervisor` to end its children, and `MyApp.Janitor` is one of them
    {:noreply, state}
  end
end
```

## Good

What the other server needs is passed along, and the way back is a cast:

```elixir title="lib/my_app/orders.ex"
defmodule MyApp.Orders do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  def charged(id), do: GenServer.cast(__MODULE__, {:charged, id})
  def close(id), do: GenServer.call(__MODULE__, {:close, id})

  @impl true
  def init(orders), do: {:ok, orders}

  @impl true
  def handle_call({:close, id}, _from, orders) do
    {:reply, MyApp.Billing.charge(id, orders[id]), orders}
  end

  @impl true
  def handle_cast({:charged, id}, orders), do: {:noreply, Map.delete(orders, id)}
end
```

```elixir title="lib/my_app/billing.ex"
defmodule MyApp.Billing do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  def charge(id, total), do: GenServer.call(__MODULE__, {:charge, id, total})
  def report(id), do: {id, MyApp.Orders.close(id)}

  @impl true
  def init(bills), do: {:ok, bills}

  @impl true
  def handle_call({:charge, id, total}, _from, bills) do
    MyApp.Orders.charged(id)
    {:reply, :ok, Map.put(bills, id, total)}
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, WARNING, Finding, Project, Ring, Step, Stop, Stops, WaitGraph, rule


@rule("otp-call-cycle", severity=ERROR)
def check(project: Project, waits: WaitGraph, stops: Stops) -> Iterator[Finding]:
    for ring in waits.rings:
        yield Finding(
            ring.waits[0].message.site.name_span,
            _message(ring),
            severity=ERROR if ring.certain else WARNING,
            confidence=ring.confidence,
            help="make one direction a cast, or pass along what the other server asks for",
            trail=[step for wait in ring.waits for step in wait.all_steps],
        )
    for stop in stops.all:
        yield Finding(
            stop.message.site.name_span,
            _held(stop),
            confidence=stop.confidence,
            help="let a process outside of that supervisor end it, or cast the request",
            trail=_steps(stop),
        )


def _held(stop: Stop) -> str:
    server, supervisor = stop.callback.module.name, stop.supervisor
    asks = f"`{stop.callback.label}` waits for `{supervisor}` to end its children"
    if stop.ending is None:
        return f"{asks}, and `{server}` is one of them"
    return f"{asks}, and the `terminate/2` of `{stop.ending.waiting}` waits for `{server}`"


def _steps(stop: Stop) -> list[Step]:
    steps = [Step(call.name_span, f"calls `{call.label}`") for call in stop.message.calls]
    return [*steps, *(stop.ending.all_steps if stop.ending is not None else ())]


def _message(ring: Ring) -> str:
    names = [f"`{wait.waiting}`" for wait in ring.waits]
    together = f"{', '.join(names[:-1])} and {names[-1]}"
    first = ring.waits[0]
    if ring.certain:
        way = "".join(f", which {wait.says}" for wait in ring.waits[1:])
        return f"{together} wait for each other: `{first.callback.label}` {first.what}{way}"
    others = " while ".join(f"`{wait.callback.label}` {wait.what}" for wait in ring.waits)
    return f"{together} can wait for each other: {others}"
