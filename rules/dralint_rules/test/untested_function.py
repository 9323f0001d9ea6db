"""Every public function of a tested module is tested.

A module that has a test looks tested; a function that no test calls is not. Reported are functions
that no test calls, that nothing calls which a test calls, and that tests do not reach from afar.
A module without any test is reported by `test-missing` alone.

Left alone are callbacks, macros, what schemas and routers name, and all that these call: frameworks
may run it in any test. So are functions that a tuple names (`{Cart, :total, []}`), generated and
deprecated ones, what tests may call in a way that cannot be read, and modules that only tests of
other modules reach. Where a coverage report says that a function ran, it was tested.

Source: the seed's "Ensure comprehensive coverage" (every function of an action or API is tested).

## Bad

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
  def total(prices), do: Enum.sum(prices)

  def empty?(prices), do: prices == []
  #   ^^^^^^ no test reaches `empty?/1`, although `MyApp.Cart` has tests
end
```

```elixir title="test/my_app/cart_test.exs"
defmodule MyApp.CartTest do
  use ExUnit.Case, async: true

  test "adds up" do
    assert MyApp.Cart.total([1, 2]) == 3
  end
end
```

## Good

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
  def total(prices), do: if(empty?(prices), do: 0, else: Enum.sum(prices))
  def empty?(prices), do: prices == []
  def __schema__(:source), do: "carts"
  def sweep(days), do: days
  @jobs [{"@daily", {__MODULE__, :sweep, [30]}}]
  @after_compile {MyApp.Jobs, :register, @jobs}
end
```

```elixir title="lib/my_app/untested.ex"
defmodule MyApp.Untested do
  def nothing, do: nil
end
```

```elixir title="test/my_app/cart_test.exs"
defmodule MyApp.CartTest do
  use ExUnit.Case, async: true

  test "adds up" do
    assert MyApp.Cart.total([1, 2]) == 3
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    INFO,
    PROBABLE,
    WARNING,
    Coverage,
    Finding,
    Function,
    Layout,
    Module,
    Reach,
    Tested,
    TestFiles,
    public_functions,
    rule,
)

_GENERATED = frozenset(
    """
    start_link start changeset config_change impl message exception
    register_name unregister_name whereis_name
    """.split()
)
"""What is called by names that no test has to write: by supervisors, `:via` and the library."""


@rule("test-untested-function", severity=INFO, confidence=PROBABLE, kinds=("lib",), rooted=True)
def check(
    module: Module, tested: Tested, files: TestFiles, layout: Layout, coverage: Coverage
) -> Iterator[Finding]:
    if module.data.kind != "module" or module.effects.open or not files.mirrors(module):
        return
    role = layout.role(module)
    severity = WARNING if layout.on and role in ("action", "api", "domain-api") else INFO
    for function in public_functions(module):
        if _is_left_alone(function) or tested.reach_of(function) is not Reach.NONE:
            continue
        share = coverage.function(function)
        if share is not None and share.covered:
            continue
        yield Finding(
            function,
            f"no test reaches `{function.label}`, although `{module.name}` has tests",
            severity=severity,
            help="write a test that fails without it, or remove it where nothing calls it",
        )


def _is_left_alone(function: Function) -> bool:
    attributes = function.file.outline.attributes
    return (
        function.name in _GENERATED
        or function.data.dynamic
        or function.data.delegate is not None
        or any(attributes[index].name == "deprecated" for index in function.data.attrs)
    )
