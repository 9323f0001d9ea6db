"""A resource has each action once.

Two modules for the same action (`create.ex` and `create/create.ex`), an Ash action beside an action
module of the same name, or two actions whose bodies are the same but for their variables: one of
them is called, the other is changed. Keep one, and let the other's callers use it.

Delegates are no copies. Bodies below `min_tokens` tokens (names, calls, literals) are too small to
count.

Source: the seed's blocks 2, 5 and 6, which register a user in three ways.

## Bad

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  alias MyApp.Accounts.User

  def call(attrs) do
    %User{}
    |> User.changeset(attrs)
    |> User.with_defaults(role: :member, active: true)
    |> MyApp.Repo.insert()
  end
end
```

```elixir title="lib/my_app/accounts/user/register.ex"
defmodule MyApp.Accounts.User.Register do
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the action `MyApp.Accounts.User.Register` does the same as `MyApp.Accounts.User.Create`
  alias MyApp.Accounts.User

  def call(params) do
    %User{}
    |> User.changeset(params)
    |> User.with_defaults(role: :member, active: true)
    |> MyApp.Repo.insert()
  end
end
```

```elixir title="lib/my_app/accounts/user/create/create.ex"
defmodule MyApp.Accounts.User.Create.Create do
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the action `MyApp.Accounts.User.Create.Create` is `MyApp.Accounts.User.Create` once more
  def call(attrs), do: {:ok, attrs}
end
```

## Good

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  alias MyApp.Accounts.User

  def call(attrs) do
    %User{}
    |> User.changeset(attrs)
    |> User.with_defaults(role: :member, active: true)
    |> MyApp.Repo.insert()
  end
end
```

```elixir title="lib/my_app/accounts/user/register.ex"
defmodule MyApp.Accounts.User.Register do
  defdelegate call(params), to: MyApp.Accounts.User.Create
end
```

```elixir title="lib/my_app/accounts/user/import.ex"
defmodule MyApp.Accounts.User.Import do
  alias MyApp.Accounts.User

  def call(params) do
    %User{}
    |> User.changeset(params)
    |> User.with_defaults(role: :guest, active: true)
    |> MyApp.Repo.insert()
  end
end
```

```elixir title="lib/my_app/accounts/team/create.ex"
defmodule MyApp.Accounts.Team.Create do
  def call(attrs), do: {:ok, attrs}
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from dralint.api import (
    PROBABLE,
    Ash,
    Confidence,
    Finding,
    Layout,
    Member,
    Options,
    Project,
    Resource,
    Step,
    normal,
    rule,
    tokens,
)

Code = tuple[str, ...]


@dataclass(frozen=True)
class DuplicateAction(Options):
    """`min_tokens`: smaller bodies may be alike."""

    min_tokens: int = 15


@rule("dra-duplicate-action")
def check(
    project: Project, layout: Layout, ash: Ash, options: DuplicateAction
) -> Iterator[Finding]:
    for resource in layout.resources:
        yield from _declared(resource, ash)
        told: set[str] = set()
        code = {action.name: _code(action, layout) for action in resource.actions}
        for first, second in combinations(resource.actions, 2):
            if first.name == second.name or second.name in told or first.file is second.file:
                continue
            one, other = code[first.name], code[second.name]
            if _same_name(first, second):
                told.add(second.name)
                yield _finding(second, first, f"is `{first.name}` once more", None)
            elif len(one) >= options.min_tokens and _alike(one, other, project):
                told.add(second.name)
                text = f"does the same as `{first.name}`"
                yield _finding(second, first, text, None if one == other else PROBABLE)


def _same_name(first: Member, second: Member) -> bool:
    """Whether two modules are one action by their names; a folder may hold parts of one action."""
    if first.seat and second.seat and first.seat.folders == second.seat.folders:
        return normal(first.seat.stem) == normal(second.seat.stem)
    return normal(first.action) == normal(second.action)


def _declared(resource: Resource, ash: Ash) -> Iterator[Finding]:
    """Yield the actions that the Ash resource of the same name declares too."""
    doors = {api.name for api in resource.apis}
    for each in ash.resources:
        if each.name not in doors:
            continue
        declared = {normal(action.name): action for action in ash.actions(each)}
        for member in resource.actions:
            twin = declared.get(normal(member.action))
            if twin is not None:
                yield Finding(
                    member.module,
                    f"the action `{member.name}` is declared in `{each.name}` too",
                    help="keep one of them",
                    trail=[Step(twin.call.file.place(twin.place), "declared here")],
                )


def _finding(second: Member, first: Member, text: str, confidence: Confidence | None) -> Finding:
    return Finding(
        second.module,
        f"the action `{second.name}` {text}",
        help="keep one of them, and call it",
        confidence=confidence,
        trail=[Step(first.module.span, "the other one")],
    )


def _code(action: Member, layout: Layout) -> Code:
    """Return the entry of an action as tokens."""
    code = [
        part
        for entry in layout.entries(action)
        if entry.data.delegate is None
        for clause in entry.clauses
        for part in (*clause.params, clause.guard, clause.body)
    ]
    return tokens(action.file.outline, *code)


def _alike(one: Code, other: Code, project: Project) -> bool:
    return len(one) == len(other) and all(
        a == b or _same_module(a, b, project) for a, b in zip(one, other, strict=True)
    )


def _same_module(one: str, other: str, project: Project) -> bool:
    """Whether one of two names is an alias that cannot be resolved, and may be the other."""
    short, long = sorted((one, other), key=len)
    loose = short[:1].isupper() and "." not in short and not project.defines(short)
    return loose and long.endswith(f".{short}")
