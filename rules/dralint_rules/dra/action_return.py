"""An action that changes something says whether it worked.

It returns `{:ok, value}` or `{:error, reason}`, or `:ok` where there is nothing to return. A bare
struct, `nil` or `true` leaves the caller to guess, and does not compose in a `with`.

Looked at are actions whose first word changes data (`create`, `update`, `delete`, `register`...;
`write_verbs`). With a spec, its result counts; without one, the results that the code certainly
can give. Actions that answer (`list`, `fetch`, `count`...) may return data, and `call!` raises.
Larger tuples such as `{:error, step, reason, changes}` and atoms that name what happened
(`:unchanged`) are fine.

Source: the seed's action pattern (`{:ok, User.t()} | {:error, Ecto.Changeset.t()}`).

## Bad

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  @spec call(map()) :: map() | nil
  def call(attrs), do: MyApp.Accounts.User.Store.put(attrs)
  #   ^^^^ the action may return `%{...}`, which does not say whether it worked
end
```

```elixir title="lib/my_app/accounts/user/delete.ex"
defmodule MyApp.Accounts.User.Delete do
  def call(id) do
  #   ^^^^ the action may return `nil`, which does not say whether it worked
    case MyApp.Accounts.User.Store.take(id) do
      nil -> nil
      user -> {:ok, user}
    end
  end
end
```

## Good

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  @type result :: {:ok, map()} | {:error, Ecto.Changeset.t()}

  @spec call(map()) :: result()
  def call(attrs), do: MyApp.Accounts.User.Store.put(attrs)

  @spec call!(map()) :: map()
  def call!(attrs), do: attrs |> call() |> elem(1)
end
```

```elixir title="lib/my_app/accounts/user/delete.ex"
defmodule MyApp.Accounts.User.Delete do
  def call(id) do
    with {:ok, user} <- MyApp.Accounts.User.Store.take(id) do
      MyApp.Accounts.User.Store.forget(user)
    end
  end
end
```

```elixir title="lib/my_app/accounts/user/register.ex"
defmodule MyApp.Accounts.User.Register do
  @spec call(map()) :: :ok | :unchanged | {:error, atom(), term(), map()}
  def call(%{id: nil}), do: :ok
  def call(_attrs), do: :unchanged
end
```

```elixir title="lib/my_app/accounts/user/list.ex"
defmodule MyApp.Accounts.User.List do
  @spec call() :: [map()]
  def call, do: []
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import (
    CHANGING,
    PROBABLE,
    Confidence,
    Finding,
    Function,
    Layout,
    Options,
    Project,
    Shape,
    Span,
    Spec,
    Step,
    Tails,
    Types,
    rule,
    show,
    tagged,
)


@dataclass(frozen=True)
class ActionReturn(Options):
    """`write_verbs`: first words of actions that say whether they worked."""

    write_verbs: tuple[str, ...] = tuple(sorted(CHANGING))


@rule("dra-action-return")
def check(
    project: Project, layout: Layout, types: Types, tails: Tails, options: ActionReturn
) -> Iterator[Finding]:
    for action in layout.actions:
        if action.verb not in options.write_verbs:
            continue
        for entry in layout.entries(action):
            if not entry.name.endswith("!"):
                found = _by_spec(entry, types) if types.specs(entry) else _by_code(entry, tails)
                if found is not None:
                    yield found


def _by_spec(entry: Function, types: Types) -> Finding | None:
    bare = [shape for shape in types.result(entry) or () if not tagged(shape)]
    if not bare:
        return None
    spec = types.specs(entry)[0]
    return _finding(entry, show(bare[0]), [Step(_result(entry, spec), "its spec says so")])


def _result(entry: Function, spec: Spec) -> Span:
    return entry.file.place(spec.result) if spec.result is not None else entry.span


def _by_code(entry: Function, tails: Tails) -> Finding | None:
    bare = [tail for tail in tails.of_function(entry) if _is_bare(tail.shape)]
    if not bare:
        return None
    place = bare[0].file.place(bare[0].value)
    return _finding(entry, show(bare[0].shape), [Step(place, "here it ends")], PROBABLE)


def _is_bare(shape: Shape | None) -> bool:
    """Whether a result is plain data; tuples with tags of their own may be a convention."""
    return shape is not None and shape.kind != "tuple" and not tagged(shape)


def _finding(
    entry: Function, what: str, trail: list[Step], confidence: Confidence | None = None
) -> Finding:
    return Finding(
        entry,
        f"the action may return `{what}`, which does not say whether it worked",
        help="return `{:ok, value}` or `{:error, reason}`",
        confidence=confidence,
        trail=trail,
    )
