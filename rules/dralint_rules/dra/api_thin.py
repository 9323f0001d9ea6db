"""A function of an API forwards to an action, and does no more.

The API is the contract of a resource: names, arguments, guards, documentation. What happens is in
the actions. An API that queries, calls processes or decides is a context under another name: it
grows, and the action beside it is only half of the truth.

Allowed are one call of an action with its arguments put in order, guards, `defdelegate`, a `with`
around it (to authorise, say) and up to `max_statements` expressions. The API of a domain may call
several APIs. Ash resources and schemas are not looked at, nor is the dialect `single`.

Source: the seed's anti-pattern 2 (single responsibility) and its API pattern.

## Bad

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

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  alias MyApp.Accounts.User.{Archive, Create}

  def create(attrs) do
  #   ^^^^^^ the API decides here, with `case`
    case Create.call(attrs) do
      {:ok, user} -> {:ok, user}
      {:error, reason} -> {:error, to_string(reason)}
    end
  end

  def get(id), do: MyApp.Repo.get(MyApp.Accounts.User, id)
  #   ^^^ the API does the work here: it calls `MyApp.Repo.get/2`

  def archive(user) do
  #   ^^^^^^^ the API does the work here: it calls `GenServer.cast/2`
    GenServer.cast(MyApp.Sessions, {:drop, user.id})
    Archive.call(user)
  end

  def rename(user, name) do
  #   ^^^^^^ the API does 3 things here
    trimmed = String.trim(name)
    attrs = Map.put(user, :name, trimmed)
    Create.call(attrs)
  end
end
```

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
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

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  alias MyApp.Accounts.User.{Archive, Create}
  alias MyApp.Accounts.User.Policy

  def create(attrs) when is_map(attrs), do: attrs |> Map.take([:name]) |> Create.call()

  def archive(actor, user) do
    with :ok <- Policy.authorize(actor, :archive, user) do
      Archive.call(user)
    end
  end

  defdelegate archive(user), to: Archive, as: :call
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import (
    Clause,
    Finding,
    Function,
    Layout,
    Options,
    Queries,
    public_functions,
    rule,
    values,
    work_of,
)

BRANCHES = ("case", "cond", "if", "unless", "receive", "try")


@dataclass(frozen=True)
class ApiThin(Options):
    """`max_statements`: expressions that a function may have. `allow_with`: whether `with` is fine."""

    max_statements: int = 2
    allow_with: bool = True


@rule("dra-api-thin", kinds=("lib",))
def check(
    function: Function, layout: Layout, queries: Queries, options: ApiThin
) -> Iterator[Finding]:
    member = layout.member(function.module)
    if member is None or member.module != function.module or member.role != "api":
        return
    domain = layout.domain_of(member)
    if domain is not None and domain.dialect in ("single", "ash"):
        return
    if function not in public_functions(function.module) or function.data.delegate is not None:
        return
    wrong = _wrong(function, queries, options)
    if wrong is not None:
        yield Finding(function, wrong, help="move it into an action, and forward to that")


def _wrong(function: Function, queries: Queries, options: ApiThin) -> str | None:
    """Return what a function does besides forwarding, the gravest first."""
    for call in function.calls:
        if work_of(call, queries) is not None:
            return f"the API does the work here: it calls `{call.label}`"
    for clause in function.clauses:
        branch = _branch(clause, options)
        if branch is not None:
            return f"the API decides here, with `{branch}`"
    most = max(map(_statements, function.clauses))
    if most > options.max_statements:
        return f"the API does {most} things here"
    return None


def _branch(clause: Clause, options: ApiThin) -> str | None:
    """Return the control structure that a clause consists of, or ends in."""
    body = clause.body
    parts = body.items if isinstance(body, values.Block) else (body,)
    banned = BRANCHES if options.allow_with else (*BRANCHES, "with")
    return next((p.kind for p in parts if isinstance(p, values.Flow) and p.kind in banned), None)


def _statements(clause: Clause) -> int:
    return len(clause.body.items) if isinstance(clause.body, values.Block) else 1
