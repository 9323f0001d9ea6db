"""A query that asks the same each time stands in front of the loop.

Nothing that the query asks for hangs on the element, so every round brings the same answer and
costs a round trip. Ask once, in front of the loop, and use the result in it.

Queries behind a condition are left alone, as are loops that also write: there each round may see
something else.

Source: the seed's anti-pattern 5 (N+1 query problems) and "Follow query optimization
recommendations".

## Bad

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/prices.ex"
defmodule MyApp.Prices do
  import Ecto.Query
  alias MyApp.{Rate, Repo}

  def gross(items) do
    Enum.map(items, fn item ->
      rate = Repo.one(from r in Rate, where: r.active, select: r.percent)
      #      ^^^^^^^^ `Repo.one/1` asks the same for each element of `Enum.map/2`
      item.price * (100 + rate)
    end)
  end
end
```

## Good

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/prices.ex"
defmodule MyApp.Prices do
  import Ecto.Query
  alias MyApp.{Job, Rate, Repo}

  def gross(items) do
    rate = Repo.one(from r in Rate, where: r.active, select: r.percent)
    Enum.map(items, fn item -> item.price * (100 + rate) end)
  end

  def work_off(slots) do
    Enum.each(slots, fn slot ->
      job = Repo.one(from j in Job, where: is_nil(j.slot), limit: 1)
      Repo.update!(Job.changeset(job, %{slot: slot}))
    end)
  end

  def with_rate(items) do
    for item <- items do
      if item.taxed, do: Repo.one(Rate)
    end
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import INFO, PROBABLE, Finding, Project, QueriesInLoops, Step, rule, short


@rule("query-loop-invariant", severity=INFO, confidence=PROBABLE)
def check(project: Project, loops: QueriesInLoops) -> Iterator[Finding]:
    for found in loops.invariant:
        yield Finding(
            found.call.name_span,
            f"`{short(found.call)}` asks the same for each element of {found.loop.label}",
            help="ask once, in front of the loop",
            trail=[Step(place, what) for place, what in found.way],
        )
