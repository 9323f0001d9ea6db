"""The API promises what its action does.

Callers read the spec of the API. Where the action may also return `{:error, changeset}` and the API
says that it returns a user, they match on one result and crash on the other; where the API promises
something that the action never gives, they write clauses for nothing.

Compared are functions that hand their arguments on as they are, where both sides have a spec.
Types of the project are followed; what cannot be followed, `term()` and `any()` agree with all.

Source: the seed's integration with the Backend Specialist (data contracts).

## Bad

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  @spec call(map()) :: {:ok, map()} | {:error, String.t()}
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/fetch.ex"
defmodule MyApp.Accounts.User.Fetch do
  @spec call(String.t()) :: {:ok, map()} | {:error, :not_found}
  def call(id), do: {:ok, %{id: id}}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  alias MyApp.Accounts.User.{Create, Fetch}

  @spec create(map()) :: {:ok, map()}
  def create(attrs), do: Create.call(attrs)
  #   ^^^^^^ `create/1` promises something else than its action: the action also returns `{:error, "..."}`

  @spec fetch(String.t()) :: {:ok, map()} | {:error, :not_found} | nil
  def fetch(id), do: Fetch.call(id)
  #   ^^^^^ `fetch/1` promises something else than its action: the action never returns `nil`
end
```

## Good

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  @type result :: {:ok, map()} | {:error, Ecto.Changeset.t()}

  @spec call(map()) :: result()
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/fetch.ex"
defmodule MyApp.Accounts.User.Fetch do
  @spec call(String.t()) :: {:ok, map()} | {:error, :not_found}
  def call(id), do: {:ok, %{id: id}}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  alias MyApp.Accounts.User.{Create, Fetch}

  @spec create(map() | keyword()) :: {:error, Ecto.Changeset.t()} | {:ok, map()}
  def create(attrs), do: Create.call(attrs)

  @spec fetch(String.t()) :: term()
  defdelegate fetch(id), to: Fetch, as: :call

  @spec fetch!(String.t()) :: map()
  def fetch!(id) do
    {:ok, user} = Fetch.call(id)
    user
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    Finding,
    Forward,
    Function,
    Layout,
    Project,
    Shape,
    Step,
    Types,
    differ,
    rule,
    show,
    values,
)

Union = tuple[Shape | None, ...]


@rule("dra-api-contract-drift")
def check(project: Project, layout: Layout, types: Types) -> Iterator[Finding]:
    for resource in layout.resources:
        for api in resource.apis:
            for forward in layout.forwards(api.module):
                entry = _entry(forward, project)
                if entry is None or not types.specs(forward.function) or not types.specs(entry):
                    continue
                wrong = _drift(types, forward.function, entry)
                if wrong is not None:
                    yield Finding(
                        forward.function,
                        f"`{forward.function.label}` promises something else than its action: "
                        + wrong,
                        help="give both the same spec",
                        trail=[Step(entry.span, "the action that it forwards to")],
                    )


def _entry(forward: Forward, project: Project) -> Function | None:
    """Return the action's function, where the API hands its arguments on as they are."""
    function = forward.function
    if function.data.delegate is not None:
        name = function.data.delegate[1]
        return project.function_in(forward.action.module, name, function.arity)
    call = forward.call
    if call is None or len(function.clauses) > 1 or call.arity != function.arity:
        return None
    clause = function.clauses[0]
    same = [_name(param) == _name(arg) for param, arg in zip(clause.params, call.args, strict=True)]
    body = clause.body
    whole = isinstance(body, values.CallRef) and body.call == call.data.index
    return call.callee if whole and all(same) else None


def _name(value: values.Value) -> str | None:
    """Return the variable that a value is; a parameter may have a default."""
    if isinstance(value, values.Op) and value.op == "\\\\":
        value = value.args[0]
    return value.name if isinstance(value, values.Var) else None


def _drift(types: Types, api: Function, action: Function) -> str | None:
    """Return where two specs cannot both be right, None where they may."""
    promised, given = types.result(api) or (), types.result(action) or ()
    unsaid = _apart(given, promised)
    if unsaid:
        return f"the action also returns {unsaid}"
    never = _apart(promised, given)
    if never:
        return f"the action never returns {never}"
    for own, others in zip(_params(types, api), _params(types, action), strict=True):
        wrong = _apart(own, others)
        if wrong and len(own) == 1:
            return f"the action does not take {wrong}"
    return None


def _apart(some: Union, others: Union) -> str | None:
    """Return the members of a union that can be none of another's."""
    found = [m for m in some if others and all(differ(m, other) for other in others)]
    return " or ".join(f"`{show(m)}`" for m in dict.fromkeys(found)) or None


def _params(types: Types, function: Function) -> list[Union]:
    """Return the types of the parameters, those of several specs together."""
    specs = types.specs(function)
    return [
        tuple(m for spec in specs for m in types.members(function.module, spec.args[index]))
        for index in range(function.arity)
    ]
