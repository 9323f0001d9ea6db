"""The spec of a public function promises what it promised, until somebody was asked.

Who calls a public function is not in this repository, or not in this application. Public are the
documented modules of a package, the API modules of domains and resources, what other applications
of an umbrella call, and what `api.include` names. `dralint gate` compares them with the base.
Aliases, the names of parameters and the order of a union do not count. A new error is a warning.

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

  @spec fold(String.t()) :: {:ok, String.t()}
  def fold(paper), do: wrap(paper)

  defp wrap(paper), do: paper
end
```

```elixir title="lib/paper.ex" at="2"
defmodule Paper do
  @moduledoc "Papers."

  @spec fold(String.t()) :: String.t()
  def fold(paper), do: wrap(paper)
  #   ^^^^ `Paper.fold/1`: the result is `binary()`; it was `{:ok, binary()}`

  defp wrap(paper), do: paper
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

  @spec fold(String.t()) :: {:ok, String.t()} | :error
  def fold(paper), do: wrap(paper)

  defp wrap(paper), do: paper
end
```

```elixir title="lib/paper.ex" at="2"
defmodule Paper do
  @moduledoc "Papers."

  @spec fold(String.t()) :: :error | {:ok, String.t()}
  def fold(paper), do: wrap(paper)

  defp wrap(paper), do: paper
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, ApiChanges, Approvals, Finding, Project, rule


@rule("gate-api-spec", severity=ERROR)
def check(project: Project, api: ApiChanges, approvals: Approvals) -> Iterator[Finding]:
    yield from approvals.findings(api.changes, "gate-api-spec")
