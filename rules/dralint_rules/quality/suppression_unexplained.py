"""A suppression says why it is there.

A suppression is an exception to an agreement. Without its reason nobody can tell later whether it
still holds. The form is `# dralint:ignore RULE[, RULE] -- reason`.

Source: the seed's "Zero warnings (or documented exceptions)"; catalogue 3.7.

## Bad

```elixir
defmodule Shop.Boot do
  def warm(keys) do
    # dralint:ignore otp-unsupervised-spawn
    # <- this suppression gives no reason
    spawn(fn -> Shop.Cache.load(keys) end)
  end
end
```

```elixir
defmodule Shop.Boot do
  def warm(keys), do: spawn(fn -> keys end) # dralint:ignore
  #                                         ^^^^^^^^^^^^^^^^ this suppression names no rule
end
```

```elixir
# dralint:disable otp-unsupervised-spawn -- it ends with the node
# <- `dralint:disable` is not understood
defmodule Shop.Boot do
end
```

## Good

```elixir
defmodule Shop.Boot do
  def warm(keys) do
    # dralint:ignore otp-unsupervised-spawn -- a lost warm-up costs nothing
    spawn(fn -> Shop.Cache.load(keys) end)
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ALL_KINDS, WARNING, Finding, Suppression, rule

HELP = "write `# dralint:ignore RULE -- reason`"


@rule("quality-suppression-unexplained", severity=WARNING, kinds=ALL_KINDS)
def check(suppression: Suppression) -> Iterator[Finding]:
    if suppression.malformed:
        verb = suppression.comment.text.split()[0]
        known = verb == "dralint:ignore"
        message = "this suppression names no rule" if known else f"`{verb}` is not understood"
        yield Finding(suppression, message, help=HELP)
    elif not suppression.reason:
        yield Finding(suppression, "this suppression gives no reason", help=HELP)
