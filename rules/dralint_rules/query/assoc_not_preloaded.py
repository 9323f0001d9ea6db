"""An association that is read was preloaded with its row.

A row comes without its associations unless the query names them. What stands in the field then is
`%Ecto.Association.NotLoaded{}`: `Enum` raises on it, `length/1` raises on it, and where it is only
handed on, the wrong data goes out in silence. Name the association in the query, or load it with
`Repo.preload/2` before it is read.

The rule follows rows from the query that loads them, through variables, `Enum` and functions that
return them as they are. A row that comes in as an argument may have been loaded by anyone: nothing
is said of it. `Ecto.assoc_loaded?/1`, a `case` on the field and `Ecto.assoc/2` are fine.

Source: the seed's anti-pattern 5 ("Not Preloading Associations").

## Bad

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/blog/post.ex"
defmodule MyApp.Blog.Post do
  use Ecto.Schema

  schema "posts" do
    field :title, :string
    belongs_to :author, MyApp.Blog.Author
    has_many :comments, MyApp.Blog.Comment
  end
end
```

```elixir title="lib/my_app/blog.ex"
defmodule MyApp.Blog do
  import Ecto.Query
  alias MyApp.Blog.Post
  alias MyApp.Repo

  def get_post!(id), do: Repo.get!(Post, id)

  def comment_count(id) do
    post = Repo.get!(Post, id)
    length(post.comments)
    #      ^^^^^^^^^^^^^ `comments` of `Post` is read, but was not preloaded
  end

  def names do
    posts = Repo.all(from p in Post, where: not is_nil(p.title), preload: :comments)
    for post <- posts, do: post.author.name
    #                      ^^^^^^^^^^^ `author` of `Post` is read, but was not preloaded
  end
end
```

```elixir title="lib/my_app/mails.ex"
defmodule MyApp.Mails do
  alias MyApp.Blog

  def author_of(id) do
    post = Blog.get_post!(id)
    post.author.email
  # ^^^^^^^^^^^ `author` of `Post` is read, but was not preloaded
  end
end
```

## Good

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/blog/post.ex"
defmodule MyApp.Blog.Post do
  use Ecto.Schema

  schema "posts" do
    field :title, :string
    belongs_to :author, MyApp.Blog.Author
    has_many :comments, MyApp.Blog.Comment
    embeds_many :links, MyApp.Blog.Link
  end
end
```

```elixir title="lib/my_app/blog.ex"
defmodule MyApp.Blog do
  import Ecto.Query
  alias MyApp.Blog.Post
  alias MyApp.Repo

  def get_post!(id), do: Post |> Repo.get!(id) |> Repo.preload([:author, comments: :author])

  def comment_count(id), do: length(get_post!(id).comments)

  def later(id) do
    post = Repo.get!(Post, id)
    post = Repo.preload(post, :comments)
    {post.author_id, post.links, length(post.comments)}
  end

  def titles do
    rows = Repo.all(from p in Post, join: a in assoc(p, :author), select: %{author: a.name})
    Enum.map(rows, & &1.author)
  end

  def given(post), do: post.author.name

  def careful(id) do
    post = Repo.get!(Post, id)
    if Ecto.assoc_loaded?(post.author), do: post.author.name
  end

  def with_defaults(preloads \\ [:author]) do
    posts = Post |> preload(^preloads) |> Repo.all()
    Enum.map(posts, & &1.author)
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
    MissingPreloads,
    Project,
    Step,
    rule,
    short,
)


@rule("query-assoc-not-preloaded", severity=WARNING)
def check(project: Project, missing: MissingPreloads) -> Iterator[Finding]:
    for found in missing.all_:
        rows = found.rows
        name = found.association.name
        schema = rows.schema.rpartition(".")[2]
        yield Finding(
            found,
            f"`{name}` of `{schema}` is read, but was not preloaded",
            confidence=PROBABLE if rows.hops else CERTAIN,
            help=f"preload `:{name}` in the query, or with `Repo.preload/2` before it is read",
            trail=[
                Step(rows.query.name_span, f"`{short(rows.query)}` loads `{schema}` without it"),
                Step(found.association.call.name_span, f"`{name}` is an association"),
            ],
        )
