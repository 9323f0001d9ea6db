"""A public behaviour asks for what it asked for, until somebody was asked.

Others build on it, and they are not in this repository. `dralint gate` compares the public modules
with the base.

Source: the seed's ask-first list ("breaking public API contracts").

## Bad

```elixir title="mix.exs" at="1"
defmodule Paper.MixProject do
  use Mix.Project

  def project, do: [app: :paper, version: "1.2.0", package: []]
end
```

```elixir title="mix.exs" at="2"
defmodule Paper.MixProject do
  use Mix.Project

  def project, do: [app: :paper, version: "1.2.0", package: []]
end
```

```elixir title="lib/paper.ex" at="1"
defmodule Paper do
  @moduledoc "Papers."

  @callback fold(binary()) :: :ok
end
```

```elixir title="lib/paper.ex" at="2"
defmodule Paper do
#         ^^^^^ the behaviour `Paper` asks for `cut/1` now
  @moduledoc "Papers."

  @callback fold(binary()) :: :ok
  @callback cut(binary()) :: :ok
end
```

## Good

```elixir title="mix.exs" at="1"
defmodule Paper.MixProject do
  use Mix.Project

  def project, do: [app: :paper, version: "1.2.0", package: []]
end
```

```elixir title="mix.exs" at="2"
defmodule Paper.MixProject do
  use Mix.Project

  def project, do: [app: :paper, version: "1.2.0", package: []]
end
```

```elixir title="lib/paper.ex" at="1"
defmodule Paper do
  @moduledoc "Papers."

  @callback fold(binary()) :: :ok
end
```

```elixir title="lib/paper.ex" at="2"
defmodule Paper do
  @moduledoc "Papers."

  @callback fold(binary()) :: :ok
  @callback cut(binary()) :: :ok
  @optional_callbacks cut: 1
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Approvals, Finding, Project, ShapeChanges, rule


@rule("gate-api-behaviour", severity=ERROR)
def check(project: Project, found: ShapeChanges, approvals: Approvals) -> Iterator[Finding]:
    yield from approvals.findings(found.changes, "gate-api-behaviour")
