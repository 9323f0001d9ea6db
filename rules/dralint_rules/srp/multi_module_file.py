"""A file defines one module.

Whoever looks for a module opens the file of its name; the second one in a file is found by search
only, and the two change together. Nested modules, exceptions, protocols with their
implementations, modules that only hold a struct, and hidden ones below the name of another
(`Registry.Table` beside `Registry`, with `@moduledoc false`) may stay with the one that they serve.
One module with two definitions, chosen by a condition, is one.

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
if Code.ensure_loaded?(Money) do
  defmodule MyApp.Cash do
    def of(amount), do: Money.new(amount)
  end
else
  defmodule MyApp.Cash do
    def of(amount), do: amount
  end
end

defmodule MyApp.Cash.Cache do
  @moduledoc false

  def get(key), do: key
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

from collections.abc import Collection, Iterator

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
    found = {module.name: module for module in reversed(top_modules(file))}
    modules = [module for module in reversed(found.values()) if not _serves(module, found)]
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


def _serves(module: Module, others: Collection[str]) -> bool:
    """Whether a module is a part of another: hidden below its name, or a struct and no more."""
    above = module.name.rpartition(".")[0]
    if module.hidden and any(above == name or above.startswith(f"{name}.") for name in others):
        return True
    return module.data.struct and not names_offered(public_functions(module))
