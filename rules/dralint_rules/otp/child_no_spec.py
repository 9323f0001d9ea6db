"""A module in a list of children can be started as a child.

For `MyApp.Cache` or `{MyApp.Cache, arg}` the supervisor calls `MyApp.Cache.child_spec(arg)`, which
`use GenServer` and its like define, and what that names: `MyApp.Cache.start_link(arg)`, unless it
says otherwise. Where one of the two is missing the supervisor fails while the application boots.

Modules that another macro may complete are not reported.

Source: the seed's supervisor pattern; manual of `Supervisor`, "Module-based supervisors".

## Bad

```elixir
defmodule MyApp.Prices do
  def start_link(_arg), do: Agent.start_link(fn -> %{} end, name: __MODULE__)
end

defmodule MyApp.Cache do
  use GenServer
  def start_link, do: GenServer.start_link(__MODULE__, [], name: __MODULE__)
  def init(arg), do: {:ok, arg}
end

defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    children = [
      MyApp.Prices,
      # <- `MyApp.Prices` has no `child_spec/1`, so it cannot be started as a child
      {MyApp.Cache, []},
      # <- the supervisor calls `MyApp.Cache.start_link/1`, which does not exist
      %{id: :other, start: {MyApp.Cache, :start_link, [[], :other]}}
      # <- the supervisor calls `MyApp.Cache.start_link/2`, which does not exist
    ]

    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
```

## Good

```elixir
defmodule MyApp.Prices do
  use Agent
  def start_link(_arg), do: Agent.start_link(fn -> %{} end, name: __MODULE__)
end

defmodule MyApp.Cache do
  use GenServer
  def start_link(arg \\\\ []), do: GenServer.start_link(__MODULE__, arg, name: __MODULE__)
  def init(arg), do: {:ok, arg}
end

defmodule MyApp.Pool do
  def child_spec(opts), do: %{id: __MODULE__, start: {__MODULE__, :open, [opts, 5]}}
  def open(_opts, _size), do: Agent.start_link(fn -> [] end)
end

defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    children = [
      MyApp.Prices,
      {MyApp.Cache, []},
      MyApp.Pool,
      {Phoenix.PubSub, name: MyApp.PubSub}
    ]

    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
```

A function that a macro of the project brings:

```elixir
defmodule MyApp.Server do
  defmacro __using__(_opts) do
    quote do
      use GenServer
      def start_link(arg), do: GenServer.start_link(__MODULE__, arg, name: __MODULE__)
    end
  end
end

defmodule MyApp.Clock do
  use MyApp.Server
  def init(arg), do: {:ok, arg}
end

defmodule MyApp.Clocks do
  use Supervisor
  def start_link(arg), do: Supervisor.start_link(__MODULE__, arg)
  def init(_arg), do: Supervisor.init([MyApp.Clock], strategy: :one_for_one)
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Child, Finding, Module, Project, Supervisors, rule


@rule("otp-child-no-spec", severity=ERROR)
def check(project: Project, supervisors: Supervisors) -> Iterator[Finding]:
    for listing in supervisors.listings:
        if not listing.call.file.is_code:
            continue
        for child in supervisors.children_of(listing):
            module = project.module(child.module or "", listing.call.file)
            if module is None or module.effects.open or module.data.kind != "module":
                continue
            if child.form in ("module", "tuple") and not offers(module, "child_spec", 1):
                yield Finding(
                    child.span,
                    f"`{module.name}` has no `child_spec/1`, so it cannot be started as a child",
                    help="`use GenServer`, `Supervisor`, `Agent` or `Task` in it, or define it",
                )
            else:
                yield from missing_start(child, project)


def offers(module: Module, name: str, arity: int) -> bool:
    """Whether a module has a function, its own or one that `use` brings."""
    return module.function(name, arity) is not None or (name, arity) in module.effects.adds


def missing_start(child: Child, project: Project) -> Iterator[Finding]:
    """Yield a finding where the function that starts a child does not exist."""
    if child.start is None or child.start[2] is None:
        return
    name, function, args = child.start[0], child.start[1], child.start[2]
    module = project.module(name)
    if module is None or module.effects.open or module.effects.process in ("endpoint", "repo"):
        return
    if not offers(module, function, len(args)):
        written = f"{name}.{function}/{len(args)}"
        yield Finding(
            child.span,
            f"the supervisor calls `{written}`, which does not exist",
            help=f"define `{function}/{len(args)}`, or name the function that starts it",
        )
