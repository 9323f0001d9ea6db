"""Rows are counted by the database, not after all of them were loaded.

`length(Repo.all(query))` loads every row to throw all of them away. `Repo.aggregate(query, :count)`
answers with one number, `Repo.exists?(query)` with a yes or no.

Source: the seed's anti-pattern 5 and "Follow query optimization recommendations".

## Bad

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/blog.ex"
defmodule MyApp.Blog do
  import Ecto.Query
  alias MyApp.{Post, Repo}

  def count, do: length(Repo.all(Post))
  #              ^^^^^^ `length/1` counts rows that were loaded for nothing else

  def drafts?(author) do
    from(p in Post, where: p.author_id == ^author.id) |> Repo.all() |> Enum.empty?()
    #                                                                  ^^^^^^^^^^^ `Enum.empty?/1` counts rows that were loaded for nothing else
  end
end
```

## Good

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/blog.ex"
defmodule MyApp.Blog do
  import Ecto.Query
  alias MyApp.{Post, Repo}

  def count, do: Repo.aggregate(Post, :count)

  def drafts?(author), do: Repo.exists?(from p in Post, where: p.author_id == ^author.id)

  def page do
    posts = Repo.all(from p in Post, limit: 10)
    %{posts: posts, count: length(posts)}
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    CERTAIN,
    PROBABLE,
    WARNING,
    Finding,
    ListsInMemory,
    Project,
    Step,
    rule,
    short,
)


@rule("query-count-in-memory", severity=WARNING)
def check(project: Project, lists: ListsInMemory) -> Iterator[Finding]:
    for found in lists.all_:
        if found.kind == "count":
            better = "exists?" if found.call.name == "empty?" else "aggregate(query, :count)"
            yield Finding(
                found.call.name_span,
                f"`{short(found.call)}` counts rows that were loaded for nothing else",
                confidence=CERTAIN if found.sure else PROBABLE,
                help=f"ask the database: `Repo.{better}`",
                trail=[Step(found.query.name_span, f"`{short(found.query)}` loads them")],
            )
