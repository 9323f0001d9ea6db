"""An import that lists functions is there for one of them.

What `only:` names and nobody calls is a leftover, and the compiler warns of it. Of imports without
a list the source alone cannot say, so nothing is said.

The fix deletes the line.

Source: the seed's "Zero warnings" and the compiler's warning about unused imports.

## Bad

```elixir
defmodule MyApp.Bill do
  import Ecto.Query, only: [from: 2]
  # <- nothing uses this import: `from/2`
  import MyApp.Money, only: [cents: 1]

  def total(net), do: cents(net)
end
```

## Good

```elixir
defmodule MyApp.Bill do
  import Ecto.Query, only: [from: 2]
  import MyApp.Guards, only: [is_net: 1]
  import MyApp.Money
  import MyApp.Operators, only: [~>: 2]
  import MyApp.Sigils, only: [sigil_m: 2]
  import MyApp.Taxes, only: [rate: 0], warn: false

  def all(query, net) when is_net(net) do
    from(item in query, where: item.net == ^net)
  end

  def price, do: ~m"12.30"

  defmacro __using__(_options) do
    quote do
      import MyApp.Other, only: [other: 1]
    end
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ALL_KINDS, INFO, Edit, File, Finding, Fix, IdleNames, rule


@rule("quality-unused-import", severity=INFO, kinds=ALL_KINDS)
def check(file: File, idle: IdleNames) -> Iterator[Finding]:
    for directive, names in idle.imports(file):
        listed = ", ".join(f"`{name}`" for name in names)
        span = file.at(directive.start, directive.end)
        yield Finding(
            span,
            f"nothing uses this import: {listed}",
            help="delete it",
            fix=Fix("delete the import", (Edit(span, ""),), safe=True),
        )
