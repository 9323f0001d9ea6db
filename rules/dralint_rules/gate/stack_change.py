"""A second tool for the same thing, or another one, comes only when somebody was asked.

Two HTTP clients are two ways to time out and two to test. `dralint gate` compares the dependencies
by what they are for, and the version of Elixir.

Source: the seed's ask-first list ("a different technology stack").

## Bad

```elixir title="mix.exs" at="1"
defmodule Paper.MixProject do
  use Mix.Project

  def project, do: [app: :paper, deps: deps()]

  defp deps do
    [{:req, "~> 0.5"}]
  end
end
```

```elixir title="mix.exs" at="2"
defmodule Paper.MixProject do
# <- `httpoison` as HTTP client, next to `req`
  use Mix.Project

  def project, do: [app: :paper, deps: deps()]

  defp deps do
    [{:req, "~> 0.5"}, {:httpoison, "~> 2.2"}]
  end
end
```

## Good

```elixir title="mix.exs" at="1"
defmodule Paper.MixProject do
  use Mix.Project

  def project, do: [app: :paper, deps: deps()]

  defp deps do
    [{:req, "~> 0.5"}]
  end
end
```

```elixir title="mix.exs" at="2"
defmodule Paper.MixProject do
  use Mix.Project

  def project, do: [app: :paper, deps: deps()]

  defp deps do
    [{:req, "~> 0.5"}, {:finch, "~> 0.18"}]
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import WARNING, Approvals, Finding, Project, StackChanges, rule


@rule("gate-stack-change", severity=WARNING)
def check(project: Project, found: StackChanges, approvals: Approvals) -> Iterator[Finding]:
    yield from approvals.findings(found.changes, "gate-stack-change")
