"""An action is called through the API of its resource.

The API is where a resource says what it takes and gives. Who calls the action itself is bound to
its module, passes by the guards and the authorisation of the API, and breaks when the action is
split or renamed. The web layer, jobs, mix tasks and other domains call the API: there it is an
error. Another resource of the same domain gets a warning. Inside the resource an action may call
another, except in the dialect `scribe`.

Tests may call what they test, and the API of the domain may forward. A resource without an API is
the matter of `dra-api-missing` alone.

Source: the seed's integration with the Backend Specialist (domain and resource boundaries).

## Bad

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

```elixir title="lib/my_app/accounts/team/create.ex"
defmodule MyApp.Accounts.Team.Create do
  alias MyApp.Accounts.User

  def call(attrs), do: Enum.map(attrs.members, &User.Create.call/1)
  #                                             ^^^^^^^^^^^^^^^^ another resource calls the action `MyApp.Accounts.User.Create` around its API
end
```

```elixir title="lib/my_app_web/controllers/user_controller.ex"
defmodule MyAppWeb.UserController do
  def create(conn, params) do
    {:ok, user} = MyApp.Accounts.User.Create.call(params)
    #             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the web layer calls the action `MyApp.Accounts.User.Create` around its API
    {conn, user}
  end
end
```

## Good

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/import.ex"
defmodule MyApp.Accounts.User.Import do
  def call(rows), do: Enum.map(rows, &MyApp.Accounts.User.Create.call/1)
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  alias MyApp.Accounts.User.{Create, Import}

  def create(attrs), do: Create.call(attrs)
  def import(rows), do: Import.call(rows)
end
```

```elixir title="lib/my_app/accounts/api.ex"
defmodule MyApp.Accounts.API do
  defdelegate create_user(attrs), to: MyApp.Accounts.User.Create, as: :call
end
```

```elixir title="lib/my_app_web/controllers/user_controller.ex"
defmodule MyAppWeb.UserController do
  def create(conn, params) do
    {:ok, user} = MyApp.Accounts.User.API.create(params)
    {conn, user}
  end
end
```

```elixir title="test/my_app/accounts/user/create_test.exs"
defmodule MyApp.Accounts.User.CreateTest do
  use ExUnit.Case

  test "creates" do
    assert {:ok, _} = MyApp.Accounts.User.Create.call(%{})
  end
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dralint.api import (
    ERROR,
    WARNING,
    Call,
    Finding,
    Layout,
    Member,
    Options,
    Project,
    Resource,
    Severity,
    Step,
    rule,
)

OUTSIDE = {
    "web": "the web layer",
    "job": "a job",
    "task": "a mix task",
    "script": "a script",
    "release": "a release task",
}
FORWARDING = ("domain-api", "context")


@dataclass(frozen=True)
class ActionBypass(Options):
    """`intra_resource`: whether the actions of one resource may call each other."""

    intra_resource: Literal["auto", "allow", "api-only"] = "auto"


@rule("dra-action-bypass", severity=ERROR)
def check(project: Project, layout: Layout, options: ActionBypass) -> Iterator[Finding]:
    for resource in layout.resources:
        if not resource.apis:
            continue
        for action in resource.actions:
            for entry in layout.entries(action):
                for call in project.calls_to(f"{action.name}.{entry.name}/{entry.arity}"):
                    found = _bypass(call, action, resource, layout, options)
                    if found is not None:
                        who, severity = found
                        yield Finding(
                            call.name_span,
                            f"{who} calls the action `{action.name}` around its API",
                            help=f"call `{resource.apis[0].name}`",
                            severity=severity,
                            trail=_door(action, resource, layout),
                        )


def _bypass(
    call: Call, action: Member, resource: Resource, layout: Layout, options: ActionBypass
) -> tuple[str, Severity] | None:
    """Return who calls an action around its API and how grave that is, None where it may."""
    module = call.module
    if module is None or call.data.quoted or call.file.is_test or module == action.module:
        return None
    role = layout.role(module)
    if role in OUTSIDE:
        return OUTSIDE[role], ERROR
    caller = layout.member(module)
    if any(module == door.module for door in (*resource.apis, *resource.contexts)):
        return None
    if caller is None:
        return "a module outside its domain", ERROR
    if caller.role in FORWARDING and caller.domain == action.domain:
        return None
    if caller.domain != action.domain:
        return "another domain", ERROR
    if caller.resource != action.resource:
        return "another resource", WARNING
    domain = layout.domain_of(action)
    scribe = domain is not None and domain.dialect == "scribe"
    if options.intra_resource == "api-only" or (options.intra_resource == "auto" and scribe):
        return "its own resource", ERROR
    return None


def _door(action: Member, resource: Resource, layout: Layout) -> list[Step]:
    """Return the function of the API that leads to an action."""
    return [
        Step(forward.function.span, f"`{forward.function.label}` of the API leads to the action")
        for api in resource.apis
        for forward in layout.forwards(api.module)
        if forward.action.name == action.name
    ][:1]
