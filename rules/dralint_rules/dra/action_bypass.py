"""An action is called through the API of its resource.

The API is where a resource says what it takes and gives. Who calls the action itself is bound to
its module, passes by the guards and the authorisation of the API, and breaks when the action is
split or renamed. The web layer, jobs, mix tasks and other domains call the API: there it is an
error. Another resource of the same domain gets a warning. Inside the resource an action may call
another, except in the dialect `scribe`.

Tests may call what they test, and the API of the domain may forward. A resource without an API is
the matter of `dra-api-missing` alone.

Where a function of the API hands on just what it is given, the fix calls that one instead.

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
    Edit,
    Finding,
    Fix,
    Forward,
    Layout,
    Member,
    Options,
    Project,
    Resource,
    Severity,
    Step,
    rule,
    values,
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
                        doors = _doors(action, resource, layout)
                        yield Finding(
                            call.name_span,
                            f"{who} calls the action `{action.name}` around its API",
                            help=f"call `{resource.apis[0].name}`",
                            severity=severity,
                            trail=[_step(door) for door in doors[:1]],
                            fix=next(filter(None, (_fix(call, action, d) for d in doors)), None),
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


def _doors(action: Member, resource: Resource, layout: Layout) -> list[Forward]:
    """Return the functions of the API that lead to an action."""
    return [
        forward
        for api in resource.apis
        for forward in layout.forwards(api.module)
        if forward.action.name == action.name
    ]


def _step(door: Forward) -> Step:
    label = door.function.label
    return Step(door.function.span, f"`{label}` of the API leads to the action")


def _fix(call: Call, action: Member, door: Forward) -> Fix | None:
    """Return the call of the API instead, None where the API does more than to hand on."""
    on, function = call.data.on, door.function
    if not isinstance(on, values.ModuleRef) or on.name != action.name:
        return None
    if call.arity != function.arity or not _is_plain(door, call.name):
        return None
    name, safe = _written(call, on, function.module.name)
    if name is None:
        return None
    span = call.file.at(on.start, call.data.name_end)
    edit = Edit(span, f"{name}.{function.name}")
    return Fix(f"Call `{function.module.name}.{function.name}`", (edit,), safe=safe)


def _is_plain(door: Forward, entry: str) -> bool:
    """Whether a function hands on just what it is given, in the same order."""
    function = door.function
    if len(function.clauses) != 1 or function.data.min_arity != function.data.max_arity:
        return False
    [clause] = function.clauses
    names = [each.name for each in clause.params if isinstance(each, values.Var)]
    if len(set(names)) != len(clause.params) or clause.guard is not None:
        return False
    if door.call is None:
        return function.data.delegate is not None and function.data.delegate[1] == entry
    given = [each.name for each in door.call.args if isinstance(each, values.Var)]
    body = clause.body
    alone = isinstance(body, values.CallRef) and body.call == door.call.data.index
    return (
        alone and door.call.name == entry and given == names and len(given) == len(door.call.args)
    )


def _written(call: Call, on: values.ModuleRef, api: str) -> tuple[str | None, bool]:
    """Return how to write the API in the place of a name, and whether that leaves no alias idle."""
    width = on.end - on.start
    aliases = [
        each
        for each in call.file.outline.directives
        if each.as_name and each.name and each.start <= on.start < each.until
    ]
    for each in aliases:
        assert each.as_name is not None and each.name is not None
        rest = on.name.removeprefix(f"{each.name}.")
        short = width == len(f"{each.as_name}.{rest}") and width < len(on.name)
        if short and rest != on.name and f"{api}.".startswith(f"{each.name}."):
            return f"{each.as_name}{api[len(each.name) :]}", True
    if any(each.as_name == api.partition(".")[0] for each in aliases):
        return None, False
    return api, width == len(on.name)
