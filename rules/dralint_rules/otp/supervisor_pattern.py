"""A supervisor is written as a supervisor.

- A module that uses `Supervisor` or `DynamicSupervisor` defines `init/1`; one that is started as a
  supervisor module says `use Supervisor`, which gives it its child specification.
- `Supervisor.Spec` with `worker/2` and `supervisor/2` is deprecated: name the modules, or write maps.
- `restart:`, `shutdown:` and the like in `{MyApp.Worker, restart: :temporary}` are handed to
  `start_link/1` and change nothing. They belong to `use GenServer, restart: :temporary`, or to
  `Supervisor.child_spec/2`.
- `restart:` is `:permanent`, `:transient` or `:temporary`; `shutdown:` is a number, `:infinity` or
  `:brutal_kill`.
- A supervisor receives no messages: `handle_call/3` and the others are never called there.

Source: the seed's supervisor pattern; manual of `Supervisor`.

## Bad

```elixir
defmodule MyApp.Setup do
  use GenServer
  def start_link(arg), do: GenServer.start_link(__MODULE__, arg)
  def init(arg), do: {:ok, arg}
end

defmodule MyApp.Workers do
  use Supervisor

  def start_link(arg), do: Supervisor.start_link(__MODULE__, arg, name: __MODULE__)

  def init(_arg) do
    children = [
      {MyApp.Setup, restart: :temporary, shutdown: 1_000},
      # <- `restart:` here is an argument of `MyApp.Setup.start_link/1`, it does not change the restart
      %{id: :other, start: {MyApp.Setup, :start_link, [[]]}, restart: :never}
      # <- `restart:` cannot be `:never`
    ]

    Supervisor.init(children, strategy: :one_for_one)
  end

  def handle_info(:tick, state), do: {:noreply, state}
  #   ^^^^^^^^^^^ a supervisor receives no messages: `handle_info/2` is never called
end
```

```elixir
defmodule MyApp.Pool do
  #       ^^^^^^^^^^ `MyApp.Pool` is a supervisor without `init/1`
  use DynamicSupervisor
  def start_link(arg), do: DynamicSupervisor.start_link(__MODULE__, arg, name: __MODULE__)
end
```

```elixir
defmodule MyApp.Old do
  use Supervisor
  import Supervisor.Spec

  def start_link(arg), do: Supervisor.start_link(__MODULE__, arg)

  def init(_arg) do
    supervise([worker(MyApp.Setup, [])], strategy: :one_for_one)
    #          ^^^^^^^^^^^^^^^^^^^^^^^ `worker/2` of `Supervisor.Spec` is deprecated
  end
end
```

```elixir
defmodule MyApp.Plain do
  def start_link(arg), do: Supervisor.start_link(__MODULE__, arg, name: __MODULE__)
  #                        ^^^^^^^^^^^^^^^^^^^^^ `MyApp.Plain` is started as a supervisor but does not `use Supervisor`
  def init(_arg), do: Supervisor.init([], strategy: :one_for_one)
end
```

## Good

```elixir
defmodule MyApp.Setup do
  use GenServer, restart: :temporary, shutdown: 1_000
  def start_link(arg), do: GenServer.start_link(__MODULE__, arg)
  def init(arg), do: {:ok, arg}
end

defmodule MyApp.Bounded do
  def child_spec(opts) do
    %{id: __MODULE__, start: {__MODULE__, :start_link, [opts]}, restart: opts[:restart]}
  end

  def start_link(opts), do: Agent.start_link(fn -> opts end)
end

defmodule MyApp.Workers do
  use Supervisor

  def start_link(arg), do: Supervisor.start_link(__MODULE__, arg, name: __MODULE__)

  def init(_arg) do
    children = [
      MyApp.Setup,
      Supervisor.child_spec({MyApp.Setup, []}, id: :again, restart: :transient),
      {MyApp.Bounded, restart: :transient},
      %{id: :task, start: {Task, :start_link, [fn -> :ok end]}, restart: :temporary}
    ]

    Supervisor.init(children, strategy: :one_for_one)
  end
end
```

```elixir
defmodule MyApp.Pool do
  def start_link(size) do
    children = for n <- 1..size, do: %{id: n, start: {MyApp.Setup, :start_link, [n]}}
    Supervisor.start_link(children, strategy: :one_for_one, name: __MODULE__)
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    PROBABLE,
    Child,
    Finding,
    Module,
    Project,
    Supervisors,
    constants,
    rule,
)

RESTARTS = ("permanent", "transient", "temporary")
SPEC_KEYS = frozenset(("restart", "shutdown", "id", "type", "max_restarts", "max_seconds"))
USED = ("Supervisor", "DynamicSupervisor")
HANDLERS = (("handle_call", 3), ("handle_cast", 2), ("handle_info", 2), ("handle_continue", 2))


@rule("otp-supervisor-pattern")
def check(project: Project, supervisors: Supervisors) -> Iterator[Finding]:
    for module in project.modules:
        if module.file.is_code and module.data.kind == "module":
            yield from shape(module)
    for name in ("Supervisor.start_link", "DynamicSupervisor.start_link"):
        for call in project.calls_to(f"{name}/*"):
            if call.file.is_code and not call.data.quoted and call.module is not None:
                own = getattr(call.args[0], "name", "") if call.args else ""
                if own == call.module.name and is_plain(call.module):
                    yield Finding(
                        call.name_span,
                        f"`{own}` is started as a supervisor but does not "
                        f"`use {name.partition('.')[0]}`",
                        help=f"`use {name.partition('.')[0]}` in it",
                    )
    for listing in supervisors.listings:
        if listing.call.file.is_code:
            yield from entries(supervisors.children_of(listing), project)


def is_plain(module: Module) -> bool:
    """Whether a module is no behaviour's, for certain, and has no child specification."""
    if any(function.name == "child_spec" for function in module.functions):
        return False
    return not module.effects.open and module.effects.process is None


