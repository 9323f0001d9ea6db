"""A process that is started many times does not register one name.

`GenServer.start_link(__MODULE__, arg, name: __MODULE__)` works once. Under a `DynamicSupervisor`, in
a `PartitionSupervisor` or in a list of children made by a loop, the second start returns
`{:error, {:already_started, pid}}`. Register each in a `Registry` under its own key, or leave the
name away.

A start whose `:already_started` the module expects is deliberate.

Source: the seed's "Registry" and "DynamicSupervisor" sections.

## Bad

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    children = [{DynamicSupervisor, name: MyApp.Rooms}]
    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
```

```elixir title="lib/my_app/room.ex"
defmodule MyApp.Room do
  use GenServer

  def open(id), do: DynamicSupervisor.start_child(MyApp.Rooms, {__MODULE__, id})

  def start_link(id), do: GenServer.start_link(__MODULE__, id, name: __MODULE__)
  #                       ^^^^^^^^^^^^^^^^^^^^ `MyApp.Room` is started many times, but always under the name `MyApp.Room`
  def init(id), do: {:ok, id}
end
```

## Good

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    children = [
      {Registry, keys: :unique, name: MyApp.Names},
      {DynamicSupervisor, name: MyApp.Rooms},
      MyApp.Clock
    ]

    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
```

```elixir title="lib/my_app/room.ex"
defmodule MyApp.Room do
  use GenServer

  def open(id), do: DynamicSupervisor.start_child(MyApp.Rooms, {__MODULE__, id})
  def start_link(id), do: GenServer.start_link(__MODULE__, id, name: via(id))
  def init(id), do: {:ok, id}
  defp via(id), do: {:via, Registry, {MyApp.Names, id}}
end

defmodule MyApp.Clock do
  use GenServer
  def start_link(arg), do: GenServer.start_link(__MODULE__, arg, name: __MODULE__)
  def init(arg), do: {:ok, arg}
end

defmodule MyApp.Lobby do
  use GenServer

  def ensure(mode) do
    case DynamicSupervisor.start_child(MyApp.Rooms, {__MODULE__, mode}) do
      {:ok, pid} -> pid
      {:error, {:already_started, pid}} -> pid
    end
  end

  def start_link(mode), do: GenServer.start_link(__MODULE__, mode, name: __MODULE__)
  def init(mode), do: {:ok, mode}
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    ERROR,
    POSSIBLE,
    PROBABLE,
    Finding,
    Node,
    Project,
    Step,
    Supervision,
    constants,
    expects,
    rule,
)


@rule("otp-singleton-many", severity=ERROR, confidence=PROBABLE)
def check(project: Project, supervision: Supervision) -> Iterator[Finding]:
    seen: set[str] = set()
    for node in supervision.nodes:
        module = node.module
        if not node.many or module is None or module in seen or node.started is None:
            continue
        fixed = [name.name if name.kind == "local" else None for name in node.names]
        call = node.started.call
        if (
            len(fixed) != 1
            or fixed[0] is None
            or call.module is None
            or expects(project, module, supervision)
        ):
            continue
        seen.add(module)
        yield Finding(
            call.name_span,
            f"`{module}` is started many times, but always under the name `{fixed[0]}`",
            help="register each under its own key: `{:via, Registry, {MyApp.Names, key}}`",
            confidence=PROBABLE if varies(node) else POSSIBLE,
            trail=[Step(node.span, f"`{module}` is started here, any number of times")],
        )


def varies(node: Node) -> bool:
    """Whether the argument differs from start to start, so that more than one is meant."""
    arg = node.child.arg if node.child is not None else ()
    return any(isinstance(each, constants.UNKNOWN) for each in constants.everything(arg))
