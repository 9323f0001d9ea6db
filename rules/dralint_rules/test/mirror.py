"""A test lies where the module that it tests lies.

`lib/shop/cart/add.ex` is tested in `test/shop/cart/add_test.exs`: whoever reads the one finds the
other, and `mix test` of a folder runs what belongs to it. A test file that was left behind when its
module moved is the usual cause.

Reported is a module without a mirrored test where one test file, which mirrors no other module,
calls little else. Modules that many test files use are left alone.

Source: the seed's layout ("test files mirror the layout of lib").

## Bad

```elixir title="lib/my_app/sales/cart.ex"
defmodule MyApp.Sales.Cart do
#         ^^^^^^^^^^^^^^^^ `MyApp.Sales.Cart` is tested in `test/my_app/shopping_cart_test.exs`, not in `test/my_app/sales/cart_test.exs`
  def total(prices), do: Enum.sum(prices)
  def count(prices), do: length(prices)
end
```

```elixir title="test/my_app/shopping_cart_test.exs"
defmodule MyApp.ShoppingCartTest do
  use ExUnit.Case, async: true

  test "adds up" do
    assert MyApp.Sales.Cart.total([1, 2]) == 3
    assert MyApp.Sales.Cart.count([1, 2]) == 2
  end
end
```

## Good

```elixir title="lib/my_app/sales/cart.ex"
defmodule MyApp.Sales.Cart do
  def total(prices), do: Enum.sum(prices)
end
```

```elixir title="lib/my_app/sales/price.ex"
defmodule MyApp.Sales.Price do
  def one, do: 1
end
```

```elixir title="test/my_app/sales/cart_test.exs"
defmodule MyApp.Sales.CartTest do
  use ExUnit.Case, async: true

  test "adds up" do
    assert MyApp.Sales.Cart.total([MyApp.Sales.Price.one()]) == 1
  end
end
```

```elixir title="lib/my_app/sales/basket.ex"
defmodule MyApp.Sales.Basket do
  def total(prices), do: Enum.sum(prices)
  def count(prices), do: length(prices)
end
```

```elixir title="test/my_app_web/baskets_api_test.exs"
defmodule MyAppWeb.BasketsApiTest do
  use ExUnit.Case, async: true

  test "stands on it" do
    assert MyApp.Sales.Basket.total([1]) == 1
    assert MyApp.Sales.Basket.count([1]) == 1
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import INFO, PROBABLE, Finding, Module, TestFiles, rule


@rule("test-mirror", severity=INFO, confidence=PROBABLE, rooted=True)
def check(module: Module, files: TestFiles) -> Iterator[Finding]:
    home = files.home(module)
    if home is None:
        return
    mirror = files.mirror(module.file)
    if home.within != mirror:
        yield Finding(
            module,
            f"`{module.name}` is tested in `{home.within}`, not in `{mirror}`",
            help=f"move the test to `{mirror}`",
        )
