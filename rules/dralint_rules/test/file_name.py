"""A file with tests is named so that mix runs it.

`mix test` loads the files below `test/` whose names match `test_pattern`: `*_test.exs`. Tests in
any other file never run, and nobody is told: the suite is green.

Left alone are scripts that start ExUnit themselves, data for other tests below `fixtures/`, modules
that `use` turns into tests of others, and files that another one loads with `Code.require_file/2`.

Source: the seed's file naming ("test files mirror the layout") and "Ensure comprehensive coverage".

## Bad

```elixir title="test/my_app/cart_tests.exs"
defmodule MyApp.CartTest do
#         ^^^^^^^^^^^^^^ the tests of `MyApp.CartTest` never run: `cart_tests.exs` does not match `*_test.exs`
  use ExUnit.Case, async: true

  test "adds up" do
    assert MyApp.Cart.total([1, 2]) == 3
  end
end
```

## Good

```elixir title="test/my_app/cart_test.exs"
defmodule MyApp.CartTest do
  use ExUnit.Case, async: true

  test "adds up" do
    assert MyApp.Cart.total([1, 2]) == 3
  end
end
```

```elixir title="test/support/shared_tests.ex"
defmodule MyApp.SharedTests do
  defmacro __using__(_opts) do
    quote do
      test "is a cart" do
        assert cart()
      end
    end
  end
end
```

```elixir title="bench/smoke.exs"
ExUnit.start()

defmodule MyApp.Smoke do
  use ExUnit.Case

  test "answers" do
    assert MyApp.Cart.total([]) == 0
  end
end
```
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from dralint.api import ERROR, ExUnit, File, Finding, is_sample, rule, values

_DATA = frozenset(("fixtures", "fixture", "support", "templates", "examples"))


@rule("test-file-name", severity=ERROR, kinds=("support",), rooted=True)
def check(file: File, exunit: ExUnit) -> Iterator[Finding]:
    *folders, name = file.within.split("/")
    pattern = file.app.mix.test_pattern.strip("*/")
    below = any(file.within.startswith(f"{path.rstrip('/')}/") for path in file.app.mix.test_paths)
    if not below or name.endswith(pattern) or fnmatchcase(name, file.app.mix.test_pattern):
        return
    if not _DATA.isdisjoint(folders) or exunit.settings(file) or _is_loaded(file, name):
        return
    for module in file.modules:
        tests = [f for f in module.functions if f.data.kind in ("test", "property")]
        runs = any(use.endswith("Case") for use in module.effects.uses) and not is_sample(module)
        if runs and any(f.clauses[0].body is not None for f in tests):
            yield Finding(
                module,
                f"the tests of `{module.name}` never run: `{name}` does not match"
                f" `{file.app.mix.test_pattern}`",
                help=f"rename the file to `{_renamed(name)}`",
            )
            return


def _is_loaded(file: File, name: str) -> bool:
    """Whether some code names the file, to load it."""
    for target in ("Code.require_file/*", "Code.eval_file/*", "Code.compile_file/*"):
        for call in file.project.calls_to(target):
            first = call.args[0] if call.args else None
            if not isinstance(first, values.String) or first.text.endswith(name):
                return True
    return False


def _renamed(name: str) -> str:
    stem = name.rpartition(".")[0]
    for end in ("_tests", "_test", "tests", "test", "_spec"):
        if stem.endswith(end) and stem != end:
            stem = stem.removesuffix(end).rstrip("_.")
            break
    return f"{stem}_test.exs"
