"""The test of a module is committed before its code, or with it.

A test that is written first shows that it can fail, and the code is written to be tested. The
history in git says which came first: the commit in which a module first did anything, and the
commits in which a test first named it. One commit with both is right: a failing test must not be
committed alone.

Reported is a module whose code is an ancestor of its first test; by ancestry, never by clocks.
Stubs are no code. Files are followed through moves. Where nobody can know (the first commit of a
repository, a mass import, code that was moved from other files, a shallow clone) nothing is said;
`dralint tests --history` shows why. Where one merge brought both, and for schemas, it is info; where tests were
changed with the code although none names the module, it is only possible. The rule reads the whole
history, so it runs with `--history` alone, or when it is named.

Source: the seed's TDD cycle ("write tests before implementation").

## Bad

```elixir title="lib/my_app/cart.ex" at="1"
defmodule MyApp.Cart do
#         ^^^^^^^^^^ `MyApp.Cart` was written in c1 without a test; none named it until 2 commits later, in c3
  def total(prices), do: Enum.sum(prices)
end
```

```elixir title="lib/my_app/price.ex" at="2"
defmodule MyApp.Price do
  def one, do: 1
end
```

```elixir title="test/my_app/cart_test.exs" at="3"
defmodule MyApp.CartTest do
  use ExUnit.Case, async: true

  test "adds up" do
    assert MyApp.Cart.total([1, 2]) == 3
  end
end
```

## Good

```elixir title="lib/my_app/cart.ex" at="1"
defmodule MyApp.Cart do
  def total(_prices), do: raise("not implemented")
end
```

```elixir title="test/my_app/cart_test.exs" at="2"
defmodule MyApp.CartTest do
  use ExUnit.Case, async: true

  test "adds up" do
    assert MyApp.Cart.total([1, 2]) == 3
  end
end
```

```elixir title="lib/my_app/cart.ex" at="3"
defmodule MyApp.Cart do
  def total(prices), do: Enum.sum(prices)
end
```

```elixir title="lib/my_app/price.ex" at="4"
defmodule MyApp.Price do
  def one, do: 1
end
```

```elixir title="test/my_app/price_test.exs" at="4"
defmodule MyApp.PriceTest do
  use ExUnit.Case, async: true

  test "is one" do
    assert MyApp.Price.one() == 1
  end
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import (
    INFO,
    POSSIBLE,
    PROBABLE,
    WARNING,
    Finding,
    Layout,
    Options,
    Order,
    Project,
    TestOrder,
    rule,
)

_LEFT_ALONE = frozenset(
    ("exception", "repo", "application", "protocol", "impl", "task", "behaviour", "migration")
)


@dataclass(frozen=True)
class TestFirst(Options):
    """`ignore_types`: words that messages of commits begin with which bring no code of their own."""

    __test__ = False

    ignore_types: tuple[str, ...] = ("docs", "chore", "style", "ci", "build")


@rule("tdd-test-first", severity=WARNING, confidence=PROBABLE, rooted=True, history=True)
def check(
    project: Project, order: TestOrder, layout: Layout, options: TestFirst
) -> Iterator[Finding]:
    for verdict in order.verdicts:
        if verdict.order is not Order.LATE or verdict.code is None or verdict.test is None:
            continue
        role = layout.role(verdict.module)
        if role in _LEFT_ALONE:
            continue
        kind = verdict.code.subject.partition(":")[0].partition("(")[0].strip().lower()
        if kind in options.ignore_types:
            continue
        commits = "a commit" if verdict.apart == 1 else f"{verdict.apart} commits"
        yield Finding(
            verdict.module,
            f"`{verdict.module.name}` was written in {verdict.code.short} without a test;"
            f" none named it until {commits} later, in {verdict.test.short}",
            severity=INFO if verdict.joined or role == "schema" else WARNING,
            confidence=PROBABLE if verdict.sure else POSSIBLE,
            help="write the next test first: let it fail, then write the code",
        )
