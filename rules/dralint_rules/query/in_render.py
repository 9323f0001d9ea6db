"""What renders gets its data; it does not ask the database.

`render/1` and function components run again at every change of an assign, a view for every element
of a list. A query in there is asked at each of them, is seen by no test of the data, and a slow one
freezes the page. Load in `mount/3`, `handle_params/3` or the controller, and hand the rows on.

The rule follows functions from `render/1`, from function components and from views, and from the
calls in their `~H` and in templates in files of their own: beside a live view, where
`embed_templates` says, in the folder of a `Phoenix.View`. A comment
`<%# dralint:ignore query-in-render -- reason %>` in a template silences it. From a
template a way to a preload is only possible: it asks nothing where the rows are loaded already.

Source: the seed's anti-pattern 5 (N+1 query problems) and its separation of concerns.

## Bad

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/blog.ex"
defmodule MyApp.Blog do
  alias MyApp.{Post, Repo}

  def count, do: Repo.aggregate(Post, :count)
end
```

```elixir title="lib/my_app_web/live/post_live.ex"
defmodule MyAppWeb.PostLive do
  use Phoenix.LiveView
  alias MyApp.Blog

  def render(assigns) do
  #   ^^^^^^ `render/1` asks the database: Blog.count/0 -> Repo.aggregate/2
    ~H'''
    <p>{Blog.count()} posts</p>
    '''
  end

  def badge(assigns) do
    assigns = assign(assigns, :count, Blog.count())
    #                                 ^^^^^^^^^^ `badge/1` asks the database: Blog.count/0 -> Repo.aggregate/2

    ~H'''
    <span>{@count}</span>
    '''
  end
end
```

```elixir title="lib/my_app_web/controllers/page_html.ex"
defmodule MyAppWeb.PageHTML do
  use Phoenix.Component
  alias MyApp.Blog

  embed_templates "page_html/*"

  defp posts, do: Blog.count()
end
```

```heex title="lib/my_app_web/controllers/page_html/index.html.heex"
<p data-x="{ a: Blog.count() }">{posts()} posts</p>
<!--                             ^^^^^ `index.html.heex` asks the database: PageHTML.posts/0 -> Blog.count/0 -> Repo.aggregate/2 -->
<%= if @all do %>
  <.list of={Blog.count()} />
<!--         ^^^^^^^^^^ `index.html.heex` asks the database: Blog.count/0 -> Repo.aggregate/2 -->
<% end %>
```

## Good

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/blog.ex"
defmodule MyApp.Blog do
  alias MyApp.{Post, Repo}

  def count, do: Repo.aggregate(Post, :count)

  def title(post), do: String.upcase(post.title)
end
```

```elixir title="lib/my_app_web/live/post_live.ex"
defmodule MyAppWeb.PostLive do
  use Phoenix.LiveView
  alias MyApp.Blog

  def mount(_params, _session, socket), do: {:ok, assign(socket, :count, Blog.count())}

  def render(assigns) do
    ~H'''
    <p phx-click="Blog.count()">{@count} posts, {Blog.title(@post)}</p>
    '''
  end
end
```

```elixir title="lib/my_app_web/live/list_live.ex"
defmodule MyAppWeb.ListLive do
  use Phoenix.LiveView
  alias MyApp.Blog

  def mount(_params, _session, socket), do: {:ok, assign(socket, :count, Blog.count())}
end
```

```heex title="lib/my_app_web/live/list_live.html.heex"
<%# Blog.count() is loaded before %>
<!-- {Blog.count()} -->
<p title="Blog.count()">{@count} posts, Blog.count() of them {Blog.title(@post)}</p>
<script>const all = {count: Blog.count()}</script>
<%# dralint:ignore query-in-render -- a page for us alone %>
<p>{Blog.count()}</p>
```
"""

from collections.abc import Iterator

from dralint.api import POSSIBLE, PROBABLE, WARNING, Finding, Project, Rendering, Step, rule, short


@rule(
    "query-in-render",
    severity=WARNING,
    confidence=PROBABLE,
    after=("query-n-plus-one", "query-n-plus-one-transitive", "query-preload-in-loop"),
)
def check(project: Project, rendering: Rendering) -> Iterator[Finding]:
    for found in rendering.asking:
        template = found.template
        if template is not None and template.ignores("query-in-render", found.span.start.line - 1):
            continue
        way = " -> ".join(short(call) for call in found.way)
        first = f"{found.named} -> {way}" if found.named else way
        yield Finding(
            found.span,
            f"`{found.label}` asks the database: {first}",
            confidence=POSSIBLE if template and rendering.may_be_loaded(found) else PROBABLE,
            help="load it before, and hand it over as an assign",
            trail=[Step(call.name_span, f"`{short(call)}` is called") for call in found.way],
        )
