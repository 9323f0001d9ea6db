"""The coverage that the plan asks for is what the tools are set to.

Two numbers for one goal mean that one of them is not the goal. Compared are the first percentage
that the plan gives for coverage, `test_coverage: [summary: [threshold: ...]]` in `mix.exs`, and
`minimum_coverage` in `coveralls.json`. Where the tools are set to nothing, nothing is said: see
`cov-config-missing`. The plan's number is what `cov-below-threshold` goes by, unless its `goal` is
configured.

Source: the seed's "Coverage Goal: 80%+".

## Bad

```markdown title="project_requirements.md"
## Testing Strategy

- Coverage Goal: 85%+
<!--             ^^ the plan asks for 85 % coverage, but `mix.exs` for 70 % -->
```

```elixir title="mix.exs"
defmodule MyApp.MixProject do
  use Mix.Project

  def project, do: [app: :my_app, test_coverage: [summary: [threshold: 70]]]
end
```

## Good

```markdown title="project_requirements.md"
## Testing Strategy

- Coverage Goal: 80%+
```

```elixir title="mix.exs"
defmodule MyApp.MixProject do
  use Mix.Project

  def project, do: [app: :my_app, test_coverage: [summary: [threshold: 80]]]
end
```
"""

import re
from collections.abc import Iterator

from dralint.api import INFO, Finding, Plans, Project, rule

_LEAST = re.compile(r'"minimum_coverage"\s*:\s*(\d+(?:\.\d+)?)')


@rule("plan-coverage-goal", severity=INFO, rooted=True)
def check(project: Project, plans: Plans) -> Iterator[Finding]:
    if plans.goal is None:
        return
    document, goal = plans.goal
    for name, least in _configured(project):
        if least != goal.percent and not document.paper.ignores(
            "plan-coverage-goal", goal.line - 1
        ):
            yield Finding(
                document.at(goal.line, f"{goal.percent:g}"),
                f"the plan asks for {goal.percent:g} % coverage, but `{name}` for {least:g} %",
                help="decide on one of them",
            )
            return


def _configured(project: Project) -> Iterator[tuple[str, float]]:
    """Yield what the tools are set to, and where."""
    for app in project.apps:
        if app.mix.threshold is not None:
            yield "mix.exs", app.mix.threshold
    paper = project.papers.get("coveralls.json")
    found = _LEAST.search(paper.text) if paper is not None else None
    if found:
        yield "coveralls.json", float(found[1])
