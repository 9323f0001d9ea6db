"""A process starts at once and does its slow work after `init/1` has returned.

A supervisor starts its children one after the other and waits for each `init/1`. A query, a request
or a loop of calls to other servers in there stops the start of the whole tree, makes whoever starts
the process wait, and ends the application's start when the other side is away for a moment.

Return `{:ok, state, {:continue, :load}}` and do the work in `handle_continue/2`: it runs before
any other message of the process, and the supervisor goes on meanwhile. What must not be asked
before it is loaded is then answered by the process itself.

Reported are pauses, HTTP, mail, other nodes, locks, commands, sockets, queries, and calls to another
process once for each element, through helpers and other modules too; tasks that are awaited and
`receive` are infos. A supervisor's `init/1` may query, since it has nothing else to go by, and an
application's `start/2` may run commands as well.

One query of a process that is started while the system runs, for what it is the process of, is an
info, and so are a pause that comes only after a failure and what a mix project under `tools/` does.

It is fine to wait in a start gate, whose `init/1` returns `:ignore` or `{:stop, reason}` and never
becomes a process, in a task among the children, and in `handle_continue/2`.

Source: the seed's "Never do" (block GenServer callbacks) and "supervision tree structure".

## Bad

```elixir
defmodule MyApp.Settings do
  use GenServer

  @impl true
  def init(opts) do
    {:ok, %{opts: opts, values: load()}}
    #                           ^^^^ `init(opts)` waits for a data store: `load/0 -> MyApp.Repo.all/1`
  end

  defp load, do: MyApp.Repo.all(MyApp.Setting)
end

defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

```elixir title="lib/my_app/feed.ex"
defmodule MyApp.Feed do
  use GenServer

  @impl true
  def init(urls) do
    Enum.each(urls, &MyApp.Index.add/1)
    #                ^^^^^^^^^^^^^^^ `init(urls)` waits for another process again and again: `MyApp.Index.add/1 -> GenServer.call/2`
    {:ok, MyApp.Http.get(hd(urls))}
    #     ^^^^^^^^^^^^^^ `init(urls)` waits for HTTP: `MyApp.Http.get/1`
  end
end
```

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  @impl true
  def start(_type, _args) do
    Process.sleep(1_000)
    # <- `start(_type, ...)` sleeps: `Process.sleep/1`
    Supervisor.start_link([], strategy: :one_for_one)
  end
end
```

```elixir title="lib/my_app/http.ex"
defmodule MyApp.Http do
  use Tesla
end
```

```elixir title="lib/my_app/index.ex"
defmodule MyApp.Index do
  def add(url), do: GenServer.call(__MODULE__, {:add, url})
end
```

## Good

```elixir
defmodule MyApp.Settings do
  use GenServer

  @impl true
  def init(opts) do
    Process.send_after(self(), :refresh, 60_000)
    {:ok, %{opts: opts, values: []}, {:continue, :load}}
  end

  @impl true
  def handle_continue(:load, state), do: {:noreply, %{state | values: load()}}

  @impl true
  def handle_info(:refresh, state), do: {:noreply, state}

  defp load, do: MyApp.Repo.all(MyApp.Setting)
end

defmodule MyApp.Repo do
  use Ecto.Repo, otp_app: :my_app, adapter: Ecto.Adapters.Postgres
end
```

A gate lets the tree wait on purpose; a plug's `init/1` starts nothing:

```elixir
defmodule MyApp.DatabaseGate do
  use GenServer

  def start_link(opts), do: GenServer.start_link(__MODULE__, opts)

  @impl true
  def init(opts) do
    Process.sleep(opts[:pause])
    if opts[:ready].(), do: :ignore, else: {:stop, :database_not_ready}
  end
end

defmodule MyAppWeb.Locale do
  @behaviour Plug

  @impl true
  def init(_opts), do: HTTPoison.get!("https://example.com/locales").body

  @impl true
  def call(conn, _opts), do: conn
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    WARNING,
    BlockedCallbacks,
    Confidence,
    Finding,
    Module,
    Severity,
    Step,
    rule,
)


@rule("otp-blocking-init", severity=WARNING)
def check(module: Module, blocked: BlockedCallbacks) -> Iterator[Finding]:
    for each in blocked.starts(module):
        above = each.callback.process in ("supervisor", "application")
        yield Finding(
            each.wait.span,
            each.message,
            severity=Severity(each.gravity),
            confidence=Confidence(each.certainty),
            trail=[Step(*step) for step in each.steps],
            help="let a child of its own do it, while the rest of the tree starts"
            if above
            else "return `{:ok, state, {:continue, ...}}` and do it in `handle_continue/2`",
        )
