"""A change turns no check off unless somebody was asked.

A check that is off finds nothing. `dralint gate` compares the settings of Credo, the coverage that
is asked for, the warnings that are ignored, the settings and the baseline of dralint, and the
commands that the continuous integration runs.

Source: the seed's never list ("skip quality checks").

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

```elixir title=".credo.exs" at="1"
%{
  configs: [
    %{name: "default", strict: true, checks: [{Credo.Check.Warning.IoInspect, []}]}
  ]
}
```

```elixir title=".credo.exs" at="2"
%{
  configs: [
    %{name: "default", strict: true, checks: [{Credo.Check.Warning.IoInspect, false}]}
    #                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the check `Credo.Check.Warning.IoInspect` of Credo is off now
  ]
}
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

```elixir title=".credo.exs" at="1"
%{
  configs: [
    %{name: "default", strict: true, checks: [{Credo.Check.Warning.IoInspect, []}]}
  ]
}
```

```elixir title=".credo.exs" at="2"
# settings
%{
  configs: [
    %{name: "default", strict: true, checks: [{Credo.Check.Warning.IoInspect, []}]}
  ]
}
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Approvals, Finding, Project, QualityChanges, rule


@rule("gate-quality-weakened", severity=ERROR)
def check(project: Project, found: QualityChanges, approvals: Approvals) -> Iterator[Finding]:
    yield from approvals.findings(found.changes, "gate-quality-weakened")
