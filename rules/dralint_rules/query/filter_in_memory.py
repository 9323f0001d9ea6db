"""Rows are filtered by the database, not after all of them were loaded.

`Repo.all(query) |> Enum.filter(...)` carries every row over the wire, builds a struct of each, and
throws most of them away; no index helps. What compares columns with values belongs into `where`.

The rule speaks where the predicate does nothing else and the list is used for nothing else. A
predicate that calls functions of one's own may not be possible in SQL: nothing is said of it. Where
another function loads the rows, that one may be wanted by others as it is: this is info.

Source: the seed's anti-pattern 5 and "Filter at the database level".

## Bad

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/blog.ex"
defmodule MyApp.Blog do
  alias MyApp.{Post, Repo}

  def drafts do
    Post |> Repo.all() |> Enum.filter(&(&1.state == :draft))
    #                     ^^^^^^^^^^^ `Enum.filter/2` looks at rows that the database could have left out
  end

  def by_slug(slug) do
    posts = Repo.all(Post)
    Enum.find(posts, fn post -> post.slug == slug and not is_nil(post.published_at) end)
  # ^^^^^^^^^ `Enum.find/2` looks at rows that the database could have left out
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

  def drafts, do: Repo.all(from p in Post, where: p.state == :draft)

  def by_slug(slug), do: Repo.get_by(Post, slug: slug)

  def readable(user), do: Post |> Repo.all() |> Enum.filter(&MyApp.Policy.readable?(&1, user))

  def both do
    posts = Repo.all(Post)
    {Enum.filter(posts, &(&1.state == :draft)), posts}
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    CERTAIN,
    INFO,
    PROBABLE,
    WARNING,
    Finding,
    ListsInMemory,
    Project,
    Step,
    rule,
    short,
)


@rule("query-filter-in-memory", severity=WARNING)
def check(project: Project, lists: ListsInMemory) -> Iterator[Finding]:
    for found in lists.all_:
        if found.kind == "filter":
            yield Finding(
                found.call.name_span,
                f"`{short(found.call)}` looks at rows that the database could have left out",
                severity=WARNING if found.sure else INFO,
                confidence=CERTAIN if found.sure else PROBABLE,
                help="put the condition into `where`",
                trail=[Step(found.query.name_span, f"`{short(found.query)}` loads them")],
            )
