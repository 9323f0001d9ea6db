"""The last test run passed.

A test that fails is repaired before anything else is written. The report of the last run is read
where formatters write it (`_build/test/lib/*/test-junit-report.xml`) or where `[reports]` says:
JUnit XML, or what `mix test` printed. Each test that failed is shown where it stands.

Where the report is older than the code the findings are only possible.

Source: the seed's "Never do" (commit failing tests) and "Fix failing tests first".

## Bad

```elixir title="test/my_app/cart_test.exs"
defmodule MyApp.CartTest do
  use ExUnit.Case, async: true

  describe "total/1" do
    test "adds up" do
      #  ^^^^^^^^^ the test `total/1 adds up` failed in the last run: Assertion with == failed
      assert MyApp.Cart.total([1, 2]) == 4
    end
  end

  test "is nothing at first" do
    assert MyApp.Cart.total([]) == 0
  end
end
```

```xml title="test-junit-report.xml" at="1"
<testsuites>
  <testsuite errors="0" failures="1" name="Elixir.MyApp.CartTest" tests="2">
    <testcase classname="Elixir.MyApp.CartTest" name="test total/1 adds up" time="0.1">
      <failure message="error: Assertion with == failed">test/my_app/cart_test.exs:6: (test)</failure>
    </testcase>
    <testcase classname="Elixir.MyApp.CartTest" name="test is nothing at first" time="0.1"/>
  </testsuite>
</testsuites>
```

## Good

```elixir title="test/my_app/cart_test.exs"
defmodule MyApp.CartTest do
  use ExUnit.Case, async: true

  test "adds up" do
    assert MyApp.Cart.total([1, 2]) == 3
  end
end
```

```text title="mix-test.txt" at="1"
..
Finished in 0.1 seconds (0.1s async, 0.0s sync)
1 test, 0 failures
```
"""

from collections.abc import Iterator

from dralint.api import (
    CERTAIN,
    ERROR,
    POSSIBLE,
    Failure,
    Finding,
    Function,
    Module,
    Project,
    Reports,
    mix_place,
    rule,
)

_PREFIXES = ("error: ", "** (ExUnit.AssertionError) ")
_LONGEST = 100


@rule("test-failing", severity=ERROR)
def check(project: Project, reports: Reports) -> Iterator[Finding]:
    for report in reports.runs:
        sure = POSSIBLE if reports.is_stale(report) else CERTAIN
        for failure in report.failures:
            at = _place(project, failure)
            if at is None:
                continue
            name = at.name if isinstance(at, Function) else failure.name
            said = _said(failure.message)
            yield Finding(
                at,
                f"the test `{name}` failed in the last run{said}",
                confidence=sure,
                help=f"repair it first; the report is `{report.path}`",
            )


def _place(project: Project, failure: Failure) -> Function | Module | None:
    """Return the test that failed, or else its module, or else the project's `mix.exs`."""
    for module in project.named(failure.module):
        ends = [
            function
            for function in module.functions
            if function.data.kind in ("test", "property") and _is(function, failure)
        ]
        return max(ends, key=lambda f: len(f.name)) if ends else module
    return mix_place(project)


def _is(function: Function, failure: Failure) -> bool:
    title = f"{function.data.kind} {function.name}"
    return failure.name == title or failure.name.endswith(f" {function.name}")


def _said(message: str) -> str:
    for prefix in _PREFIXES:
        message = message.removeprefix(prefix)
    first = " ".join(message.split()).rstrip(".")
    short = first if len(first) <= _LONGEST else f"{first[:_LONGEST]}..."
    return f": {short}" if short else ""
