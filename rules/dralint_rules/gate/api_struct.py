"""A public struct keeps its fields, until somebody was asked.

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

  defstruct [:size, :color]
end
```

```elixir title="lib/paper.ex" at="2"
defmodule Paper do
#         ^^^^^ the struct `Paper` has no field `color` any more
  @moduledoc "Papers."

  defstruct [:size]
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

  defstruct [:size]
end
```

```elixir title="lib/paper.ex" at="2"
defmodule Paper do
  @moduledoc "Papers."

  defstruct [:size, color: :white]
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Approvals, Finding, Project, ShapeChanges, rule


@rule("gate-api-struct", severity=ERROR)
def check(project: Project, found: ShapeChanges, approvals: Approvals) -> Iterator[Finding]:
    yield from approvals.findings(found.changes, "gate-api-struct")
