"""Associations are preloaded for the whole list, not for each of its elements.

`Repo.preload/2` takes a list and asks once for each association. Inside a loop it asks once for
each element. Move it in front of the loop, or name the association in the query that loads the
list. The same goes for the clause of a view that `render_many` renders; for Ash there is
`ash-load-in-loop`.

Source: the seed's anti-pattern 5 ("Not Preloading Associations").

## Bad

```elixir title="lib/my_app/blog.ex"
defmodule MyApp.Blog do
  alias MyApp.Repo

  def with_comments(posts), do: Enum.map(posts, &Repo.preload(&1, :comments))
  #                                              ^^^^^^^^^^^^ `Repo.preload/2` runs once for each element of `Enum.map/2`

  def names(posts) do
    for post <- posts do
      post = Repo.preload(post, [:author])
      #      ^^^^^^^^^^^^ `Repo.preload/2` runs once for each element of `for`
      post.author.name
    end
  end
end
```

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app_web/views/post_view.ex"
defmodule MyAppWeb.PostView do
  use MyAppWeb, :view

  def render("index.json", %{posts: posts}), do: render_many(posts, __MODULE__, "post.json")

  def render("post.json", %{post: post}) do
    post = MyApp.Repo.preload(post, :author)
    #      ^^^^^^^^^^^^^^^^^^ `Repo.preload/2` runs once for each element of `render_many/3`
    %{id: post.id, author: post.author.name}
  end
end
```

## Good

```elixir title="lib/my_app/blog.ex"
defmodule MyApp.Blog do
  alias MyApp.Repo

  def with_comments(posts), do: Repo.preload(posts, :comments)

  def names(posts) do
    for post <- Repo.preload(posts, [:author]), do: post.author.name
  end

  def in_batches(posts) do
    posts |> Enum.chunk_every(100) |> Enum.flat_map(&Repo.preload(&1, :comments))
  end
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
    WARNING,
    Finding,
    Project,
    QueriesInLoops,
    Step,
    confidence_in,
    rule,
    short,
)


@rule("query-preload-in-loop", severity=WARNING)
def check(project: Project, loops: QueriesInLoops) -> Iterator[Finding]:
    for found in loops.direct:
        if found.query.kind == "load" and found.call.target != "Ash":
            yield Finding(
                found.call.name_span,
                f"`{short(found.call)}` runs once for each element of {found.loop.label}",
                confidence=confidence_in(found),
                help="preload the whole list once, in front of the loop",
                trail=[Step(place, what) for place, what in found.way],
            )
