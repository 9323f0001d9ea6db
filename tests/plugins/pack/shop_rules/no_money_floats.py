"""Money is not rounded as a float.

A price is a number of cents or a decimal; `Float.round/2` loses some.

Source: our own.

## Bad

```elixir
def total(price), do: Float.round(price, 2)
#                     ^^^^^^^^^^^ `Float.round/2` on money
```

## Good

```elixir
def total(price), do: Decimal.round(price, 2)
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import WARNING, Call, Finding, Options, rule


@dataclass(frozen=True)
class Words(Options):
    """What to call it."""

    what: str = "money"


@rule("shop-no-money-floats", severity=WARNING, targets=["Float.round/*"])
def check(call: Call, words: Words) -> Iterator[Finding]:
    yield Finding(call.name_span, f"`{call.label}` on {words.what}")
