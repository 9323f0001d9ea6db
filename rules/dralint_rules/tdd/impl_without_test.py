"""A change that adds behaviour adds a test for it.

A new public function that no test reaches was not written by a failing test. The rule looks at a
change: it speaks only where `--since` or `--staged` says what the change started from.

Reported are public functions of business modules that the change adds, that no test reaches, and
whose module's own test file did not change. Functions that moved, stubs, callbacks, and what
frameworks may run in any test are left alone.

Source: the seed's TDD cycle ("write tests before implementation").

## Bad

```elixir title="lib/my_app/cart.ex" at="1"
defmodule MyApp.Cart do
  def total(prices), do: Enum.sum(prices)
end
```

```elixir title="lib/my_app/cart.ex" at="2"
defmodule MyApp.Cart do
  def total(prices), do: Enum.sum(prices)

  def count(prices), do: length(prices)
  #   ^^^^^ the change adds `count/1`, and no test for it
end
```

## Good

```elixir title="lib/my_app/cart.ex" at="1"
defmodule MyApp.Cart do
  def total(prices), do: Enum.sum(prices)
end
```

```elixir title="lib/my_app/cart.ex" at="2"
defmodule MyApp.Cart do
  def total(prices), do: Enum.sum(prices)
  def count(prices), do: length(prices)
end
```

```elixir title="test/my_app/cart_test.exs" at="2"
defmodule MyApp.CartTest do
  use ExUnit.Case, async: true

  test "counts" do
    assert MyApp.Cart.count([1, 2]) == 2
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, PROBABLE, Added, Finding, Layout, Project, TestFiles, rule

_LEFT_ALONE = frozenset(
    ("exception", "repo", "application", "protocol", "impl", "task", "behaviour", "release")
)


@rule("tdd-impl-without-test", severity=ERROR, confidence=PROBABLE, rooted=True)
def check(project: Project, added: Added, layout: Layout, files: TestFiles) -> Iterator[Finding]:
    for function in added.untested():
        if layout.role(function.module) in _LEFT_ALONE:
            continue
        yield Finding(
            function,
            f"the change adds `{function.label}`, and no test for it",
            help=f"write a test that fails without it, in `{files.mirror(function.file)}`",
        )
