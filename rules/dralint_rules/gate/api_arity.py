"""A public function takes the arguments that it took, until somebody was asked.

Who calls a public function is not in this repository, or not in this application. Public are the
documented modules of a package, the API modules of domains and resources, what other applications
of an umbrella call, and what `api.include` names. `dralint gate` compares them with the base. It is a
warning where nobody was told of a function: a package has texts for others, and for this one neither
a text nor a spec.

Source: the seed's ask-first list ("breaking public API contracts").

## Bad

```elixir title="mix.exs" at="1"
defmodule Paper.MixProject do
  use Mix.Project

  def project, do: [app: :paper, version: "1.2.0", package: [], deps: deps()]

  defp deps do
    []
  end
end
```

```elixir title="mix.exs" at="2"
defmodule Paper.MixProject do
  use Mix.Project

  def project, do: [app: :paper, version: "1.2.0", package: [], deps: deps()]

  defp deps do
    []
  end
end
```

```elixir title="lib/paper.ex" at="1"
defmodule Paper do
  @moduledoc "Papers."

  def fold(paper, times \\\\ 1), do: {paper, times}
end
```

```elixir title="lib/paper.ex" at="2"
defmodule Paper do
  @moduledoc "Papers."

  def fold(paper, times), do: {paper, times}
  #   ^^^^ `Paper.fold/1` can no longer be called; it takes 2 now
end
```

## Good

```elixir title="mix.exs" at="1"
defmodule Paper.MixProject do
  use Mix.Project

  def project, do: [app: :paper, version: "1.2.0", package: [], deps: deps()]

  defp deps do
    []
  end
end
```

```elixir title="mix.exs" at="2"
defmodule Paper.MixProject do
  use Mix.Project

  def project, do: [app: :paper, version: "1.2.0", package: [], deps: deps()]

  defp deps do
    []
  end
end
```

```elixir title="lib/paper.ex" at="1"
defmodule Paper do
  @moduledoc "Papers."

  def fold(paper), do: {paper, 1}
end
```

```elixir title="lib/paper.ex" at="2"
defmodule Paper do
  @moduledoc "Papers."

  def fold(paper, times \\\\ 1), do: {paper, times}
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, ApiChanges, Approvals, Finding, Project, rule


@rule("gate-api-arity", severity=ERROR)
def check(project: Project, api: ApiChanges, approvals: Approvals) -> Iterator[Finding]:
    yield from approvals.findings(api.changes, "gate-api-arity")
