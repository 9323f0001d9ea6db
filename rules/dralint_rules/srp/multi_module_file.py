"""A file defines one module.

Whoever looks for a module opens the file of its name; the second one in a file is found by search
only, and the two change together. Nested modules, exceptions, protocols with their
implementations, and modules that only hold a struct may stay with the one that they serve.

Source: the seed's anti-pattern 2 (single responsibility).

## Bad

```elixir
defmodule MyApp.Prices do
  def net(gross), do: div(gross * 100, 119)
end

defmodule MyApp.Discounts do
  #       ^^^^^^^^^^^^^^^ `MyApp.Discounts` is a second module in this file
  def of(price), do: div(price, 10)
end
```

## Good

```elixir
defmodule MyApp.Prices do
  defmodule Tax do
    def rate, do: 19
  end

  def net(gross), do: div(gross * 100, 100 + Tax.rate())
end

defmodule MyApp.PriceError do
  defexception [:message]
end
```

```elixir
defprotocol MyApp.Priced do
  def price(thing)
end

defimpl MyApp.Priced, for: Integer do
  def price(number), do: number
end
```

```elixir
defmodule MyApp.Prices.Line do
  defstruct [:text, :amount]
end

defmodule MyApp.Prices.Table do
  def sum(lines), do: lines |> Enum.map(& &1.amount) |> Enum.sum()
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    INFO,
    File,
    Finding,
    Module,
    names_offered,
    public_functions,
    rule,
    top_modules,
)


@rule("srp-multi-module-file", severity=INFO, after=("dra-one-action-per-file",))
def check(file: File) -> Iterator[Finding]:
    modules = [module for module in top_modules(file) if not _only_data(module)]
    if len(modules) < 2:
        return
    second = modules[1]
    others = len(modules) - 2
    more = f", with {others} more" if others else ""
    yield Finding(
        second,
        f"`{second.name}` is a second module in this file{more}",
        help="give each a file of its own",
    )


def _only_data(module: Module) -> bool:
    """Whether a module holds a struct and nothing that does anything."""
    return module.data.struct and not names_offered(public_functions(module))