def shape(module: Module) -> Iterator[Finding]:
    """Yield what is wrong with a supervisor module itself."""
    effects = module.effects
    if not effects.uses & {*USED} or effects.open or effects.process != "supervisor":
        return
    if module.function("init", 1) is None and ("init", 1) not in effects.adds:
        yield Finding(
            module.span,
            f"`{module.name}` is a supervisor without `init/1`",
            help="define `init/1`, which returns `Supervisor.init(children, strategy: ...)`",
        )
    if "GenServer" in effects.uses or "GenServer" in effects.behaviours:
        return
    for name, arity in HANDLERS:
        handler = module.function(name, arity)
        if handler is not None and handler.data.kind == "def":
            yield Finding(
                handler.span,
                f"a supervisor receives no messages: `{name}/{arity}` is never called",
                help="let a server under it do this",
            )


def entries(children: tuple[Child, ...], project: Project) -> Iterator[Finding]:
    """Yield what is wrong with the entries of a list of children."""
    old = next((child for child in children if child.form == "old"), None)
    if old is not None:
        kind = old.type or "worker"
        yield Finding(
            old.span,
            f"`{kind}/2` of `Supervisor.Spec` is deprecated",
            help="name the module, `{MyApp.Worker, arg}`, or write a map with `id:` and `start:`",
        )
    for child in children:
        key = misplaced(child, project)
        if key is not None:
            yield Finding(
                child.span,
                f"`{key}:` here is an argument of `{child.module}.start_link/1`, "
                f"it does not change the {key}",
                help=f"`use GenServer, {key}: ...` in the module, or `Supervisor.child_spec/2`",
                confidence=PROBABLE,
            )
        elif child.restart is not None and child.restart not in (*RESTARTS, "nil"):
            yield Finding(
                child.span,
                f"`restart:` cannot be `:{child.restart}`",
                help="it is `:permanent`, `:transient` or `:temporary`",
            )


def misplaced(child: Child, project: Project) -> str | None:
    """Return an option that a generated child specification does not take."""
    module = project.module(child.module or "")
    if child.form != "tuple" or module is None or module.effects.open:
        return None
    if module.function("child_spec", 1) is not None or child.start is None:
        return None
    arg = constants.only(child.arg)
    if not isinstance(arg, constants.List) or not arg.items:
        return None
    keys = [constants.key_of(item) for item in arg.items]
    if not set(keys) <= SPEC_KEYS:
        return None
    return next((key for key in keys if key in ("restart", "shutdown")), None)
