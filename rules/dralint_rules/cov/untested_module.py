"""No module of the business logic stays unrun in all tests.

The report of a coverage tool says that not one line of the module ran: whatever is called its test
does not run it. A module that no report speaks of was not measured and is not reported.

Source: the seed's quality gates ("coverage 80%+ on business logic").

## Bad

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
#         ^^^^^^^^^^ not one of the 2 lines of `MyApp.Cart` ran in tests
  def total(prices), do: Enum.sum(prices)
  def count(prices), do: length(prices)
end
```

```json title="cover/excoveralls.json" at="1"
{"source_files": [{"name": "lib/my_app/cart.ex", "source": "", "coverage": [null, 0, 0, null]}]}
```

## Good

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
  def total(prices), do: Enum.sum(prices)
end
```

```elixir title="lib/my_app/not_measured.ex"
defmodule MyApp.NotMeasured do
  def total(prices), do: Enum.sum(prices)
end
```

```json title="cover/excoveralls.json" at="1"
{"source_files": [{"name": "lib/my_app/cart.ex", "source": "", "coverage": [null, 4, null]}]}
```
"""

from collections.abc import Iterator

from dralint.api import (
    CERTAIN,
    POSSIBLE,
    PROBABLE,
    WARNING,
    Coverage,
    Finding,
    Module,
    rule,
)


@rule("cov-untested-module", severity=WARNING, kinds=("lib",), rooted=True)
def check(module: Module, coverage: Coverage) -> Iterator[Finding]:
    if not coverage.known or not coverage.is_business(module):
        return
    share = coverage.module(module)
    if share is None or not share.relevant or share.covered:
        return
    lines = f"one of the {share.relevant} lines" if share.exact else "a line"
    yield Finding(
        module,
        f"not {lines} of `{module.name}` ran in tests",
        confidence=POSSIBLE if coverage.stale else CERTAIN if share.exact else PROBABLE,
        help="write its first test",
    )
