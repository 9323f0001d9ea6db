"""A process module stands in a supervision tree, or something else starts it.

A server that nothing starts is dead code, or worse: its callers exit with `:noproc` when they first
need it. It is easily forgotten, because the code compiles and its tests start it themselves.

The tree is read from the source: lists of children through variables, helpers and conditions,
children started while the system runs, and processes that a worker starts. A module that other code
names as a value, as pools and registries do, may be started by it and is not reported; neither are
the servers of a library, which its users start.

Source: the seed's "Never do" (unsupervised processes) and its supervisor pattern.

## Bad

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    Supervisor.start_link([MyApp.Rates], strategy: :one_for_one)
  end
end
```

```elixir title="lib/my_app/rates.ex"
defmodule MyApp.Rates do
  use GenServer
  def start_link(arg), do: GenServer.start_link(__MODULE__, arg, name: __MODULE__)
  def init(arg), do: {:ok, arg}
end
```

```elixir title="lib/my_app/prices.ex"
defmodule MyApp.Prices do
  def of(item), do: MyApp.Cache.get(item)
end
```

```elixir title="lib/my_app/cache.ex"
defmodule MyApp.Cache do
  #       ^^^^^^^^^^^ nothing starts `MyApp.Cache`: it is in no supervision tree
  use GenServer

  def start_link(arg), do: GenServer.start_link(__MODULE__, arg, name: __MODULE__)
  def get(key), do: GenServer.call(__MODULE__, {:get, key})
  def init(arg), do: {:ok, arg}
  def handle_call({:get, key}, _from, state), do: {:reply, state[key], state}
end
```

## Good

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    children = [MyApp.Rates, {DynamicSupervisor, name: MyApp.Rooms}] ++ pools()
    Supervisor.start_link(children, strategy: :one_for_one)
  end

  defp pools do
    [:poolboy.child_spec(:workers, worker_module: MyApp.PoolWorker, size: 5)]
  end
end
```

```elixir title="lib/my_app/rates.ex"
defmodule MyApp.Rates do
  use GenServer
  def start_link(arg), do: GenServer.start_link(__MODULE__, arg, name: __MODULE__)

  def init(arg) do
    {:ok, helper} = MyApp.Helper.start_link([])
    {:ok, {arg, helper}}
  end
end

defmodule MyApp.Helper do
  use GenServer
  def start_link(arg), do: GenServer.start_link(__MODULE__, arg)
  def init(arg), do: {:ok, arg}
end
```

```elixir title="lib/my_app/room.ex"
defmodule MyApp.Room do
  use GenServer

  def open(id), do: DynamicSupervisor.start_child(MyApp.Rooms, {__MODULE__, id})
  def start_link(id), do: GenServer.start_link(__MODULE__, id)
  def init(id), do: {:ok, id}
end

defmodule MyApp.PoolWorker do
  use GenServer
  def start_link(arg), do: GenServer.start_link(__MODULE__, arg)
  def init(arg), do: {:ok, arg}
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    POSSIBLE,
    PROBABLE,
    Finding,
    Mentions,
    Module,
    Names,
    Starts,
    Step,
    Supervision,
    rule,
)

CALLBACK_MODULES = (
    "GenServer",
    "GenStage",
    ":gen_statem",
    ":gen_server",
    "Supervisor",
    "DynamicSupervisor",
)
KINDS = ("server", "stage", "statem", "supervisor", "agent")


@rule("otp-server-not-in-tree", kinds=("lib", "web"), rooted=True)
def check(
    module: Module, supervision: Supervision, mentions: Mentions, starts: Starts, names: Names
) -> Iterator[Finding]:
    if module.effects.process not in KINDS or module.data.kind != "module":
        return
    app = module.file.app
    if app.mix.package or not any(root.app is app for root in supervision.roots):
        return
    supervised = supervision.supervised(module.name)
    if supervised or is_template(module):
        return
    by_hand = (s for s in starts.of_module(module.name) if s.call.module != module)
    if any(not s.call.file.is_test for s in by_hand) or supervision.starts(module):
        return
    if mentions.outside(module.name):
        return
    trail = [
        Step(first.span, f"`{root.callback}` starts these children, it is not below them")
        for root in supervision.roots
        for first in (*root.node.children, root.node)[:1]
        if root.app is app
    ]
    yield Finding(
        module.span,
        f"nothing starts `{module.name}`: it is in no supervision tree",
        help="add it to the children of a supervisor, or remove it",
        confidence=POSSIBLE if doubtful(module, supervision, names) else PROBABLE,
        trail=trail,
    )


def doubtful(module: Module, supervision: Supervision, names: Names) -> bool:
    """Whether something that cannot be seen may start it, such as the user of a library."""
    project = module.file.project
    foreign = any(
        name not in CALLBACK_MODULES and not project.defines(name)
        for name in module.effects.behaviours
    )
    if module.effects.open or foreign or not names.owned(module):
        return True
    if any(node.kind == "endpoint" for node in supervision.nodes):
        return False
    return not any(
        call.module != module and call.file.is_code
        for function in module.functions
        for call in project.calls_to(f"{module.name}.{function.name}/*")
    )


def is_template(module: Module) -> bool:
    """Whether others are made from it: it has a `__using__`, or nothing to start it with."""
    if module.function("__using__", 1) is not None:
        return True
    named = {function.name for function in module.functions}
    return not any(name.startswith("start") or name == "child_spec" for name in named)
