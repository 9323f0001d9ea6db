"""A list of children names modules that exist.

A name of the application's own namespace that no file defines was renamed, deleted or misspelt.
The compiler says nothing, because it is only data; the application does not boot.

Modules of dependencies, those that a macro may define, and children under `Code.ensure_loaded?` are
not reported.

Source: the seed's supervisor pattern.

## Bad

```elixir
defmodule MyApp.Mailer do
  use GenServer
  def start_link(arg), do: GenServer.start_link(__MODULE__, arg)
  def init(arg), do: {:ok, arg}
end

defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    children = [
      MyApp.Mailer,
      {MyApp.Accounts.Supervisor, []}
      # <- no file defines `MyApp.Accounts.Supervisor`
    ]

    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
```

## Good

```elixir
defmodule MyApp.Mailer do
  use GenServer
  def start_link(arg), do: GenServer.start_link(__MODULE__, arg)
  def init(arg), do: {:ok, arg}
end

defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    children = [MyApp.Mailer, {Phoenix.PubSub, name: MyApp.PubSub}] ++ optional()
    Supervisor.start_link(children, strategy: :one_for_one)
  end

  defp optional do
    if Code.ensure_loaded?(MyApp.Enterprise), do: [MyApp.Enterprise], else: []
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    ERROR,
    POSSIBLE,
    Finding,
    Names,
    Project,
    Supervisors,
    rule,
)


@rule("otp-child-undefined", severity=ERROR, rooted=True)
def check(project: Project, supervisors: Supervisors, names: Names) -> Iterator[Finding]:
    for listing in supervisors.listings:
        if not listing.call.file.is_code:
            continue
        for child in supervisors.children_of(listing):
            name = child.module
            if name is None or child.form in ("call", "erlang") or project.defines(name):
                continue
            if any("loaded" in condition.text for condition in child.when):
                continue
            belongs = names.ours(name, listing.call.file.app)
            if belongs is not False:
                yield Finding(
                    child.span,
                    f"no file defines `{name}`",
                    help="correct the name, or take the child out of the list",
                    confidence=None if belongs else POSSIBLE,
                )
