"""A process that is starting does not call the supervisor that starts it.

A supervisor waits for the `init/1` of each child. When that asks the same supervisor for something,
such as `DynamicSupervisor.start_child/2` or `Supervisor.which_children/1`, each waits for the other
until the call times out, and the application does not boot. The same holds for the supervisors above it
that are still starting.

Do it in `handle_continue/2`, which runs when the supervisor goes on, or let another supervisor start
the child.

Source: the seed's "DynamicSupervisor" section; manual of `Supervisor`, "Start and shutdown".

## Bad

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    children = [MyApp.Loader, {DynamicSupervisor, name: MyApp.Rooms}]
    Supervisor.start_link(children, strategy: :one_for_one, name: MyApp.Supervisor)
  end
end
```

```elixir title="lib/my_app/loader.ex"
defmodule MyApp.Loader do
  use GenServer
  def start_link(arg), do: GenServer.start_link(__MODULE__, arg, name: __MODULE__)

  def init(_arg) do
    {:ok, siblings()}
  end

  defp siblings, do: Supervisor.which_children(MyApp.Supervisor)
  #                  ^^^^^^^^^^^^^^^^^^^^^^^^^ `MyApp.Loader` waits for `MyApp.Supervisor` while that waits for its start
end
```

```elixir title="lib/my_app/room.ex"
defmodule MyApp.Room do
  use GenServer
  def open(id), do: DynamicSupervisor.start_child(MyApp.Rooms, {__MODULE__, id})
  def start_link(id), do: GenServer.start_link(__MODULE__, id)

  def init(id) do
    {:ok, log} = DynamicSupervisor.start_child(MyApp.Rooms, {MyApp.Log, id})
    #            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `MyApp.Room` waits for `MyApp.Rooms` while that waits for its start
    {:ok, {id, log}}
  end
end
```

## Good

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    children = [
      {DynamicSupervisor, name: MyApp.Logs},
      {DynamicSupervisor, name: MyApp.Rooms}
    ]

    Supervisor.start_link(children, strategy: :one_for_one, name: MyApp.Supervisor)
  end
end
```

```elixir title="lib/my_app/room.ex"
defmodule MyApp.Room do
  use GenServer
  def open(id), do: DynamicSupervisor.start_child(MyApp.Rooms, {__MODULE__, id})
  def start_link(id), do: GenServer.start_link(__MODULE__, id)

  def init(id) do
    {:ok, log} = DynamicSupervisor.start_child(MyApp.Logs, {MyApp.Log, id})
    {:ok, {id, log}, {:continue, :guests}}
  end

  def handle_continue(:guests, state) do
    DynamicSupervisor.start_child(MyApp.Rooms, {MyApp.Guest, state})
    {:noreply, state}
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, POSSIBLE, Finding, Project, StartOrder, Step, rule


@rule("otp-init-calls-supervisor", severity=ERROR)
def check(project: Project, order: StartOrder) -> Iterator[Finding]:
    for node, above, need in order.upward:
        steps = [
            Step(edge.call.name_span, f"`{edge.caller.label}` calls `{edge.callee.full_name}`")
            for edge in need.path
        ]
        yield Finding(
            need.use.call.name_span,
            f"`{node.module}` waits for `{need.use.name}` while that waits for its start",
            help="do it in `handle_continue/2`, or under another supervisor",
            confidence=POSSIBLE if need.guarded else None,
            trail=[
                Step(
                    node.span, f"`{above.text}` starts `{node.module}` and waits for its `init/1`"
                ),
                *steps,
                Step(need.use.call.name_span, f"`{need.use.call.label}` waits for `{above.text}`"),
            ],
        )
