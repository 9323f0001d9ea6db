"""Tests look at what goes wrong, too.

Most faults live in the branches that return errors, because nobody runs them by hand. Where a
function can return `{:error, ...}`, at least one test shows when it does.

Reported is a test module whose tests all expect success: nothing in it speaks of an error, a
refusal, nil, false or an exception, although a function that it calls can return `{:error, ...}`, by
its spec or its code, and no other test of that function speaks of errors either.

Source: the seed's first block, and qa.md ("Testing only happy paths").

## Bad

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(%{name: name}), do: {:ok, name}
  def call(_attrs), do: {:error, :no_name}
end
```

```elixir title="test/my_app/accounts/user/create_test.exs"
defmodule MyApp.Accounts.User.CreateTest do
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ every test expects success, and `MyApp.Accounts.User.Create.call/1` can return `{:error, :no_name}`
  use ExUnit.Case, async: true

  test "creates a user" do
    assert {:ok, "a"} = MyApp.Accounts.User.Create.call(%{name: "a"})
  end
end
```

## Good

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(%{name: name}), do: {:ok, name}
  def call(_attrs), do: {:error, :no_name}
end
```

```elixir title="lib/my_app/accounts/user/rename.ex"
defmodule MyApp.Accounts.User.Rename do
  def call(user, name), do: {:ok, %{user | name: name}}
end
```

```elixir title="test/my_app/accounts/user/create_test.exs"
defmodule MyApp.Accounts.User.CreateTest do
  use ExUnit.Case, async: true

  test "creates a user" do
    assert {:ok, "a"} = MyApp.Accounts.User.Create.call(%{name: "a"})
  end

  test "needs a name" do
    assert {:error, :no_name} = MyApp.Accounts.User.Create.call(%{})
  end
end
```

```elixir title="test/my_app/accounts/user/rename_test.exs"
defmodule MyApp.Accounts.User.RenameTest do
  use ExUnit.Case, async: true

  test "renames a user" do
    assert {:ok, %{name: "b"}} = MyApp.Accounts.User.Rename.call(%{name: "a"}, "b")
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    INFO,
    PROBABLE,
    File,
    Finding,
    HappyPaths,
    Module,
    rule,
)


@rule("test-only-happy-path", severity=INFO, confidence=PROBABLE, kinds=("test",))
def check(file: File, happy: HappyPaths) -> Iterator[Finding]:
    module = next((m for m in file.modules if m.data.parent < 0 and _has_tests(m)), None)
    if module is None:
        return
    help = "test what happens with what must be refused"
    if file.project.snippet:
        if happy.is_sunny(file):
            yield Finding(module, "every test expects success", help=help)
        return
    found = happy.unseen_error(file)
    if found is None:
        return
    function, error = found
    yield Finding(
        module,
        f"every test expects success, and `{function.full_name}` can return `{error}`",
        help=help,
    )


def _has_tests(module: Module) -> bool:
    return any(f.data.kind in ("test", "property") for f in module.functions)
