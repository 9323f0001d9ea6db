"""The web layer asks the domain; it does not query the database itself.

A controller or LiveView that calls `Repo`, builds Ecto queries or casts changesets holds business
logic: it cannot be reused by a job, is tested through HTTP only, and knows the tables of a domain
that may want to change them. Put it into an action and call the API.

Health checks that send a literal `SELECT 1`, changesets of form objects (schemaless ones, and
embedded schemas of the web layer), reading a changeset's errors, and telemetry and endpoint files
are fine. The rule speaks only where the project follows the layout: of all data where most of the
application's places do, else of what names a module of a domain that does.

Source: the seed's integration with the Backend Specialist (API design, domain boundaries).

## Bad

```elixir title="lib/my_app_web/controllers/user_controller.ex"
defmodule MyAppWeb.UserController do
  use Phoenix.Controller
  import Ecto.Query
  # <- the web layer imports `Ecto.Query`

  alias MyApp.Accounts.User
  alias MyApp.Repo

  def show(conn, %{"id" => id}) do
    user = Repo.get!(User, id)
    #      ^^^^^^^^^ the web layer calls `Repo.get!/2`
    changeset = Ecto.Changeset.change(user)
    #           ^^^^^^^^^^^^^^^^^^^^^ the web layer builds a changeset: `Ecto.Changeset.change/1`
    render(conn, :show, user: user, changeset: changeset)
  end
end
```

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/accounts/user/fetch.ex"
defmodule MyApp.Accounts.User.Fetch do
  def call(id), do: {:ok, id}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  def fetch(id), do: MyApp.Accounts.User.Fetch.call(id)
end
```

## Good

```elixir title="lib/my_app_web/controllers/user_controller.ex"
defmodule MyAppWeb.UserController do
  use Phoenix.Controller

  def show(conn, %{"id" => id}) do
    with {:ok, user} <- MyApp.Accounts.User.API.fetch(id) do
      render(conn, :show, user: user)
    end
  end

  def search(conn, params) do
    types = %{term: :string}
    form = Ecto.Changeset.cast({%{}, types}, params, Map.keys(types))
    errors = Ecto.Changeset.traverse_errors(form, fn {message, _} -> message end)
    render(conn, :search, form: form, errors: errors)
  end
end
```

```elixir title="lib/my_app_web/plugs/health.ex"
defmodule MyAppWeb.Plugs.Health do
  @behaviour Plug

  @impl true
  def init(options), do: options

  @impl true
  def call(conn, _options) do
    Ecto.Adapters.SQL.query!(MyApp.Repo, "SELECT 1", [])
    conn
  end
end
```

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/accounts/user/fetch.ex"
defmodule MyApp.Accounts.User.Fetch do
  def call(id), do: {:ok, id}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  def fetch(id), do: MyApp.Accounts.User.Fetch.call(id)
end
```
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch

from dralint.api import (
    CERTAIN,
    ERROR,
    PROBABLE,
    Call,
    Confidence,
    File,
    Finding,
    Layout,
    Options,
    Queries,
    rule,
    values,
)

CASTS = frozenset(
    """
    cast change put_change put_assoc put_embed cast_assoc cast_embed force_change delete_change
    validate_required validate_length validate_format validate_number unique_constraint
    """.split()
)
TRANSACTIONS = frozenset(("transaction", "transact", "rollback", "checkout"))
HELP = "put it into an action and call the API of its resource"


@dataclass(frozen=True)
class WebDataAccess(Options):
    """`allow`: functions that the web layer may call. `allow_paths`: files that may call all."""

    allow: tuple[str, ...] = ()
    allow_paths: tuple[str, ...] = ("**/telemetry.ex", "**/endpoint.ex")


@rule("dra-web-data-access", severity=ERROR, kinds=("web",))
def check(
    file: File, layout: Layout, queries: Queries, options: WebDataAccess
) -> Iterator[Finding]:
    if not layout.on or any(fnmatch(file.path, pattern) for pattern in options.allow_paths):
        return
    whole = layout.whole
    forms = {m.data.index for m in file.modules if "Ecto.Schema" in m.effects.uses}
    for directive in file.outline.directives:
        brought = directive.kind == "import" and directive.quote < 0
        if whole and brought and directive.name == "Ecto.Query":
            yield Finding(
                file.at(directive.start, directive.end),
                "the web layer imports `Ecto.Query`",
                help=HELP,
            )
    for call in file.calls:
        if call.data.quoted or call.data.on is None or call.data.module in forms:
            continue
        if f"{call.target}.{call.name}" in options.allow:
            continue
        found = _access(call, queries)
        if found is not None and (whole or _is_governed(call, layout)):
            message, confidence = found
            yield Finding(call.name_span, message, help=HELP, confidence=confidence)


def _is_governed(call: Call, layout: Layout) -> bool:
    """Whether a call names a module that has a place in a domain of the layout."""
    named = (arg.name for arg in call.args if isinstance(arg, values.ModuleRef))
    modules = (call.file.project.module(name, call.file) for name in named)
    return any(module is not None and layout.governs(module) for module in modules)


def _access(call: Call, queries: Queries) -> tuple[str, Confidence] | None:
    """Return what a call does to data, and how sure that is."""
    query = queries.query(call)
    if query is not None and call.target not in ("Ash", None):
        if _is_health_check(call):
            return None
        return f"the web layer calls `{_label(call)}`", CERTAIN if query.sure else PROBABLE
    target = call.target
    if target == "Ecto.Changeset" and call.name in CASTS and not _is_form(call):
        return f"the web layer builds a changeset: `{_label(call)}`", CERTAIN
    if target == "Ecto.Multi":
        return f"the web layer builds a transaction: `{_label(call)}`", CERTAIN
    if target is not None and call.name in TRANSACTIONS:
        sure = queries.repo(target, call.file)
        if sure is not None:
            return f"the web layer calls `{_label(call)}`", CERTAIN if sure else PROBABLE
    return None


def _label(call: Call) -> str:
    """Return a call as people write it: `Repo.get!/2`."""
    target = call.target or ""
    short = target if target.startswith("Ecto.") else target.rpartition(".")[2]
    return f"{short}.{call.name}/{call.arity}"


def _is_health_check(call: Call) -> bool:
    return any(
        isinstance(arg, values.String) and arg.text.strip().lower().startswith("select 1")
        for arg in call.args
    )


def _is_form(call: Call) -> bool:
    """Whether a changeset is that of a form: made of a pair of data and types."""
    first = call.args[0] if call.args else None
    while isinstance(first, values.CallRef):
        inner = call.file.call(first.call)
        if inner.target != "Ecto.Changeset" or not inner.args:
            return False
        first = inner.args[0]
    return isinstance(first, values.TupleOf)
