"""A changeset says what is to change; it does not read from the database.

A changeset is built on every keystroke of a form, in tests without a database, and for rows that
are never written. A query in it is asked each time, and what it answers may have changed when the
row is written: only a constraint holds then. Use `unique_constraint/3`, `foreign_key_constraint/3`
and the like, `unsafe_validate_unique/3` where the form should tell early, `prepare_changes/2` for
what has to run in the transaction, or hand the rows over as an argument. Rows that are looked up for
`put_assoc/4` are left alone: it needs them.

Source: the seed's separation of concerns ("Separate business logic from persistence").

## Bad

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/user.ex"
defmodule MyApp.User do
  use Ecto.Schema
  import Ecto.Changeset
  alias MyApp.Repo

  schema "users" do
    field :email, :string
  end

  def changeset(user, attrs) do
    user |> cast(attrs, [:email]) |> validate_free()
  end

  defp validate_free(changeset) do
    email = get_field(changeset, :email)
    if Repo.get_by(__MODULE__, email: email), do: add_error(changeset, :email, "taken"), else: changeset
    #  ^^^^^^^^^^^ a changeset asks the database: `Repo.get_by/2`
  end
end
```

## Good

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/user.ex"
defmodule MyApp.User do
  use Ecto.Schema
  import Ecto.Changeset
  alias MyApp.Repo

  schema "users" do
    field :email, :string
  end

  def changeset(user, attrs) do
    user
    |> cast(attrs, [:email])
    |> unsafe_validate_unique(:email, Repo)
    |> unique_constraint(:email)
    |> prepare_changes(fn changeset ->
      changeset.repo.update_all(MyApp.Count, inc: [users: 1])
      changeset
    end)
  end

  def get(email), do: Repo.get_by(__MODULE__, email: email)

  def change_email(email, attrs) do
    email |> get() |> changeset(attrs) |> Repo.update()
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import INFO, PROBABLE, WARNING, Changesets, Finding, Project, Step, rule, short


@rule("query-in-changeset", severity=WARNING, confidence=PROBABLE)
def check(project: Project, changesets: Changesets) -> Iterator[Finding]:
    for query, function in changesets.asking:
        yield Finding(
            query.call.name_span,
            f"a changeset asks the database: `{short(query.call)}`",
            # What an association is compared with has to be loaded somewhere.
            severity=INFO if query.call.name == "preload" else WARNING,
            help="use a constraint, or hand over what it needs as an argument",
            trail=[Step(function.span, f"`{function.label}` builds the changeset")],
        )
