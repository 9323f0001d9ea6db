"""Tests stand on all levels: units, what they do together, and what users see.

Units are many and fast; some tests run code with its database, and some send requests as a browser
would. A web application without any request in its tests has never been asked for a page; one whose
queries never meet a database has never asked a question.

Reported is a mix project with tests, once for each level that is missing: it has routes and no
test makes a request, or it has queries of its own and no test uses a database. `dralint tests`
counts the levels.

Source: the seed's testing strategy (unit, integration and end-to-end tests).

## Bad

```elixir title="mix.exs"
defmodule MyApp.MixProject do
#         ^^^^^^^^^^^^^^^^ the router has 2 routes, and no test makes a request
  use Mix.Project

  def project, do: [app: :my_app, version: "0.1.0"]
end
```

```elixir title="lib/my_app_web/router.ex"
defmodule MyAppWeb.Router do
  use Phoenix.Router

  get "/", MyAppWeb.PageController, :home
  get "/about", MyAppWeb.PageController, :about
end
```

```elixir title="test/my_app/money_test.exs"
defmodule MyApp.MoneyTest do
  use ExUnit.Case, async: true

  test "adds up" do
    assert 1 + 1 == 2
  end
end
```

## Good

```elixir title="mix.exs"
defmodule MyApp.MixProject do
  use Mix.Project

  def project, do: [app: :my_app, version: "0.1.0"]
end
```

```elixir title="lib/my_app_web/router.ex"
defmodule MyAppWeb.Router do
  use Phoenix.Router

  get "/", MyAppWeb.PageController, :home
end
```

```elixir title="test/my_app_web/page_controller_test.exs"
defmodule MyAppWeb.PageControllerTest do
  use MyAppWeb.ConnCase

  test "says hello", %{conn: conn} do
    assert html_response(get(conn, "/"), 200) =~ "Hello"
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import INFO, PROBABLE, Finding, Levels, Project, Routes, mix_place, rule


@rule("test-pyramid", severity=INFO, confidence=PROBABLE, rooted=True)
def check(project: Project, levels: Levels, routes: Routes) -> Iterator[Finding]:
    counts = levels.total
    place = mix_place(project)
    if place is None or not counts.all:
        return
    if routes.routes and not counts.end and not levels.requests:
        many = f"{len(routes.routes)} routes" if len(routes.routes) > 1 else "a route"
        yield Finding(
            place,
            f"the router has {many}, and no test makes a request",
            help="test the most important page with `ConnCase`",
        )
    if levels.queries and not counts.together and not levels.requests:
        yield Finding(
            place,
            f"{levels.queries} queries of the application are run by no test with a database",
            help="test them with `Ecto.Adapters.SQL.Sandbox`, as `DataCase` does",
        )
