"""All tests run, not only those that somebody was working on.

While one test is repaired it is handy to run that one alone: `ExUnit.configure(exclude: :test,
include: :focus)` in the test helper. Committed, it switches off the whole suite, and the build is
green. The command line does the same without a trace: `mix test --only focus`, or
`mix test path:line`.

The fix deletes a tag that stands alone. It has to be asked for: with the setting still in the
helper, fewer tests run than before, or none.

Source: the seed's "Never do" (skip testing).

## Bad

```elixir title="test/test_helper.exs"
ExUnit.start()
ExUnit.configure(exclude: :test, include: :focus)
# <- only tests with the tag `:focus` run: all others are excluded
```

```elixir title="test/my_app/cart_test.exs"
defmodule MyApp.CartTest do
  use ExUnit.Case, async: true

  @tag :focus
  # <- the tag `:focus` makes this one of the few tests that run
  test "adds up" do
    assert MyApp.Cart.total([1, 2]) == 3
  end

  test "is empty at first" do
    assert MyApp.Cart.new().items == []
  end
end
```

## Good

```elixir title="test/test_helper.exs"
ExUnit.start(exclude: [:integration])
```

```elixir title="test/my_app/cart_test.exs"
defmodule MyApp.CartTest do
  use ExUnit.Case, async: true

  @tag :focus
  test "adds up" do
    assert MyApp.Cart.total([1, 2]) == 3
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Edit, ExUnit, File, Finding, Fix, rule, tags_in, values

TAGS = ("tag", "describetag", "moduletag")


@rule("test-focus", severity=ERROR, kinds=("test", "support"))
def check(file: File, exunit: ExUnit) -> Iterator[Finding]:
    if "test" not in exunit.excluded(file.app):
        return
    for call in exunit.settings(file):
        if exunit.excludes(call, "test"):
            named = ", ".join(f"`:{tag}`" for tag in sorted(exunit.included(file.app)))
            which = f"with the tag {named} run" if named else "that are asked for run"
            yield Finding(
                call,
                f"only tests {which}: all others are excluded",
                help="remove it, and use `mix test --only` instead",
            )
    for attribute in file.outline.attributes:
        if attribute.name in TAGS and not attribute.quoted:
            for tag in tags_in(attribute.value):
                if tag.name in exunit.included(file.app):
                    span = file.at(attribute.start, attribute.end)
                    alone = isinstance(attribute.value, values.Atom)
                    yield Finding(
                        span,
                        f"the tag `:{tag.name}` makes this one of the few tests that run",
                        help="remove it together with the setting in the test helper",
                        fix=Fix("delete the tag", (Edit(span, ""),)) if alone else None,
                    )
