"""Whoever silences Credo says why.

Credo reads the rest of its comment as the names of checks, so the reason stands in a comment beside
it: three words or more in the line above, or
below a comment for the whole file. A comment that silences the whole file without
naming a check hides everything that will ever be written there: that is a warning, or a note where a
reason is given (a copy of foreign code, say).

Source: the seed's "Zero Credo warnings (or documented exceptions)".

## Bad

```elixir
defmodule MyApp.Legacy do
  # credo:disable-for-next-line Credo.Check.Refactor.CyclomaticComplexity
  # <- no reason is given for silencing Credo
  def price(order), do: order.price
end
```

```elixir title="lib/my_app/all.ex"
# credo:disable-for-this-file
# <- the whole file is hidden from Credo, whatever it finds
defmodule MyApp.All do
end
```

## Good

```elixir
# credo:disable-for-this-file Credo.Check.Readability.Specs
# Generated from the protocol's own description.
defmodule MyApp.Legacy do
  # The tariff has that many cases, and they are easier to read in one place.
  # credo:disable-for-next-line Credo.Check.Refactor.CyclomaticComplexity
  def price(order), do: order.price
end
```
"""

from collections.abc import Iterator

from dralint.api import ALL_KINDS, INFO, WARNING, File, Finding, Remarks, rule


@rule("quality-credo-suppressed", severity=INFO, kinds=ALL_KINDS)
def check(file: File, remarks: Remarks) -> Iterator[Finding]:
    for comment in remarks.silencing_credo(file):
        checks = comment.text.partition(" ")[2].strip()
        whole_file = comment.text.startswith("credo:disable-for-this-file")
        reason = remarks.has_reason(file, comment.start, comment.end, whole_file)
        if whole_file and not checks:
            yield Finding(
                file.at(comment.start, comment.end),
                "the whole file is hidden from Credo, whatever it finds",
                help="name the checks that do not fit, and say why",
                severity=INFO if reason else WARNING,
            )
        elif not reason:
            yield Finding(
                file.at(comment.start, comment.end),
                "no reason is given for silencing Credo",
                help="say why in a comment beside it",
            )
