"""A loop does not call a function that queries for each element.

The same as `query-n-plus-one`, through functions: the loop calls a helper, a context or another
module, and that asks the database for each element. Nobody sees it at the loop. The trail shows
the way from the loop to the query. Give the function that is called a twin that takes all
elements, such as `list_profiles(ids)`.

What the element hands on has to reach the query through the parameters. Functions that remember
their results, by a cache or a decorator, are left out, a function that looks for a row to write it
where there is none (`get_or_create`, `upsert`) is info, and left out are `preload`s behind
`Ecto.assoc_loaded?/1` and whatever another process does.

Source: the seed's anti-pattern 5 (N+1 query problems) and "Avoid N+1 problems with preloading".

## Bad

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/accounts.ex"
defmodule MyApp.Accounts do
  alias MyApp.{Profile, Repo}

  def profile(user_id), do: find(user_id)

  defp find(user_id), do: Repo.get_by(Profile, user_id: user_id)
end
```

```elixir title="lib/my_app/report.ex"
defmodule MyApp.Report do
  alias MyApp.Accounts

  def rows(users) do
    Enum.map(users, fn user -> {user.name, Accounts.profile(user.id)} end)
    #                                      ^^^^^^^^^^^^^^^^ `Accounts.profile/1` runs a query for each element of `Enum.map/2`: find/1 -> Repo.get_by/2
  end

  def names(ids), do: ids |> Enum.map(&name/1)
  #                                    ^^^^ `name/1` runs a query for each element of `Enum.map/2`: Accounts.profile/1 -> find/1 -> Repo.get_by/2

  defp name(id), do: Accounts.profile(id).name
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
  import Ecto.Query
  alias MyApp.{Profile, Repo}

  def profiles(user_ids) do
    from(p in Profile, where: p.user_id in ^user_ids) |> Repo.all() |> Map.new(&{&1.user_id, &1})
  end

  def newest, do: Repo.one(from p in Profile, order_by: [desc: p.id], limit: 1)

  def cached(id), do: Cachex.fetch(:profiles, id, fn -> Repo.get(Profile, id) end)
end
```

```elixir title="lib/my_app/report.ex"
defmodule MyApp.Report do
  alias MyApp.Accounts

  def rows(users) do
    profiles = Accounts.profiles(Enum.map(users, & &1.id))
    Enum.map(users, fn user -> {user.name, profiles[user.id]} end)
  end

  def cached(ids), do: Enum.map(ids, &Accounts.cached/1)

  def greet(users), do: Enum.map(users, fn user -> greeting(user, Accounts.newest()) end)

  defp greeting(user, newest), do: "#{user.name} meets #{newest.name}"
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    ERROR,
    INFO,
    WARNING,
    Finding,
    Project,
    QueriesInLoops,
    Size,
    Step,
    confidence_in,
    rule,
    short,
)


@rule("query-n-plus-one-transitive", severity=WARNING)
def check(project: Project, loops: QueriesInLoops) -> Iterator[Finding]:
    for found in loops.through:
        # Somebody waits for a page; a job may take its time.
        waits = found.loop.size is Size.TABLE and found.call.file.kind == "web"
        way = " -> ".join(short(call) for call in (*found.path, found.query.call))
        yield Finding(
            found.call.name_span,
            f"`{short(found.call)}` runs a query for each element of {found.loop.label}: {way}",
            severity=INFO if found.upserts else ERROR if waits else WARNING,
            confidence=confidence_in(found),
            help=f"give `{short(found.call)}` a twin that takes all elements at once",
            trail=[Step(place, what) for place, what in found.way],
        )
