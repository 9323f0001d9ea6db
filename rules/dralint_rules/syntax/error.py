"""A file can be read.

What does not parse is not compiled, not tested and not checked. There is one finding for each
broken stretch, on the line that Elixir's own parser names. A file that cannot be opened, or is not
UTF-8, is reported on its first line. EEx templates with an `.ex` name are not Elixir: they are
listed as not analysed, and are no error.

Source: the seed's "Compiled application without errors".

## Bad

```elixir
defmodule Shop.Cart do
  def total(items) do
    Enum.sum(items
  end
  # <- `)` expected for the `(` on line 3, found `end`
end
```

## Good

```elixir
defmodule Shop.Cart do
  def total(items) do
    Enum.sum(items)
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ALL_KINDS, ERROR, File, Finding, rule


@rule("syntax-error", severity=ERROR, kinds=ALL_KINDS)
def check(file: File) -> Iterator[Finding]:
    for start, end, message in file.outline.breaks:
        yield Finding(file.at(start, end), message)
