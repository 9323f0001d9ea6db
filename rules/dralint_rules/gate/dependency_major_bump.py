"""A dependency goes to a new major version only when somebody was asked.

A dependency is code that runs with all rights of the system and has to be kept up for years.
`dralint gate` compares `mix.exs` and `mix.lock` with the base. What only serves development and
tests is told as info; so are path dependencies and applications of the umbrella left alone.

Source: the seed's ask-first list ("adding major dependencies").

## Bad

```elixir title="mix.exs" at="1"
defmodule Paper.MixProject do
  use Mix.Project

  def project, do: [app: :paper, version: "1.2.0", package: [], deps: deps()]

  defp deps do
    [{:phoenix, "~> 1.7"}]
  end
end
```

```elixir title="mix.exs" at="2"
defmodule Paper.MixProject do
  use Mix.Project

  def project, do: [app: :paper, version: "1.2.0", package: [], deps: deps()]

  defp deps do
    [{:phoenix, "~> 2.0"}]
    # ^^^^^^^^ `phoenix` goes from `~> 1.7` to `~> 2.0`
  end
end
```

## Good

```elixir title="mix.exs" at="1"
defmodule Paper.MixProject do
  use Mix.Project

  def project, do: [app: :paper, version: "1.2.0", package: [], deps: deps()]

  defp deps do
    [{:phoenix, "~> 1.7.1"}]
  end
end
```

```elixir title="mix.exs" at="2"
defmodule Paper.MixProject do
  use Mix.Project

  def project, do: [app: :paper, version: "1.2.0", package: [], deps: deps()]

  defp deps do
    [{:phoenix, "~> 1.7.9"}]
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import WARNING, Approvals, DependencyChanges, Finding, Project, rule


@rule("gate-dependency-major-bump", severity=WARNING)
def check(
    project: Project, dependencies: DependencyChanges, approvals: Approvals
) -> Iterator[Finding]:
    yield from approvals.findings(dependencies.changes, "gate-dependency-major-bump")
