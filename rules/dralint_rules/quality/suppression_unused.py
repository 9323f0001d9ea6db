"""A suppression that keeps nothing back is removed.

What it spoke of was repaired or has moved. Left in place it hides the next fault of its kind, and
tells readers of a problem that is not there. Only rules that ran are judged: a suppression of a
rule that was not selected is left alone.

The fix takes out what is not needed, and the comment where nothing is left of it.

Source: the seed's "Zero warnings (or documented exceptions)"; catalogue 8.

## Bad

```elixir
defmodule Shop.Boot do
  # dralint:ignore quality-suppression-unused -- the warm-up used to spawn
  #                ^^^^^^^^^^^^^^^^^^^^^^^^^^ `quality-suppression-unused` finds nothing here
  def warm(keys), do: Enum.each(keys, &Shop.Cache.load/1)
end
```

## Good

```elixir
defmodule Shop.Boot do
  # The warm-up runs in the caller: it takes a few milliseconds.
  def warm(keys), do: Enum.each(keys, &Shop.Cache.load/1)
end
```
"""

from collections.abc import Iterator

from dralint.api import ALL_KINDS, INFO, Edit, Finding, Fix, Suppression, rule


@rule("quality-suppression-unused", severity=INFO, kinds=ALL_KINDS)
def check(suppression: Suppression) -> Iterator[Finding]:
    idle = [
        name
        for name in suppression.names
        if name in suppression.judged and name not in suppression.used
    ]
    for name in idle:
        yield Finding(
            suppression.name_span(name),
            f"`{name}` finds nothing here",
            help="remove it from the suppression",
            fix=_fix(suppression, idle),
        )


def _fix(suppression: Suppression, idle: list[str]) -> Fix:
    kept = ", ".join(name for name in suppression.names if name not in idle)
    reason = f" -- {suppression.reason}" if suppression.reason else ""
    text = f"# dralint:ignore {kept}{reason}" if kept else ""
    return Fix("take out what finds nothing", (Edit(suppression.span, text),), safe=True)
