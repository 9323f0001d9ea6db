"""The project does not follow the Domain Resource Action layout.

The other `dra-*` rules are silent here, because nothing shows that the layout is wanted. Where it
is, give one resource a folder with an action for each file and an `api.ex`, or set
`mode = "on"` in the table `[dra]`; where it is not, ignore this rule.

Libraries, projects with fewer than three schemas and Ash projects, which have resources and
actions of their own, hear nothing.

Source: the seed's "Always do" (follow the Domain Resource Action pattern).

## Bad

```elixir title="lib/example/blog.ex"
defmodule Example.Blog do
  def list_posts, do: []
  def get_post(id), do: id
  def list_comments, do: []
end
```

```elixir title="lib/example/blog/post.ex"
defmodule Example.Blog.Post do
  use Ecto.Schema

  schema "posts" do
    field :title, :string
  end
end
```

```elixir title="lib/example/blog/tag.ex"
defmodule Example.Blog.Tag do
  use Ecto.Schema

  schema "tags" do
    field :name, :string
  end
end
```

```elixir title="lib/example/blog/comment.ex"
defmodule Example.Blog.Comment do
  #       ^^^^^^^^^^^^^^^^^^^^ no Domain Resource Action layout for 3 schemas
  use Ecto.Schema

  schema "comments" do
    field :text, :string
  end
end
```

## Good

```elixir title="lib/example/blog/post/create.ex"
defmodule Example.Blog.Post.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/example/blog/post/api.ex"
defmodule Example.Blog.Post.API do
  def create(attrs), do: Example.Blog.Post.Create.call(attrs)
end
```

```elixir title="lib/example/blog/post.ex"
defmodule Example.Blog.Post do
  use Ecto.Schema

  schema "posts" do
    field :title, :string
  end
end
```

```elixir title="lib/example/blog/tag.ex"
defmodule Example.Blog.Tag do
  use Ecto.Schema

  schema "tags" do
    field :name, :string
  end
end
```

```elixir title="lib/example/blog/comment.ex"
defmodule Example.Blog.Comment do
  use Ecto.Schema

  schema "comments" do
    field :text, :string
  end
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import INFO, Finding, Layout, Module, Options, Project, rule


@dataclass(frozen=True)
class NotAdopted(Options):
    """`min_schemas`: a project with fewer has no use for the layout."""

    min_schemas: int = 3


@rule("dra-not-adopted", severity=INFO, rooted=True)
def check(project: Project, layout: Layout, options: NotAdopted) -> Iterator[Finding]:
    if layout.on or layout.options.mode == "off" or layout.ash:
        return
    schemas = layout.schemas
    if len(schemas) < options.min_schemas or _is_library(project):
        return
    yield Finding(
        _place(project, schemas[0]),
        f"no Domain Resource Action layout for {len(schemas)} schemas",
        help="start with one resource: a folder with an action in each file, and an `api.ex`",
    )


def _is_library(project: Project) -> bool:
    """Whether the project is published as a package and serves no web of its own."""
    root = min(project.apps, key=lambda app: (app.root.count("/"), app.root != ".", app.root))
    return root.mix.package and not any(
        "Phoenix.Endpoint" in module.effects.uses
        for module in project.modules
        if module.file.app is root and module.file.is_code
    )


def _place(project: Project, schema: Module) -> Module:
    """Return the module of the `mix.exs` nearest to the root; without one, the first schema."""
    mixes = [m for m in project.modules if m.file.kind == "mix" and m.data.parent < 0]
    return min(mixes, key=lambda m: (m.file.path.count("/"), m.file.path), default=schema)
