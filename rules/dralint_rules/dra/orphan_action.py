"""Every action is used.

An action that no API offers and nobody calls, tests aside, is left over from a change or was never
wired up. Delete it, or finish the feature.

An action that is named anywhere as a value (a table of steps, `apply`, a worker's argument) may be
called through that, and one with a behaviour by whoever asks for it. Published packages are called by others. Where the API of the resource exists and
leaves the action out, `dra-api-exposes-action` says so.

Source: the seed's deliverables (features that work).

## Bad

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/purge.ex"
defmodule MyApp.Accounts.User.Purge do
#         ^^^^^^^^^^^^^^^^^^^^^^^^^ nobody uses the action `MyApp.Accounts.User.Purge`
  def call(user), do: {:ok, user}
end
```

```elixir title="lib/my_app_web/controllers/user_controller.ex"
defmodule MyAppWeb.UserController do
  def create(conn, params), do: {conn, MyApp.Accounts.User.Create.call(params)}
end
```

```elixir title="test/my_app/accounts/user/purge_test.exs"
defmodule MyApp.Accounts.User.PurgeTest do
  use ExUnit.Case

  test "purges" do
    assert {:ok, _} = MyApp.Accounts.User.Purge.call(%{})
  end
end
```

## Good

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/purge.ex"
defmodule MyApp.Accounts.User.Purge do
  def call(user), do: {:ok, user}
end
```

```elixir title="lib/my_app/accounts/user/notify.ex"
defmodule MyApp.Accounts.User.Notify do
  def call(user), do: {:ok, user}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  @steps [MyApp.Accounts.User.Notify]

  defdelegate create(attrs), to: MyApp.Accounts.User.Create, as: :call
  def purge(users), do: Enum.map(users, &MyApp.Accounts.User.Purge.call/1)
  def run(user), do: Enum.map(@steps, & &1.call(user))
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    INFO,
    PROBABLE,
    Finding,
    Layout,
    Member,
    Mentions,
    Project,
    public_functions,
    rule,
    values,
)


@rule(
    "dra-orphan-action",
    severity=INFO,
    confidence=PROBABLE,
    after=("dra-api-exposes-action", "dra-duplicate-action"),
    rooted=True,
)
def check(project: Project, layout: Layout, mentions: Mentions) -> Iterator[Finding]:
    unused = [
        action
        for action in layout.actions
        if not action.file.app.mix.package
        and not action.module.effects.behaviours
        and not _called(action, layout, project)
    ]
    delegates = _delegated(project) if unused else set()
    for action in unused:
        if action.name not in delegates and not mentions.outside(action.name):
            yield Finding(
                action.module,
                f"nobody uses the action `{action.name}`",
                help="offer it in the API of its resource, or delete it",
            )


def _called(action: Member, layout: Layout, project: Project) -> bool:
    return not layout.entries(action) or any(
        call.module != action.module and not call.file.is_test
        for function in public_functions(action.module)
        for call in project.calls_to(f"{action.name}.{function.name}/*")
    )


def _delegated(project: Project) -> set[str]:
    """Return the modules that delegates hand on to."""
    return {
        function.delegate[0].name
        for file in project.files
        for function in file.outline.functions
        if function.delegate is not None and isinstance(function.delegate[0], values.ModuleRef)
    }
