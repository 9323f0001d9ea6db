"""A change takes no protection away unless somebody was asked.

What keeps strangers out is missed only by those who come in. `dralint gate` compares the plugs that
a request passes on its way to each route (through pipelines, `pipe_through` and the `on_mount` of
sessions), those of controllers and endpoints, and options such as `verify`, `secure` and
`check_origin`. A plug that moved into another pipeline of the same routes is no change; one that
another protecting plug replaces is a warning.

Source: the seed's ask-first list, and its security rules.

## Bad

```elixir title="lib/paper_web/router.ex" at="1"
defmodule PaperWeb.Router do
  use Phoenix.Router

  pipeline :browser do
    plug :fetch_session
    plug :protect_from_forgery
  end
end
```

```elixir title="lib/paper_web/router.ex" at="2"
defmodule PaperWeb.Router do
#         ^^^^^^^^^^^^^^^ `PaperWeb.Router` no longer plugs `protect_from_forgery` in the pipeline `browser`
  use Phoenix.Router

  pipeline :browser do
    plug :fetch_session
  end
end
```

## Good

```elixir title="lib/paper_web/router.ex" at="1"
defmodule PaperWeb.Router do
  use Phoenix.Router

  pipeline :browser do
    plug :fetch_session
    plug :protect_from_forgery
  end
end
```

```elixir title="lib/paper_web/router.ex" at="2"
defmodule PaperWeb.Router do
  use Phoenix.Router

  pipeline :browser do
    plug :fetch_session
    # forms
    plug :protect_from_forgery
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Approvals, Finding, Project, SecurityChanges, rule


@rule("gate-security-weakened", severity=ERROR)
def check(project: Project, found: SecurityChanges, approvals: Approvals) -> Iterator[Finding]:
    yield from approvals.findings(found.changes, "gate-security-weakened")
