"""The project says how much of its code has to run in tests, and mix holds it to that.

`mix test --cover` fails below `test_coverage: [summary: [threshold: 80]]`, and excoveralls below
`minimum_coverage` in `coveralls.json`. Without either a falling share is noticed by nobody.

Reported is a project that measures coverage with a tool but sets no threshold, or one below the
goal. A project that says nothing at all of coverage has mix's own threshold of 90 %, which counts
wherever `--cover` is given; it is only possible.

Source: the seed's quality gates ("coverage 80%+ on business logic").

## Bad

```elixir title="mix.exs"
defmodule MyApp.MixProject do
#         ^^^^^^^^^^^^^^^^ coverage is measured with `ExCoveralls`, and no threshold is set
  use Mix.Project

  def project, do: [app: :my_app, version: "0.1.0", test_coverage: [tool: ExCoveralls]]
end
```

## Good

```elixir title="mix.exs"
defmodule MyApp.MixProject do
  use Mix.Project

  def project, do: [app: :my_app, version: "0.1.0", test_coverage: [summary: [threshold: 80]]]
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import (
    CERTAIN,
    INFO,
    POSSIBLE,
    App,
    Finding,
    Options,
    Project,
    Reports,
    mix_place,
    rule,
)


@dataclass(frozen=True)
class ConfigMissing(Options):
    """`goal`: the least percentage that a project should ask of itself."""

    goal: float = 80.0


@rule("cov-config-missing", severity=INFO, rooted=True)
def check(project: Project, reports: Reports, options: ConfigMissing) -> Iterator[Finding]:
    # What an umbrella says at its top holds for its applications.
    if any(_least(app, reports) is not None for app in project.apps if app.mix.apps_path):
        return
    umbrella = any(app.mix.apps_path for app in project.apps)
    told: list[App] = []
    for app in project.apps:
        place = mix_place(project, app)
        if place is None or app.mix.apps_path:
            continue
        if umbrella and any(each.mix.covered_by for each in told):
            continue
        told.append(app)
        least = _least(app, reports)
        tool = app.mix.covered_by
        if least is not None and least < options.goal:
            message, sure = (
                f"the threshold of coverage is {least:g} %, less than {options.goal:g} %",
                CERTAIN,
            )
        elif least is None and tool:
            message, sure = f"coverage is measured with `{tool}`, and no threshold is set", CERTAIN
        elif least is None and tool is None:
            message, sure = "nothing is said of coverage", POSSIBLE
        else:
            continue
        yield Finding(
            place,
            message,
            confidence=sure,
            help=_help(tool, options.goal),
        )


def _least(app: App, reports: Reports) -> float | None:
    """Return the percentage that a project asks of itself, None where it asks nothing."""
    return reports.coveralls.get(app.root) or app.mix.threshold


def _help(tool: str | None, goal: float) -> str:
    if tool == "ExCoveralls":
        return f'set `"minimum_coverage": {goal:g}` in `coveralls.json`'
    return f"set `test_coverage: [summary: [threshold: {goal:g}]]` in `mix.exs`"
