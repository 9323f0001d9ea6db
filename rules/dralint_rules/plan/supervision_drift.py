"""The supervision of the plan is that of the code.

Which process stands below which supervisor, and with what strategy, decides what goes down
together. It is the part of a design that nobody can see in the code at a glance, so the drawing is
believed. Compared are the processes that the plan draws in its sections about supervision: as a
tree, as a list of children in Elixir, or as bullets; and `OTP Supervision: one-for-one`.

A drawing may leave out the first part of names, or call the application `MyApp`. What is not known
of the code (children that are computed) makes a finding possible. The project's own supervisors
that a whole drawing leaves out are reported too.

Source: the seed's "Changing supervision tree structure" (ask first).

## Bad

```markdown title="project_requirements.md"
## OTP Supervision

~~~text
MyApp.Application
└── MyApp.Supervisor (rest_for_one)
<!--^^^^^^^^^^^^^^^^ `MyApp.Supervisor` is planned as `rest_for_one`, but is `one_for_one` -->
    ├── MyApp.Stock
    ├── MyApp.Prices
    <!--^^^^^^^^^^^^ `MyApp.Prices` is planned as a process, but stands in no supervision tree -->
    └── MyApp.Mailer.Queue
    <!--^^^^^^^^^^^^^^^^^^ `MyApp.Mailer.Queue` is planned as a process, but none is called so -->
~~~
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

  def start(_type, _args) do
    children = [MyApp.Stock, MyApp.Workers]
    #                        ^^^^^^^^^^^^^ the supervisor `MyApp.Workers` is in no plan
    Supervisor.start_link(children, strategy: :one_for_one, name: MyApp.Supervisor)
  end
end
```

```elixir title="lib/my_app/stock.ex"
defmodule MyApp.Stock do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, nil)
  def init(state), do: {:ok, state}
end
```

```elixir title="lib/my_app/prices.ex"
defmodule MyApp.Prices do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, nil)
  def init(state), do: {:ok, state}
end
```

```elixir title="lib/my_app/workers.ex"
defmodule MyApp.Workers do
  use Supervisor

  def start_link(_), do: Supervisor.start_link(__MODULE__, nil)
  def init(_), do: Supervisor.init([], strategy: :one_for_one)
end
```

## Good

```markdown title="project_requirements.md"
## 5. Architecture

OTP Supervision: one-for-one

### Supervision Tree

~~~elixir
children = [
  MyApp.Repo,
  {Registry, keys: :unique, name: MyApp.Registry},
  {MyApp.Stock, []}
]
~~~

- `Shop.Stock` keeps what is left
- `Phoenix.PubSub` carries the news
```

```elixir title="mix.exs"
defmodule Shop.MixProject do
  use Mix.Project

  def project, do: [app: :shop, version: "0.1.0"]
  def application, do: [mod: {Shop.Application, []}]
end
```

```elixir title="lib/shop/application.ex"
defmodule Shop.Application do
  use Application

  def start(_type, _args) do
    children = [Shop.Repo, {Registry, keys: :unique, name: Shop.Registry}, Shop.Stock]
    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
```

```elixir title="lib/shop/stock.ex"
defmodule Shop.Stock do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, nil)
  def init(state), do: {:ok, state}
end
```
"""

from collections.abc import Iterator

from dralint.api import CERTAIN, POSSIBLE, PROBABLE, Finding, ProcessDrift, Project, Step, rule

_WORDS = {
    "unbuilt": "is planned as a process, but none is called so",
    "outside": "is planned as a process, but stands in no supervision tree",
}


@rule("plan-supervision-drift", rooted=True)
def check(project: Project, drift: ProcessDrift) -> Iterator[Finding]:
    for each in drift.found:
        if each.document.paper.ignores("plan-supervision-drift", each.line - 1):
            continue
        trail: list[Step] = []
        if each.node is not None:
            said = f"is planned as `{each.planned}`, but is `{each.node.strategy}`"
            trail = [Step(each.node.span, "this is what is started")]
        else:
            said = _WORDS[each.what]
            trail = [Step(each.module.span, "this is the module")] if each.module else []
        yield Finding(
            each.document.at(each.line, each.name),
            f"`{each.name}` {said}",
            help="ask who made the plan, then change the one or the other",
            confidence=CERTAIN if each.sure else POSSIBLE,
            trail=trail,
        )
    for node in drift.unplanned:
        yield Finding(
            node.span,
            f"the supervisor `{node.module}` is in no plan",
            help="draw it into the plan",
            confidence=PROBABLE,
        )
