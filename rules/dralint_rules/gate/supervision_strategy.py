"""A supervisor keeps its strategy unless somebody was asked.

What is started, in which order and under whom decides what a crash takes down. The rule speaks
where `dralint gate` compares a change with its base, until somebody says that it was asked for.

Source: the seed's ask-first list ("changing the supervision tree").

## Bad

```elixir title="lib/my_app/application.ex" at="1"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    children = [MyApp.Cache, MyApp.Sync]
    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
```

```elixir title="lib/my_app/application.ex" at="2"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
  #   ^^^^^ the strategy of `MyApp.Application` is one_for_all; it was one_for_one
    children = [MyApp.Cache, MyApp.Sync]
    Supervisor.start_link(children, strategy: :one_for_all)
  end
end
```

## Good

```elixir title="lib/my_app/application.ex" at="1"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    children = [MyApp.Cache, MyApp.Sync]
    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
```

```elixir title="lib/my_app/application.ex" at="2"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    children = [
      # the cache first
      MyApp.Cache,
      MyApp.Sync
    ]
    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Approvals, Finding, Project, SupervisionChanges, rule


@rule("gate-supervision-strategy", severity=ERROR)
def check(project: Project, trees: SupervisionChanges, approvals: Approvals) -> Iterator[Finding]:
    yield from approvals.findings(trees.changes, "gate-supervision-strategy")
