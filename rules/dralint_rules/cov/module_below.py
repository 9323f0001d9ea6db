"""Every module of the business logic is covered by tests, not only the average.

A good total hides a module that nobody tests. Reported is each business module of which fewer than
80 % of the lines ran (`module-min`), with the functions that never ran; one of which nothing ran is
reported by `cov-untested-module`. Small modules (`min-lines`) are left alone.

Source: the seed's quality gates ("coverage 80%+ on business logic").

## Bad

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
#         ^^^^^^^^^^ only 60.0 % of the lines of `MyApp.Cart` ran in tests, less than 80 %; nothing of `count/1`
  def total(prices) do
    prices
    |> Enum.map(& &1.amount)
    |> Enum.sum()
  end

  def count(prices), do: length(prices)
end
```

```text title="cover/lcov.info" at="1"
SF:lib/my_app/cart.ex
DA:3,3
DA:4,3
DA:5,3
DA:6,0
DA:9,0
end_of_record
```

## Good

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
  def total(prices), do: Enum.sum(prices)
  def count(prices), do: length(prices)
end
```

```elixir title="lib/my_app/price.ex"
defmodule MyApp.Price do
  def one, do: 1
end
```

```text title="cover/lcov.info" at="1"
SF:lib/my_app/cart.ex
DA:2,3
DA:3,1
end_of_record
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import (
    CERTAIN,
    INFO,
    POSSIBLE,
    PROBABLE,
    Coverage,
    Finding,
    Module,
    Options,
    public_functions,
    rule,
)

_NAMED = 3


@dataclass(frozen=True)
class ModuleBelow(Options):
    """`module_min`: the percentage that each has to reach; `min_lines`: with fewer, none."""

    module_min: float = 80.0
    min_lines: int = 5


@rule("cov-module-below", severity=INFO, kinds=("lib",), rooted=True)
def check(module: Module, coverage: Coverage, options: ModuleBelow) -> Iterator[Finding]:
    if not coverage.known or not coverage.is_business(module):
        return
    share = coverage.module(module)
    if share is None or share.relevant < options.min_lines or not share.covered:
        return
    if share.percent >= options.module_min:
        return
    dark = [
        f"`{function.label}`"
        for function in public_functions(module)
        if (own := coverage.function(function)) and own.relevant and not own.covered
    ]
    more = [f"{len(dark) - _NAMED} more"] if len(dark) > _NAMED + 1 else dark[_NAMED:]
    *first, last = [*dark[:_NAMED], *more] or [""]
    missing = f"; nothing of {', '.join(first)}{' and ' if first else ''}{last}" if last else ""
    yield Finding(
        module,
        f"only {share.text} of the lines of `{module.name}` ran in tests, less than"
        f" {options.module_min:g} %{missing}",
        confidence=POSSIBLE if coverage.stale else CERTAIN if share.exact else PROBABLE,
        help="test the functions that never ran first, and the branches that return errors",
    )
