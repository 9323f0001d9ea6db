"""Every module with something to call is tested.

The test is written first, and lies where the module lies: `lib/shop/cart/add.ex` is tested in
`test/shop/cart/add_test.exs`. A module counts as tested when that file is there, when any test
calls it, names its struct, hands it over (`start_supervised!`, `doctest`) or asks for its route,
and when a function that tests call calls it.

Where the project follows Domain Resource Action an action without a test is an error, one that
tests reach only through a controller or several functions is a warning, and so is an API or process
without a test; everything else is info. Other modules that tests reach from afar, or that
configuration, templates, a name at run time or a behaviour may reach unseen, are only possible, and
so is everything else in a mix project without a single test.
`ignore` names paths and modules that need no test.

Source: the seed's TDD cycle ("write tests before implementation") and "Never do" (skip testing).

## Bad

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^ no test reaches the action `MyApp.Accounts.User.Create`, and `test/my_app/accounts/user/create_test.exs` is missing
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/delete.ex"
defmodule MyApp.Accounts.User.Delete do
  def call(id), do: {:ok, id}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  def create(attrs), do: MyApp.Accounts.User.Create.call(attrs)
  def delete(id), do: MyApp.Accounts.User.Delete.call(id)
end
```

```elixir title="lib/my_app/money.ex"
defmodule MyApp.Money do
#         ^^^^^^^^^^^ no test reaches `MyApp.Money`, and `test/my_app/money_test.exs` is missing
  def add(a, b), do: a + b
end
```

```elixir title="test/my_app/accounts/user/api_test.exs"
defmodule MyApp.Accounts.User.APITest do
  use ExUnit.Case, async: true

  test "deletes" do
    assert {:ok, 1} = MyApp.Accounts.User.API.delete(1)
  end
end
```

## Good

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  def create(attrs), do: MyApp.Accounts.User.Create.call(attrs)
end
```

```elixir title="lib/my_app/accounts/user/rename.ex"
defmodule MyApp.Accounts.User.Rename do
  def call(user, name), do: {:ok, %{user | name: name}}
end
```

```elixir title="lib/my_app/accounts.ex"
defmodule MyApp.Accounts do
  defdelegate rename_user(user, name \\\\ "nobody"), to: MyApp.Accounts.User.Rename, as: :call
end
```

```elixir title="test/my_app/accounts/user_test.exs"
defmodule MyApp.Accounts.UserTest do
  use ExUnit.Case, async: true
  doctest MyApp.Money

  test "creates through the API" do
    assert {:ok, %{name: "a"}} = MyApp.Accounts.User.API.create(%{name: "a"})
  end

  test "renames through a delegate" do
    assert {:ok, %{name: "b"}} = MyApp.Accounts.rename_user(%{name: "a"}, "b")
  end
end
```

```elixir title="lib/my_app/money.ex"
defmodule MyApp.Money do
  @doc "Adds: `iex> MyApp.Money.add(1, 2)` is 3."
  def add(a, b), do: a + b
end
```

```elixir title="lib/my_app/store.ex"
defmodule MyApp.Store do
  @callback put(term) :: :ok
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from dralint.api import (
    CERTAIN,
    ERROR,
    INFO,
    POSSIBLE,
    PROBABLE,
    WARNING,
    Finding,
    Layout,
    Module,
    Options,
    Reach,
    Severity,
    Tested,
    TestFiles,
    rule,
)

_NOTHING_TO_TEST = frozenset(("exception", "repo", "application", "protocol", "impl", "task"))
_GENERATED = frozenset(("child_spec", "start_link", "__using__"))


@dataclass(frozen=True)
class Missing(Options):
    """`ignore`: globs of paths, and of names of modules, that need no test of their own."""

    ignore: tuple[str, ...] = (
        "**/application.ex",
        "**/repo.ex",
        "**/mailer.ex",
        "**/telemetry.ex",
        "**/gettext.ex",
        "**/endpoint.ex",
        "**/router.ex",
        "**/layouts.ex",
        "**/core_components.ex",
        "**/release.ex",
        "*Web",
    )


@rule("test-missing", severity=INFO, rooted=True)
def check(
    module: Module, tested: Tested, files: TestFiles, layout: Layout, options: Missing
) -> Iterator[Finding]:
    role = layout.role(module)
    if module.data.parent >= 0 or role in _NOTHING_TO_TEST or not _has_something(module):
        return
    path = module.file.within
    if any(fnmatchcase(path, glob) or fnmatchcase(module.name, glob) for glob in options.ignore):
        return
    reach = tested.reach(module)
    if reach in (Reach.MIRROR, Reach.DIRECT, Reach.THROUGH):
        return
    action = role == "action"
    likely = CERTAIN if reach is Reach.NONE or (action and reach is Reach.DEEP) else POSSIBLE
    if action and reach is Reach.NAMED:
        likely = PROBABLE
    severity = _severity(role, reach, layout)
    if severity is INFO and not files.has_tests(module.file):
        likely = POSSIBLE
    mirror = files.mirror(module.file)
    kind = "the action " if action else ""
    verb = "calls" if reach is Reach.DEEP else "reaches"
    far = ", directly or through its API" if reach is Reach.DEEP and action else ""
    yield Finding(
        module,
        f"no test {verb} {kind}`{module.name}`{far}, and `{mirror}` is missing",
        severity=severity,
        confidence=likely,
        help=f"write `{mirror}`, beginning with a test that fails",
    )


def _has_something(module: Module) -> bool:
    """Whether there is something to test: a process, or a function that is no callback."""
    if module.effects.process not in (None, "repo", "endpoint", "presence", "supervisor"):
        return True
    return any(
        function.data.public
        and not function.is_callback
        and not function.has_impl
        and function.name not in _GENERATED
        for function in module.functions
    )


def _severity(role: str, reach: Reach, layout: Layout) -> Severity:
    if layout.on and role == "action":
        return WARNING if reach is Reach.DEEP else ERROR
    if layout.on and role in ("api", "domain-api", "process", "job"):
        return WARNING
    return INFO
