"""A route stays until somebody was asked.

Clients, bookmarks and other systems know the path. `dralint gate` compares method and path with the
base; the names of parameters do not count.

Source: the seed's ask-first list.

## Bad

```elixir title="lib/paper_web/router.ex" at="1"
defmodule PaperWeb.Router do
  use Phoenix.Router

  scope "/api", PaperWeb do
    get "/papers", PaperController, :index
    get "/papers/:id", PaperController, :show
  end
end
```

```elixir title="lib/paper_web/router.ex" at="2"
defmodule PaperWeb.Router do
#         ^^^^^^^^^^^^^^^ the route `GET /api/papers/:id` of `PaperWeb.PaperController` is gone
  use Phoenix.Router

  scope "/api", PaperWeb do
    get "/papers", PaperController, :index
  end
end
```

## Good

```elixir title="lib/paper_web/router.ex" at="1"
defmodule PaperWeb.Router do
  use Phoenix.Router

  scope "/api", PaperWeb do
    get "/papers", PaperController, :index
    get "/papers/:id", PaperController, :show
  end
end
```

```elixir title="lib/paper_web/router.ex" at="2"
defmodule PaperWeb.Router do
  use Phoenix.Router

  scope "/api", PaperWeb do
    get "/papers/:paper", PaperController, :show
    get "/papers", PaperController, :index
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Approvals, Finding, OuterChanges, Project, rule


@rule("gate-http-route", severity=ERROR)
def check(project: Project, found: OuterChanges, approvals: Approvals) -> Iterator[Finding]:
    yield from approvals.findings(found.changes, "gate-http-route")
