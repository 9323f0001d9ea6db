"""A suppression names rules that exist.

A misspelt name suppresses nothing, and whoever reads it believes that it does.

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

from dralint.api import ALL_KINDS, WARNING, Finding, Suppression, nearest, rule


@rule("quality-suppression-unknown", severity=WARNING, kinds=ALL_KINDS)
def check(suppression: Suppression) -> Iterator[Finding]:
    for name in suppression.names:
        if name not in suppression.known and not suppression.malformed:
            close = nearest(name, suppression.known)
            hint = f"did you mean `{close}`?" if close else "`dralint rules` lists the rules"
            yield Finding(suppression.name_span(name), f"there is no rule `{name}`", help=hint)
