"""Rows are loaded for all elements at once, not with one query for each.

A query inside a loop costs one round trip for each element: with ten rows nobody notices, with a
thousand the page does not load. Ask once for all: `where: x.id in ^ids` and a map by id, a `join`,
`Repo.preload/2` of the whole list, or an aggregate.

Loops are the functions of `Enum` and `Stream`, `for`, `Task.async_stream`, functions that call
themselves with the rest of a list, and the clauses of a view that `render_many` renders. A query
counts when it hangs on the element. Fine are small literal collections (`[queries] min_items`),
work in chunks, a Multi that is built in a loop and run once, and caches. Where the element is the
schema or the query itself, there is nothing to be gathered, and the finding is only possible.

Source: the seed's anti-pattern 5 (N+1 query problems) and "Avoid N+1 problems with preloading".

## Bad

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/blog.ex"
defmodule MyApp.Blog do
  import Ecto.Query
  alias MyApp.{Author, Post, Repo}

  def with_posts do
    authors = Repo.all(Author)
    Enum.map(authors, fn author -> {author, Repo.all(from p in Post, where: p.author_id == ^author.id)} end)
    #                                       ^^^^^^^^ `Repo.all/1` runs once for each element of `Enum.map/2`
  end

  def authors(ids), do: Enum.map(ids, &Repo.get(Author, &1))
  #                                    ^^^^^^^^ `Repo.get/2` runs once for each element of `Enum.map/2`

  def titles(slugs) do
    for slug <- slugs, post = Repo.get_by(Post, slug: slug), do: post.title
    #                         ^^^^^^^^^^^ `Repo.get_by/2` runs once for each element of `for`
  end

  def load([id | rest]), do: [Repo.get!(Post, id) | load(rest)]
  #                           ^^^^^^^^^ `Repo.get!/2` runs once for each element of the list that `load/1` walks
  def load([]), do: []
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
  alias Ecto.Multi
  alias MyApp.{Author, Post, Repo}

  def with_posts do
    Author |> preload(:posts) |> Repo.all() |> Enum.map(&{&1, &1.posts})
  end

  def authors(ids), do: Repo.all(from a in Author, where: a.id in ^ids)

  def counts do
    for state <- [:draft, :live], do: Repo.aggregate(where(Post, state: ^state), :count)
  end

  def store(rows) do
    rows |> Enum.chunk_every(500) |> Enum.each(&Repo.insert_all(Post, &1))
  end

  def publish(posts) do
    posts
    |> Enum.reduce(Multi.new(), &Multi.update(&2, &1.id, Post.publish(&1)))
    |> Repo.transaction()
  end

  def search(filters) do
    Enum.reduce(filters, Post, fn {key, value}, query -> where(query, ^[{key, value}]) end)
    |> Repo.all()
  end
end
```

A module of one's own may be called `Repo`:

```elixir title="lib/my_app/git.ex"
defmodule MyApp.Git.Repo do
  def get(name, branch), do: {name, branch}
end

defmodule MyApp.Git do
  def branches(names), do: Enum.map(names, &MyApp.Git.Repo.get(&1, "main"))
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    ERROR,
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

HELP = "ask once for all elements: `where: x.id in ^ids`, a join, or `preload`"


@rule("query-n-plus-one", severity=WARNING)
def check(project: Project, loops: QueriesInLoops) -> Iterator[Finding]:
    for found in loops.direct:
        if found.query.kind != "read":
            continue
        whole = found.loop.size is Size.TABLE
        yield Finding(
            found.call.name_span,
            f"`{short(found.call)}` runs once for each element of {found.loop.label}",
            severity=ERROR if whole else WARNING,
            confidence=confidence_in(found),
            help=HELP,
            trail=[Step(place, what) for place, what in found.way],
        )
