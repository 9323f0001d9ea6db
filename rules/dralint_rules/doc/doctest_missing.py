"""Examples in documentation are run by the tests.

An `iex>` that no `doctest` runs is right on the day that it is written. It is said where the project
runs doctests of other modules, and of the functions of an API.

Meant are examples that could run as they stand: the result is written out, and no name in them comes
from elsewhere. `get_user!(123)` that gives `%User{}` is a picture.

Nothing is said where the modules that doctests run cannot be read from the tests.

Source: the seed's "TDD workflow" and its key deliverables.

## Bad

```elixir title="lib/my_app/prices.ex"
defmodule MyApp.Prices do
  #       ^^^^^^^^^^^^ no `doctest` runs the examples of `MyApp.Prices`
  @doc \"\"\"
  Adds the tax.

      iex> MyApp.Prices.gross(100)
      119
  \"\"\"
  def gross(net), do: net + div(net * 19, 100)
end
```

```elixir title="lib/my_app/taxes.ex"
defmodule MyApp.Taxes do
  @doc "    iex> MyApp.Taxes.rate()\\n    19"
  def rate, do: 19
end
```

```elixir title="test/my_app/taxes_test.exs"
defmodule MyApp.TaxesTest do
  use ExUnit.Case
  doctest MyApp.Taxes
end
```

## Good

```elixir title="lib/my_app/taxes.ex"
defmodule MyApp.Taxes do
  @doc "    iex> MyApp.Taxes.rate()\\n    19"
  def rate, do: 19

  def other, do: 7
end
```

```elixir title="lib/my_app/groups.ex"
defmodule MyApp.Groups do
  @doc \"\"\"
      iex> get_group!(123)
      %Group{}

      iex> list_groups()
      [%Group{}, ...]

      iex> rename(group, "Ada")
      {:ok, group}
  \"\"\"
  def get_group!(id), do: id
end
```

```elixir title="test/my_app/taxes_test.exs"
defmodule MyApp.TaxesTest do
  use ExUnit.Case
  doctest MyApp.Taxes
end
```
"""

from collections.abc import Iterator

from dralint.api import INFO, Doctests, Finding, Module, Surface, module_docs, rule


@rule("doc-doctest-missing", severity=INFO)
def check(module: Module, doctests: Doctests, surface: Surface) -> Iterator[Finding]:
    if module.data.kind != "module" or module.data.quoted or doctests.runs(module) is not False:
        return
    if not doctests.habit and surface.part(module) != "api":
        return
    if any(doc.has_runnable for doc in module_docs(module)):
        yield Finding(
            module,
            f"no `doctest` runs the examples of `{module.name}`",
            help=f"`doctest {module.name}` in its test",
        )
