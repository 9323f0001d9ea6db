"""A test is run or deleted; it does not stay behind as a comment.

A test in a comment proves nothing, is not counted as skipped, and rots unseen. Repair it, delete it
(git remembers it), or let it be seen: `@tag skip: "waits for https://..."`.

Reported are lines of comments that are a test when they are read as code. A sketch that does not
parse, or a test whose body is empty, is left alone. Where a few words above say what it waits for,
it is a note.

Source: the seed's "Never do" (skip testing or commit failing tests).

## Bad

```elixir title="test/my_app/cart_test.exs"
defmodule MyApp.CartTest do
  use ExUnit.Case, async: true

  test "adds up" do
    assert MyApp.Cart.total([1, 2]) == 3
  end

  # fails since the new prices
  # test "takes off the discount" do
  # <- the test `takes off the discount` is commented out
  #   assert MyApp.Cart.total([100], discount: 10) == 90
  # end
end
```

## Good

```elixir title="test/my_app/cart_test.exs"
defmodule MyApp.CartTest do
  use ExUnit.Case, async: true

  # A test "with everything" would do the same again.
  test "adds up" do
    assert MyApp.Cart.total([1, 2]) == 3
  end

  # test "takes off the discount"
  # test "never goes below zero" do
  # end
end
```
"""

from collections.abc import Iterator

from dralint.api import INFO, WARNING, File, Finding, commented_tests, rule


@rule("test-commented-out", severity=WARNING, kinds=("test",))
def check(file: File) -> Iterator[Finding]:
    for each in commented_tests(file):
        first, *others = each.titles
        more = f" and {len(others)} more are" if others else " is"
        yield Finding(
            each.span,
            f"the test `{first}`{more} commented out",
            severity=INFO if each.explained else WARNING,
            help="repair it, delete it, or say in a tag what it waits for",
        )
