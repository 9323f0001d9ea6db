"""A suppression names rules that exist.

A misspelt name suppresses nothing, and whoever reads it believes that it does. A rule that was
given another name is still suppressed by the old one; that is a note, and the fix writes the new.

Source: the seed's "Zero warnings (or documented exceptions)"; catalogue 8.

## Bad

```elixir
defmodule Shop.Boot do
  # dralint:ignore otp-unsupervised-spwan -- ends with the node
  #                ^^^^^^^^^^^^^^^^^^^^^^ there is no rule `otp-unsupervised-spwan`
  def warm(keys), do: spawn(fn -> keys end)
end
```

## Good

```elixir
defmodule Shop.Boot do
  # dralint:ignore otp-unsupervised-spawn -- ends with the node
  def warm(keys), do: spawn(fn -> keys end)
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    ALL_KINDS,
    INFO,
    WARNING,
    Edit,
    Finding,
    Fix,
    Suppression,
    nearest,
    rule,
)


@rule("quality-suppression-unknown", severity=WARNING, kinds=ALL_KINDS)
def check(suppression: Suppression) -> Iterator[Finding]:
    if suppression.malformed:
        return
    for name in suppression.names:
        at, now = suppression.name_span(name), suppression.former.get(name)
        if now is not None:
            yield Finding(
                at,
                f"`{name}` is called `{now}` now",
                help="write the new name",
                severity=INFO,
                fix=Fix(f"Write `{now}`", (Edit(at, now),), safe=True),
            )
        elif name not in suppression.known:
            close = nearest(name, suppression.known)
            hint = f"did you mean `{close}`?" if close else "`dralint rules` lists the rules"
            yield Finding(at, f"there is no rule `{name}`", help=hint)
