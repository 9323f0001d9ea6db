"""A schema holds data and validation.

Fields, associations, changesets and pure helpers. A schema that inserts, sends or calls a process
is an action and a schema in one: its changesets cannot be tested without a database, and every module
that matches on its struct depends on all that it does. Put the work into an action.

Building an `Ecto.Query` is fine, and so are checks that changesets offer themselves
(`unsafe_validate_unique`, `prepare_changes`). One finding a schema; the rule speaks where the
project follows the layout.

Source: the family's style conventions (resources: schema and validations).

## Bad

```elixir title="lib/my_app/accounts/user.ex"
defmodule MyApp.Accounts.User do
  use Ecto.Schema
  import Ecto.Changeset

  schema "users" do
    field :email, :string
  end

  def changeset(user, attrs), do: cast(user, attrs, [:email])

  def create(attrs) do
    %__MODULE__{} |> changeset(attrs) |> MyApp.Repo.insert()
    #                                    ^^^^^^^^^^^^^^^^^ the schema sets the database to work, in `create/1`
  end
end
```

```elixir title="lib/my_app/accounts/user/delete.ex"
defmodule MyApp.Accounts.User.Delete do
  def call(user), do: MyApp.Repo.delete(user)
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  def delete(user), do: MyApp.Accounts.User.Delete.call(user)
end
```

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

## Good

```elixir title="lib/my_app/accounts/user.ex"
defmodule MyApp.Accounts.User do
  use Ecto.Schema
  import Ecto.Changeset
  import Ecto.Query

  schema "users" do
    field :email, :string
  end

  def changeset(user, attrs) do
    user
    |> cast(attrs, [:email])
    |> unsafe_validate_unique(:email, MyApp.Repo)
    |> prepare_changes(fn changeset ->
      MyApp.Repo.update_all(counters(), inc: [users: 1])
      changeset
    end)
  end

  def counters, do: from(c in "counters", where: c.name == "users")
end
```

```elixir title="lib/my_app/accounts/user/delete.ex"
defmodule MyApp.Accounts.User.Delete do
  def call(user), do: MyApp.Repo.delete(user)
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  def delete(user), do: MyApp.Accounts.User.Delete.call(user)
end
```

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    Call,
    Finding,
    Function,
    Layout,
    Project,
    Queries,
    Step,
    handed_to,
    rule,
    work_of,
)


@rule("dra-schema-pure")
def check(project: Project, layout: Layout, queries: Queries) -> Iterator[Finding]:
    if not layout.on:
        return
    for schema in filter(layout.governs, layout.schemas):
        found = [
            each for function in schema.functions for each in _first(function, layout, queries)
        ]
        if found:
            call, what = found[0]
            more = len(found) - 1
            others = f" and {more} more function{'s' * (more > 1)}" if more else ""
            yield Finding(
                call.name_span,
                f"the schema sets {what} to work, in {_name(call)}{others}",
                help="put it into an action of the resource",
                trail=[Step(c.name_span, f"{w} too, in {_name(c)}") for c, w in found[1:]],
            )


def _first(function: Function, layout: Layout, queries: Queries) -> Iterator[tuple[Call, str]]:
    """Yield the first call of a function that does more than compute, and whom it sets to work."""
    for call in function.calls:
        what = _work(call, layout, queries)
        if what is not None and not handed_to(call, ("prepare_changes",)):
            yield call, what
            return


def _name(call: Call) -> str:
    return f"`{call.function.label}`" if call.function else "its body"


def _work(call: Call, layout: Layout, queries: Queries) -> str | None:
    """Return whom a call sets to work; an action is somebody, unless the schema is the API."""
    if call.module is not None and not layout.is_api(call.module) and layout.action(call.target):
        return "an action"
    return work_of(call, queries)
