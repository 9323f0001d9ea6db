"""An alias is used.

One that is not is a leftover: readers look for the module that it names and do not find it, and
the compiler warns.

Nothing is said of aliases inside `quote`, of those with `warn: false`, and where templates are
compiled into the module, which may use them.

The fix deletes the line, unless it has other aliases that are used.

Source: the seed's "Zero warnings" and the compiler's warning about unused aliases.

## Bad

```elixir
defmodule MyApp.Bill do
  alias MyApp.Prices
  # <- the alias `Prices` is never used
  alias MyApp.{Rates, Taxes}
  # <- the alias `Taxes` is never used
  alias MyApp.Money, as: Cents
  # <- the alias `Cents` is never used

  def total(net), do: Rates.of(net)
end
```

## Good

```elixir
defmodule MyApp.Bill do
  import Phoenix.Component
  alias MyApp.{Item, Prices, Rates, Table}
  alias MyApp.Taxes, warn: false
  alias MyApp.Money
  alias Money.Cents

  @type t :: Item.t()
  @table Table

  def total(net), do: Enum.map(net, &Prices.of/1)
  def row(assigns), do: ~H"<Rates.row cents={@cents} />"
  def cents(%Cents{} = cents), do: {@table, cents}

  defmacro __using__(_options) do
    quote do
      alias MyApp.Other
    end
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ALL_KINDS, INFO, Edit, File, Finding, Fix, IdleNames, rule


@rule("quality-unused-alias", severity=INFO, kinds=ALL_KINDS)
def check(file: File, idle: IdleNames) -> Iterator[Finding]:
    found = list(idle.aliases(file))
    for alias in found:
        span = file.at(alias.start, alias.end)
        shared = [each for each in file.outline.directives if each.start == alias.start]
        whole = all(each in found for each in shared)
        yield Finding(
            span,
            f"the alias `{alias.as_name}` is never used",
            help="delete it",
            fix=Fix("delete the alias", (Edit(span, ""),), safe=True) if whole else None,
        )
