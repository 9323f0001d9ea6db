"""Writes that belong together succeed or fail together.

A function that writes to two tables and fails between them leaves half of the work done: the order
without its lines, the user without the account. Run both in one `Repo.transaction/1` or one
`Ecto.Multi`.

The rule speaks where one run of a function writes rows of two schemas that it names, no
transaction is around it, and no caller opens one. Branches of which only one is taken are no two
steps.

Source: the seed's error handling and "Follow query optimization recommendations".

## Bad

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/accounts.ex"
defmodule MyApp.Accounts do
  alias MyApp.{Account, Repo, User}

  def register(attrs) do
    with {:ok, user} <- Repo.insert(User.changeset(%User{}, attrs)),
         {:ok, account} <- Repo.insert(%Account{user_id: user.id}) do
      #                    ^^^^^^^^^^^ `register/1` writes `User` and `Account` without a transaction
      {:ok, user, account}
    end
  end
end
```

## Good

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/accounts.ex"
defmodule MyApp.Accounts do
  alias Ecto.Multi
  alias MyApp.{Account, Repo, User}

  def register(attrs) do
    Multi.new()
    |> Multi.insert(:user, User.changeset(%User{}, attrs))
    |> Multi.insert(:account, fn %{user: user} -> %Account{user_id: user.id} end)
    |> Repo.transaction()
  end

  def open(user) do
    Repo.transaction(fn -> open_in(user) end)
  end

  defp open_in(user) do
    account = Repo.insert!(%Account{user_id: user.id})
    Repo.insert!(%User{id: account.id})
  end

  def either(kind, id) do
    if kind == :user, do: Repo.insert(%User{id: id}), else: Repo.insert(%Account{id: id})
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import INFO, PROBABLE, Finding, Project, SplitWrites, Step, rule, short


@rule("query-multi-step-no-transaction", severity=INFO, confidence=PROBABLE)
def check(project: Project, writes: SplitWrites) -> Iterator[Finding]:
    for found in writes.all_:
        one, other = (schema.rpartition(".")[2] for schema in found.schemas)
        yield Finding(
            found.second.name_span,
            f"`{found.function.label}` writes `{one}` and `{other}` without a transaction",
            help="run both in `Repo.transaction/1`, or as one `Ecto.Multi`",
            trail=[
                Step(found.first.name_span, f"`{short(found.first)}` writes `{one}`"),
                Step(found.second.name_span, f"`{short(found.second)}` writes `{other}`"),
            ],
        )
