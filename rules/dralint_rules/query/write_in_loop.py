"""Many rows are written with one statement, where each needs no care of its own.

`Repo.insert/1`, `update/1` and `delete/1` in a loop cost one round trip for each row, and outside a
transaction a failure in the middle leaves half of the work done. `insert_all`, `update_all` and
`delete_all` write all rows at once; an `Ecto.Multi` keeps changesets and callbacks and is run once.
Often the changeset of each row has to be validated by itself: therefore this is info only. For Ash
it is a warning: `Ash.bulk_create/3` and its like run the same changes and validations.

Source: the seed's "Follow query optimization recommendations" and anti-pattern 5.

## Bad

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/stock.ex"
defmodule MyApp.Stock do
  alias MyApp.{Item, Repo}

  def clear(items), do: Enum.each(items, &Repo.delete!(&1))
  #                                       ^^^^^^^^^^^^ `Repo.delete!/1` writes once for each element of `Enum.each/2`

  def add(names) do
    for name <- names, do: Repo.insert!(%Item{name: name})
    #                      ^^^^^^^^^^^^ `Repo.insert!/1` writes once for each element of `for`
  end
end
```

## Good

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/stock.ex"
defmodule MyApp.Stock do
  import Ecto.Query
  alias Ecto.Multi
  alias MyApp.{Item, Repo}

  def clear(items) do
    ids = Enum.map(items, & &1.id)
    Repo.delete_all(from i in Item, where: i.id in ^ids)
  end

  def add(names), do: Repo.insert_all(Item, Enum.map(names, &%{name: &1}))

  def rename(pairs) do
    pairs
    |> Enum.reduce(Multi.new(), fn {item, name}, multi ->
      Multi.update(multi, {:item, item.id}, Item.changeset(item, %{name: name}))
    end)
    |> Repo.transaction()
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    CERTAIN,
    INFO,
    POSSIBLE,
    PROBABLE,
    WARNING,
    Dep,
    Finding,
    Project,
    QueriesInLoops,
    Size,
    Step,
    confidence_in,
    rule,
    short,
)


@rule("query-write-in-loop", severity=INFO)
def check(project: Project, loops: QueriesInLoops) -> Iterator[Finding]:
    for found in loops.written:
        yield Finding(
            found.call.name_span,
            f"`{short(found.call)}` writes once for each element of {found.loop.label}",
            severity=WARNING,
            confidence=confidence_in(found),
            help="write all at once with `Ash.bulk_create`, `bulk_update` or `bulk_destroy`",
            trail=[Step(place, what) for place, what in found.way],
        )
    for found in loops.direct:
        if found.query.kind != "write" or found.dep is Dep.GROUP:
            continue
        likely = CERTAIN if found.query.sure else PROBABLE
        yield Finding(
            found.call.name_span,
            f"`{short(found.call)}` writes once for each element of {found.loop.label}",
            severity=WARNING if found.call.target == "Ash" else INFO,
            confidence=POSSIBLE if found.loop.size is Size.LITERAL else likely,
            help="write all rows with `insert_all`, `update_all` or `delete_all`, or one `Ecto.Multi`",
            trail=[Step(place, what) for place, what in found.way],
        )
