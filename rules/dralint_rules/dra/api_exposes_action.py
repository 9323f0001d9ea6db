"""Every action can be reached through the API of its resource.

The API is the list of what a resource can do. An action that it does not offer is either called
around it, or not at all. An action that only its siblings call may stay inside; the finding is
then info, and `@moduledoc false` or `internal_actions` says that it is meant so.

Nothing is said of an API whose functions a macro writes. For an Ash resource an action of the same
name counts.

Source: the seed's directory structure (the API module beside the actions).

## Bad

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/archive.ex"
defmodule MyApp.Accounts.User.Archive do
  #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^ no function of `MyApp.Accounts.User.API` leads to this action
  def call(user), do: {:ok, user}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  def create(attrs), do: MyApp.Accounts.User.Create.call(attrs)
end
```

## Good

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/archive.ex"
defmodule MyApp.Accounts.User.Archive do
  def call(user), do: {:ok, user}
end
```

```elixir title="lib/my_app/accounts/user/list.ex"
defmodule MyApp.Accounts.User.List do
  def call(options), do: {:ok, options}
end
```

```elixir title="lib/my_app/accounts/user/hash_password.ex"
defmodule MyApp.Accounts.User.HashPassword do
  @moduledoc false

  def call(password), do: {:ok, password}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  alias MyApp.Accounts.User.{Archive, Create, List}

  def create(attrs), do: Create.call(attrs)
  defdelegate list(options), to: List, as: :call
  def archive_all(users), do: Enum.map(users, &Archive.call/1)
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch

from dralint.api import (
    INFO,
    WARNING,
    Finding,
    Layout,
    Member,
    Options,
    Project,
    Resource,
    rule,
    values,
)

ASH = frozenset(("create", "read", "update", "destroy", "action"))


@dataclass(frozen=True)
class ApiExposesAction(Options):
    """`internal_actions`: patterns of modules that no API need offer."""

    internal_actions: tuple[str, ...] = ()


@rule("dra-api-exposes-action")
def check(project: Project, layout: Layout, options: ApiExposesAction) -> Iterator[Finding]:
    for resource in layout.resources:
        doors = [*resource.apis, *resource.contexts]
        if not resource.apis or any(_is_written_by_macro(door) for door in doors):
            continue
        offered = {f.action.name for door in doors for f in layout.forwards(door.module)}
        ash = {name for api in resource.apis for name in _ash_actions(api)}
        for action in resource.actions:
            hidden = action.module.hidden or any(
                fnmatch(action.name, pattern) for pattern in options.internal_actions
            )
            if hidden or action.name in offered or action.action in ash:
                continue
            inside = _used_inside(project, layout, action, resource)
            yield Finding(
                action.module,
                f"no function of `{resource.apis[0].name}` leads to this action"
                + (", only its siblings use it" if inside else ""),
                help="add a function that forwards to it, or say `@moduledoc false`",
                severity=INFO if inside else WARNING,
            )


def _is_written_by_macro(door: Member) -> bool:
    return (
        door.role != "ash"
        and "Ash.Resource" not in door.module.effects.uses
        and (door.module.data.dynamic or door.module.effects.open)
    )


def _ash_actions(api: Member) -> Iterator[str]:
    """Return the names of the actions that an Ash resource declares."""
    if "Ash.Resource" in api.module.effects.uses:
        for call in api.file.outline.calls:
            first = call.args[0] if call.args else None
            declares = call.module == api.module.data.index and call.name in ASH
            if declares and isinstance(first, values.Atom):
                yield first.name


def _used_inside(project: Project, layout: Layout, action: Member, resource: Resource) -> bool:
    """Whether the modules of the resource, and they alone, call an action."""
    callers = [
        layout.member(call.module)
        for entry in layout.entries(action)
        for call in project.calls_to(f"{action.name}.{entry.name}/*")
        if call.module != action.module and not call.file.is_test
    ]
    return bool(callers) and all(m is not None and m.label == resource.label for m in callers)
