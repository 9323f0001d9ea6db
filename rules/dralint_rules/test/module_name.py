"""A test module is named after the module that it tests, with `Test` at the end.

`MyApp.Accounts.User.CreateTest` tests `MyApp.Accounts.User.Create`. Failures, coverage and editors
are read by that name. Where two files define one test module, the second replaces the first while
the tests run: what is reported depends on the order of the files.

Reported are test modules whose name does not end in `Test` (or the file's plural, `Tests`), those
in the mirrored file of a module whose name is another's, and names that two test files share.

Source: the seed's first block (`Accounts.User.RegisterTest` tests `Accounts.User.Register`).

## Bad

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
  def total(prices), do: Enum.sum(prices)
end
```

```elixir title="test/my_app/cart_test.exs"
defmodule MyApp.CardTest do
#         ^^^^^^^^^^^^^^ `cart_test.exs` tests `MyApp.Cart`, but its module is `MyApp.CardTest`
  use ExUnit.Case, async: true

  test "adds up" do
    assert MyApp.Cart.total([1, 2]) == 3
  end
end
```

```elixir title="test/my_app/price_test.exs"
defmodule MyApp.PriceTest do
  use ExUnit.Case, async: true

  test "is a number" do
    assert MyApp.Cart.total([]) == 0
  end
end
```

```elixir title="test/my_app/tax_test.exs"
defmodule MyApp.PriceTest do
#         ^^^^^^^^^^^^^^^ `MyApp.PriceTest` is defined in `test/my_app/price_test.exs` too, and one replaces the other
  use ExUnit.Case, async: true

  test "is added" do
    assert MyApp.Cart.total([1]) == 1
  end
end
```

## Good

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
  def total(prices), do: Enum.sum(prices)
end
```

```elixir title="test/my_app/cart_test.exs"
defmodule MyApp.CartTest do
  use ExUnit.Case, async: true

  defmodule Fake do
    def price, do: 1
  end

  test "adds up" do
    assert MyApp.Cart.total([1, 2]) == 3
  end
end
```

Tests of two suites that are never run together may share a name:

```elixir title="test/unit/price_test.exs"
defmodule MyApp.PriceTest do
  use ExUnit.Case

  test "one" do
    assert 1 + 1 == 2
  end
end
```

```elixir title="test/integration/price_test.exs"
defmodule MyApp.PriceTest do
  use ExUnit.Case

  test "two" do
    assert 2 + 2 == 4
  end
end
```
"""

import re
from collections.abc import Iterator

from dralint.api import INFO, PROBABLE, WARNING, File, Finding, Module, TestFiles, rule

SUITES = frozenset(("unit", "integration", "acceptance", "e2e", "functional", "system"))
"""Folders of tests that `test_paths` runs one at a time."""
_WORDS = re.compile(r"[^a-z0-9]")


@rule("test-module-name", severity=INFO, kinds=("test",))
def check(file: File, files: TestFiles) -> Iterator[Finding]:
    tops = (m for m in file.modules if m.data.parent < 0 and m.name != "?")
    modules = [module for module in tops if _has_tests(module)]
    for module in modules:
        other = _other(module)
        if other is not None:
            yield Finding(
                module,
                f"`{module.name}` is defined in `{other.within}` too, and one replaces the other",
                severity=WARNING,
                help="give each file a module of its own",
            )
    if len(modules) != 1 or file.project.snippet:
        return
    module = modules[0]
    if _other(module) is not None:
        return
    subject = files.subject(file)
    if subject is not None and not _is_named_after(module, file, subject):
        name = file.within.rpartition("/")[2]
        yield Finding(
            module,
            f"`{name}` tests `{subject.name}`, but its module is `{module.name}`",
            confidence=PROBABLE,
            help=f"name it `{subject.name}Test`",
        )


def _is_named_after(module: Module, file: File, subject: Module) -> bool:
    """Whether a test module has the name of its file, or of some module that it mirrors."""
    own = _squeezed(module.name).rstrip("s").removesuffix("test")
    stem = file.within.rpartition("/")[2].removesuffix("_test.exs")
    names = [stem, *(each.name.rpartition(".")[2] for each in subject.file.modules)]
    return any(_squeezed(name).rstrip("s") in own for name in names)


def _other(module: Module) -> File | None:
    """Return the file before this one in which the same test module is defined."""
    mine = module.file
    for each in mine.project.named(module.name):
        other = each.file
        if other.kind != "test" or other.app is not mine.app or _suite(other) != _suite(mine):
            continue
        if other.path < mine.path:
            return other if each.data.parent < 0 and _has_tests(each) else None
    return None


def _suite(file: File) -> str:
    """Return the folder of tests that are run by themselves, such as `test/integration`."""
    return next((part for part in file.within.split("/")[:-1] if part in SUITES), "")


def _has_tests(module: Module) -> bool:
    return any(f.data.kind in ("test", "property") for f in module.functions)


def _squeezed(name: str) -> str:
    return _WORDS.sub("", name.lower())
