"""A coverage report is newer than the code that it speaks of.

An old report says how much of other code ran. Where one is found that is older than the newest
source or test, what other rules read in it is only possible. Run the tests with coverage again, or
delete the report.

Source: the seed's quality gates ("coverage 80%+ on business logic").

## Bad

```elixir title="mix.exs"
defmodule MyApp.MixProject do
#         ^^^^^^^^^^^^^^^^ the coverage report `cover/lcov.info` is older than `lib/my_app/cart.ex`
  use Mix.Project

  def project, do: [app: :my_app, version: "0.1.0"]
end
```

```elixir title="lib/my_app/cart.ex" at="9"
defmodule MyApp.Cart do
  def total(prices), do: Enum.sum(prices)
end
```

```text title="cover/lcov.info" at="1"
SF:lib/my_app/cart.ex
DA:2,3
end_of_record
```

## Good

```elixir title="mix.exs"
defmodule MyApp.MixProject do
  use Mix.Project

  def project, do: [app: :my_app, version: "0.1.0", test_coverage: [summary: [threshold: 80]]]
end
```

```elixir title="lib/my_app/cart.ex" at="1"
defmodule MyApp.Cart do
  def total(prices), do: Enum.sum(prices)
end
```

```text title="cover/lcov.info" at="9"
SF:lib/my_app/cart.ex
DA:2,3
end_of_record
```
"""

from collections.abc import Iterator

from dralint.api import WARNING, Finding, Project, Reports, mix_place, rule


@rule("cov-report-stale", severity=WARNING, rooted=True)
def check(project: Project, reports: Reports) -> Iterator[Finding]:
    place = mix_place(project)
    for report in reports.coverage:
        if place is not None and reports.is_stale(report):
            yield Finding(
                place,
                f"the coverage report `{report.path}` is older than `{reports.newest_path}`",
                help="run the tests with coverage again",
            )
