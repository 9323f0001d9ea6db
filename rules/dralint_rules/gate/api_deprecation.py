"""A library deprecates a function before it takes it away.

Who calls a public function is not in this repository, or not in this application. Public are the
documented modules of a package, the API modules of domains and resources, what other applications
of an umbrella call, and what `api.include` names. `dralint gate` compares them with the base.

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

  def fold(paper), do: {:folded, paper}

  def cut(paper), do: {:cut, paper}
end
```

```elixir title="lib/paper.ex" at="2"
defmodule Paper do
#         ^^^^^ `Paper.cut/1` was not deprecated before it went
  @moduledoc "Papers."

  def fold(paper), do: {:folded, paper}
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

  def fold(paper), do: {:folded, paper}

  @deprecated "Use fold/1"
  def cut(paper), do: {:cut, paper}
end
```

```elixir title="lib/paper.ex" at="2"
defmodule Paper do
  @moduledoc "Papers."

  def fold(paper), do: {:folded, paper}
end
```
"""

from collections.abc import Iterator

from dralint.api import WARNING, ApiChanges, Approvals, Finding, Project, rule


@rule("gate-api-deprecation", severity=WARNING)
def check(project: Project, api: ApiChanges, approvals: Approvals) -> Iterator[Finding]:
    yield from approvals.findings(api.changes, "gate-api-deprecation")
