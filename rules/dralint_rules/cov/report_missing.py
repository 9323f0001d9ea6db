"""A coverage report that the configuration names is there.

Where `[reports]` names the reports of coverage, they are expected: without them no rule of this
family says anything, and silence would look like a good share. Where nothing is configured the
finding is only possible, because a checkout has no reports.

Source: the seed's quality gates ("coverage 80%+ on business logic").

## Bad

```elixir title="mix.exs"
defmodule MyApp.MixProject do
#         ^^^^^^^^^^^^^^^^ there is no coverage report
  use Mix.Project

  def project, do: [app: :my_app, version: "0.1.0"]
end
```

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
  def total(prices), do: Enum.sum(prices)
end
```

```xml title="test-junit-report.xml" at="1"
<testsuites><testsuite name="MyApp.CartTest"><testcase classname="MyApp.CartTest" name="test a"/></testsuite></testsuites>
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
  def total(prices), do: Enum.sum(prices)
end
```

```text title="cover/lcov.info" at="1"
SF:lib/my_app/cart.ex
DA:2,3
end_of_record
```
"""

from collections.abc import Iterator

from dralint.api import CERTAIN, POSSIBLE, WARNING, Finding, Project, Reports, mix_place, rule

_HELP = "run `mix coveralls.lcov`, or keep what `mix test --cover` prints in a file"


@rule("cov-report-missing", severity=WARNING, rooted=True)
def check(project: Project, reports: Reports) -> Iterator[Finding]:
    place = mix_place(project)
    if place is None or not reports.read:
        return
    for pattern in reports.missing_coverage:
        yield Finding(
            place,
            f"there is no coverage report `{pattern}`, which the configuration names",
            confidence=CERTAIN,
            help=_HELP,
        )
    if not reports.coverage and not reports.missing_coverage:
        yield Finding(place, "there is no coverage report", confidence=POSSIBLE, help=_HELP)
