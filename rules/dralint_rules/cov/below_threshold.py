"""At least 80 % of the lines of the business logic run in tests.

Business logic is where faults cost: actions, APIs, contexts, schemas, processes and the plain
modules that they use. The web layer, mix tasks, generated code and wiring are not counted. Lines
are added up over all these modules; exactly the goal is enough.

The report is read where the tools write it (`cover/lcov.info`, `cover/excoveralls.json`,
`cover/cobertura.xml`, the text of `mix test --cover` in `cover/coverage.txt`) or where
`[reports]` says. Modules that no report speaks of are not measured: they count as nothing.
Where the report is older than the code, or has percentages only, the finding is less sure.

Source: the seed's quality gates ("coverage 80%+ on business logic").

## Bad

```elixir title="mix.exs"
defmodule MyApp.MixProject do
#         ^^^^^^^^^^^^^^^^ only 50.0 % of the lines of the business logic ran in tests (1 of 2), less than 80 %
  use Mix.Project

  def project, do: [app: :my_app, version: "0.1.0"]
end
```

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
  def total(prices), do: Enum.sum(prices)
  def count(prices), do: length(prices)
end
```

```text title="cover/lcov.info" at="1"
SF:lib/my_app/cart.ex
DA:2,3
DA:3,0
end_of_record
```

## Good

```elixir title="mix.exs"
defmodule MyApp.MixProject do
  use Mix.Project

  def project, do: [app: :my_app, version: "0.1.0", test_coverage: [summary: [threshold: 80]]]
end
```

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
  def total(prices) do
    prices
    |> Enum.map(& &1.amount)
    |> Enum.sum()
  end

  def count(prices), do: length(prices)
end
```

```elixir title="lib/my_app_web/page.ex"
defmodule MyAppWeb.Page do
  def title, do: "page"
end
```

```text title="cover/coverage.txt" at="1"
Percentage | Module
-----------|--------------------------
    80.00% | MyApp.Cart
     0.00% | MyAppWeb.Page
-----------|--------------------------
    61.50% | Total
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import (
    CERTAIN,
    ERROR,
    POSSIBLE,
    PROBABLE,
    Coverage,
    Finding,
    Options,
    Plans,
    Project,
    mix_place,
    rule,
)

GOAL = 80.0


@dataclass(frozen=True)
class Below(Options):
    """`goal`: the percentage of lines that have to run.

    Where it is left at 80 and the plan of the project asks for another, that one counts.
    """

    goal: float = GOAL


@rule("cov-below-threshold", severity=ERROR, rooted=True)
def check(project: Project, coverage: Coverage, plans: Plans, options: Below) -> Iterator[Finding]:
    planned = plans.goal if options.goal == GOAL else None
    goal = planned[1].percent if planned else options.goal
    for app in project.apps:
        place = mix_place(project, app)
        measured = coverage.measured(app)
        if place is None or not measured:
            continue
        total = coverage.total(measured)
        if total.percent >= goal:
            continue
        worst = sorted(measured, key=lambda each: each[1].covered - each[1].relevant)[:3]
        names = ", ".join(f"`{module.name}` ({share.text})" for module, share in worst)
        counted = f" ({total.covered} of {total.relevant})" if total.exact else ""
        sure = CERTAIN if total.exact else PROBABLE
        yield Finding(
            place,
            f"only {total.text} of the lines of the business logic ran in tests{counted},"
            f" less than {goal:g} %",
            confidence=POSSIBLE if coverage.stale else sure,
            help=f"begin with what most lines are missing of: {names}",
        )
