"""A dependency asks for versions that are known, and the lock stays.

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
    [{:jason, "~> 1.4"}]
  end
end
```

```elixir title="mix.exs" at="2"
defmodule Paper.MixProject do
  use Mix.Project

  def project, do: [app: :paper, version: "1.2.0", package: [], deps: deps()]

  defp deps do
    [{:jason, ">= 0.0.0"}]
    # ^^^^^^ `jason` takes any version now; it asked for `~> 1.4`
  end
end
```

## Good

```elixir title="mix.exs" at="1"
defmodule Paper.MixProject do
  use Mix.Project

  def project, do: [app: :paper, version: "1.2.0", package: [], deps: deps()]

  defp deps do
    [{:jason, "~> 1.4"}]
  end
end
```

```elixir title="mix.exs" at="2"
defmodule Paper.MixProject do
  use Mix.Project

  def project, do: [app: :paper, version: "1.2.0", package: [], deps: deps()]

  defp deps do
    [
      # for the feed
      {:jason, "~> 1.4"}
    ]
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Approvals, DependencyChanges, Finding, Project, rule


@rule("gate-dependency-unlocked", severity=ERROR)
def check(
    project: Project, dependencies: DependencyChanges, approvals: Approvals
) -> Iterator[Finding]:
    yield from approvals.findings(dependencies.changes, "gate-dependency-unlocked")
