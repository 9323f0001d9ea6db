"""The application module starts the tree and does no work of its own.

Queries, requests and files in `start/2` run before anything supervises them: a failure stops the
boot, and nothing tries again. Functions of the application module that do such work belong to the
domain that they are about; this module is only where the tree is put together.

Do one-time work in a task among the children, in the `handle_continue/2` of a server, or in a
release task. Settings, telemetry and logging are fine.

Source: the seed's supervisor pattern; Library Guidelines, "Avoid application configuration".

## Bad

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    File.write!("/var/lib/my_app/started", "yes")
    # <- `start/2` reads or writes files: `File.write!/2`
    Supervisor.start_link([MyApp.Repo], strategy: :one_for_one)
  end

  def users_online do
    MyApp.Repo.aggregate(MyApp.Session, :count)
    # <- `users_online/0` of the application module waits for a data store: `MyApp.Repo.aggregate/2`
  end
end
```

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

## Good

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    :telemetry.attach("requests", [:my_app, :request], &MyApp.Metrics.handle/4, nil)
    children = [MyApp.Repo, {Task, &MyApp.Seeds.ensure/0}]
    Supervisor.start_link(children, strategy: :one_for_one)
  end

  def children_of(:web), do: [MyAppWeb.Endpoint]
  def children_of(:worker), do: []
end
```

```elixir title="lib/my_app/repo.ex"
defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```
"""

from collections.abc import Iterator

from dralint.api import POSSIBLE, PROBABLE, Blocking, Finding, Module, Step, Wait, rule

WORK = ("http", "mail", "db", "file")
WRITES = ("write", "write!", "mkdir_p", "mkdir_p!", "rm", "rm!", "rm_rf", "rm_rf!", "cp", "cp!")


@rule("otp-application-logic", confidence=PROBABLE, after=("otp-blocking-init",))
def check(module: Module, blocking: Blocking) -> Iterator[Finding]:
    if "Application" not in module.effects.behaviours:
        return
    for function in module.functions:
        starts = function.label == "start/2"
        if function.data.kind != "def" or (function.is_callback and not starts):
            continue
        for index in range(len(function.clauses)):
            for wait in blocking.waits(function, index):
                if wait.category in WORK and counts(wait):
                    who = f"`{function.label}`{'' if starts else ' of the application module'}"
                    yield Finding(
                        wait.span,
                        f"{who} {wait.says}: `{wait.way}`",
                        help="do it in a task among the children, or in the module it is about",
                        confidence=None if starts or is_plain(module) else POSSIBLE,
                        trail=[Step(span, text) for span, text in wait.steps],
                    )


def is_plain(module: Module) -> bool:
    """Whether a module is the application alone, and not a library's interface as well."""
    return module.name.endswith((".Application", ".App"))


def counts(wait: Wait) -> bool:
    """Whether a wait is work: reading a file at the start is setting up, and so are far helpers."""
    return wait.category != "file" or (wait.site.name in WRITES and len(wait.calls) < 3)
