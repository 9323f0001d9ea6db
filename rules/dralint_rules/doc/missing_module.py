"""A module says in a `@moduledoc` what it is for.

The first question of every reader is why the module exists. One sentence answers it, and
`@moduledoc false` says that the module is nobody's business but its neighbours'. For the API of a
resource or a domain, which others are meant to read, the finding is a warning; else it is info.

Modules that a framework asks for by name (controllers, views, routers, repositories...) need none,
nor do nested modules, exceptions, implementations of protocols, scripts and tests.

Source: the seed's key deliverables (`@moduledoc`, `@doc`, `@spec`).

## Bad

```elixir
defmodule MyApp.Prices do
  #       ^^^^^^^^^^^^ `MyApp.Prices` has no `@moduledoc`
  def net(gross), do: div(gross * 100, 119)
end
```

## Good

```elixir
defmodule MyApp.Prices do
  @moduledoc "Computes prices with and without tax."

  defmodule Tax do
    def rate, do: 19
  end

  def net(gross), do: div(gross * 100, 100 + Tax.rate())
end
```

```elixir
defmodule MyApp.Prices.Table do
  @moduledoc false

  def rows, do: []
end

defmodule MyApp.Prices.TableError do
  defexception [:message]
end
```

```elixir title="lib/my_app_web/controllers/page_controller.ex"
defmodule MyAppWeb.PageController do
  def home(conn, _params), do: conn
end
```

```elixir title="lib/my_app/server.ex"
defmodule MyApp.Server do
  @moduledoc "What all servers of the application share."

  defmacro __using__(_options) do
    quote do
      @moduledoc "A server of the application."
      use GenServer
    end
  end
end
```

```elixir title="lib/my_app/counter.ex"
defmodule MyApp.Counter do
  use MyApp.Server

  @impl true
  def init(count), do: {:ok, count}
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.api import INFO, WARNING, Finding, Layout, Module, Options, is_exception, rule

NAMES = (
    "Controller",
    "Endpoint",
    "Live",
    "Repo",
    "Router",
    "Socket",
    "View",
    "HTML",
    "JSON",
    "Telemetry",
    "Layouts",
    "Mailer",
    "Gettext",
)

DOORS = ("api", "domain-api", "context")


@dataclass(frozen=True)
class DocMissingModule(Options):
    """`ignore_names`: ends of names that need none. `actions_may_hide`: actions need none."""

    ignore_names: tuple[str, ...] = NAMES
    actions_may_hide: bool = False


@rule("doc-missing-module", severity=INFO)
def check(module: Module, layout: Layout, options: DocMissingModule) -> Iterator[Finding]:
    data = module.data
    if data.kind != "module" or data.quoted or data.inner or data.parent >= 0 or data.doc >= 0:
        return
    if module.effects.moduledoc or _is_named_by_framework(module, options) or is_exception(module):
        return
    role = layout.role(module)
    if role == "action" and options.actions_may_hide:
        return
    yield Finding(
        module,
        f"`{module.name}` has no `@moduledoc`",
        help="say in a sentence what it is for, or `@moduledoc false`",
        severity=WARNING if role in DOORS else INFO,
    )


def _is_named_by_framework(module: Module, options: DocMissingModule) -> bool:
    """Whether a name ends, or a part of it, as a framework wants it: `PageController`, `UserLive.Show`."""
    segments = module.name.split(".")
    return segments[-1].endswith(options.ignore_names) or any(
        segment.endswith("Live") and "Live" in options.ignore_names for segment in segments
    )
