"""A callback of a server never waits for slow work.

A server works off one message at a time. While a callback sleeps, asks another machine or runs a
command, every other message waits in the mailbox: callers run into their timeout of five seconds,
and the supervisor cannot stop the process. The slowest answer of the outside world becomes the
speed of the whole server.

Let a task do the work and go on: `Task.Supervisor.async_nolink/2` in the callback, the result in
`handle_info/2`, the waiting caller kept in the state and answered with `GenServer.reply/2`. For a
pause, `Process.send_after/3` sends the server its own next message.

The rule follows what a callback calls through helpers and other modules, as far as the same process
runs it, and shows the way. Each place that waits is reported once for a server, at the gravest
callback that reaches it; further ones stand at the end of the way. Errors are waits for what others
decide: a pause, a `receive` without `after`, HTTP, mail, other nodes, locks, commands, sockets,
input. Warnings are slow hashes, calls without a timeout (a `receive` that also takes the `{:DOWN, ...}`
of whom it waits for is one of one's own making), and calls to another process once for each element. A call that awaits a task is reported by otp-await-in-callback.

Infos are the waits that harm nobody or are plainly meant: in a server without a clause for calls,
where the mailbox waits but no caller does; in `handle_continue/2`, since what `init/1` leaves over
belongs there; a pause of at most 100 milliseconds, and one that comes only after a failure (an arm
for `{:error, _}`, a `rescue`); a clause that stops its process; and errors in a server whose callers
all say that they wait longer than five seconds.

The other way round, a call that is answered by one read of an ETS table makes all readers wait in
line for a row that each could read by itself: a warning, unless the table is `:private`.

It is fine to wait in a process that nobody asks, with neither `handle_call/3` nor `handle_cast/2`,
in a step of a state machine that is neither call nor cast, in a task, a job or a worker of a pool,
and in client functions, which run in the caller.

The table `[blocking]` of the configuration says more: `extra_blocking` and `extra_nonblocking` name
functions, `categories` are those that count, `db_in_callbacks = "warning"` reports queries too,
`lone_processes = "info"` shows the processes that nobody asks, `dedicated_workers` are modules that
wait by design, and `max_path` is how many calls are followed.

Source: the seed's "Never do" (block GenServer callbacks) and anti-pattern 3.

## Bad

```elixir
defmodule MyApp.Rates do
  use GenServer

  @impl true
  def init(opts), do: {:ok, opts}

  @impl true
  def handle_call(:refresh, _from, state) do
    {:reply, fetch(), state}
    #        ^^^^^ `handle_call(:refresh, ...)` waits for HTTP: `fetch/0 -> Req.get!/1`
  end

  defp fetch, do: Req.get!("https://rates.example.com").body
end
```

Through other modules, closures that run at once, and functions that take them:

```elixir title="lib/my_app/thumbnails.ex"
defmodule MyApp.Thumbnails do
  use GenServer

  alias MyApp.Shell

  @impl true
  def init(opts), do: {:ok, opts}

  @impl true
  def handle_call(:count, _from, state), do: {:reply, 0, state}

  @impl true
  def handle_cast({:render, paths}, state) do
    Enum.each(paths, &Shell.convert/1)
    #                 ^^^^^^^^^^^^^ `handle_cast({:render, ...}, ...)` waits for an operating system command: `MyApp.Shell.convert/1 -> System.cmd/2`
    {:noreply, state}
  end

  def handle_cast({:render_later, paths}, state) do
    Process.sleep(200)
    # <- `handle_cast({:render_later, ...}, ...)` sleeps: `Process.sleep/1`
    handle_cast({:render, paths}, state)
  end
end
```

```elixir title="lib/my_app/shell.ex"
defmodule MyApp.Shell do
  def convert(path), do: timed(fn -> System.cmd("convert", [path, path <> ".png"]) end)

  defp timed(fun), do: fun.()
end
```

Behind a behaviour, when all that implement it wait:

```elixir title="lib/my_app/geo.ex"
defmodule MyApp.Geo do
  @callback locate(String.t()) :: {float(), float()}
end

defmodule MyApp.Geo.Remote do
  @behaviour MyApp.Geo

  @impl true
  def locate(name), do: HTTPoison.get!("https://geo.example.com/" <> name).body
end

defmodule MyApp.Geo.Server do
  use GenServer

  @impl true
  def init(opts), do: {:ok, opts}

  @impl true
  def handle_call({:locate, name}, _from, %{backend: backend} = state) do
    {:reply, backend.locate(name), state}
    #        ^^^^^^^^^^^^^^ `handle_call({:locate, ...}, ...)` waits for HTTP: `MyApp.Geo.Remote.locate/1 -> HTTPoison.get!/1`
  end
end
```

Another process, once for each element, and without a timeout:

```elixir
defmodule MyApp.Billing do
  use GenServer

  @impl true
  def init(opts), do: {:ok, opts}

  @impl true
  def handle_call({:total, ids}, _from, state) do
    {:reply, Enum.sum(for(id <- ids, do: GenServer.call(MyApp.Prices, {:price, id}))), state}
    #                                    ^^^^^^^^^^^^^^ `handle_call({:total, ...}, ...)` waits for another process again and again: `GenServer.call/2`
  end

  def handle_call(:sync, _from, state) do
    {:reply, GenServer.call(MyApp.Ledger, :sync, :infinity), state}
    #        ^^^^^^^^^^^^^^ `handle_call(:sync, ...)` waits without limit for another process: `GenServer.call/3`
  end

  @impl true
  def handle_cast({:end, pid}, state) do
    ref = Process.monitor(pid)
    Process.exit(pid, :shutdown)

    receive do
    # <- `handle_cast({:end, ...}, ...)` waits without limit for another process: `receive`
      {:DOWN, ^ref, :process, ^pid, _reason} -> {:noreply, state}
    end
  end
end
```

One server between all readers and a table that is open to them:

```elixir
defmodule MyApp.Prices do
  use GenServer

  @impl true
  def init(_opts), do: {:ok, :ets.new(:prices, [:set, :protected])}

  @impl true
  def handle_call({:get, key}, _from, table) do
    case :ets.lookup(table, key) do
    #    ^^^^^^^^^^^ `handle_call({:get, ...}, ...)` only reads a table, and all readers wait in line
      [{^key, price}] -> {:reply, price, table}
      [] -> {:reply, nil, table}
    end
  end

  def handle_call({:put, key, price}, _from, table) do
    {:reply, :ets.insert(table, {key, price}), table}
  end
end
```

Infos: nobody waits for this server, and what it does after a failure or before it stops is meant:

```elixir
defmodule MyApp.Exporter do
  use GenServer

  def export(rows), do: GenServer.cast(__MODULE__, {:export, rows})

  @impl true
  def init(opts), do: {:ok, opts}

  @impl true
  def handle_cast({:export, rows}, state) do
    Req.post!("https://rows.example.com", json: rows)
    # <- `handle_cast({:export, ...}, ...)` waits for HTTP: `Req.post!/2`
    {:noreply, state}
  end
end
```

```elixir
defmodule MyApp.Link do
  use GenServer

  @impl true
  def init(opts), do: {:ok, opts}

  @impl true
  def handle_call({:send, bytes}, _from, port), do: {:reply, try_to_send(port, bytes), port}
  #                                                          ^^^^^^^^^^^ `handle_call({:send, ...}, ...)` sleeps: `try_to_send/2 -> Process.sleep/1`

  @impl true
  def handle_cast(:leave, port) do
    receive do
    # <- `handle_cast(:leave, ...)` waits for a message: `receive`
      {^port, :empty} -> {:stop, :normal, port}
    end
  end

  defp try_to_send(port, bytes) do
    case MyApp.Port.command(port, bytes) do
      {:error, :busy} ->
        Process.sleep(1_000)
        try_to_send(port, bytes)

      sent ->
        sent
    end
  end
end
```

```elixir
defmodule MyApp.Renderer do
  use GenServer

  def render(page), do: GenServer.call(__MODULE__, {:render, page}, 60_000)

  @impl true
  def init(opts), do: {:ok, opts}

  @impl true
  def handle_call({:render, page}, _from, state) do
    {:reply, System.cmd("render", [page]), state}
    #        ^^^^^^^^^^ `handle_call({:render, ...}, ...)` waits for an operating system command: `System.cmd/2`
  end
end
```

## Good

A task works, and the server stays free:

```elixir
defmodule MyApp.Rates do
  use GenServer

  def refresh, do: GenServer.call(__MODULE__, :refresh, 30_000)

  @impl true
  def init(opts), do: {:ok, opts}

  @impl true
  def handle_call(:refresh, from, state) do
    task = Task.Supervisor.async_nolink(MyApp.TaskSupervisor, fn -> fetch() end)
    {:noreply, Map.put(state, task.ref, from)}
  end

  @impl true
  def handle_info({ref, result}, state) when is_reference(ref) do
    Process.demonitor(ref, [:flush])
    {from, state} = Map.pop(state, ref)
    GenServer.reply(from, result)
    {:noreply, state}
  end

  def handle_info({:DOWN, ref, :process, _pid, reason}, state) do
    {from, state} = Map.pop(state, ref)
    GenServer.reply(from, {:error, reason})
    {:noreply, state}
  end

  defp fetch, do: Req.get!("https://rates.example.com").body
end
```

Client functions run in the caller; a flush does not wait; a module may have a library's name:

```elixir title="lib/my_app/queue.ex"
defmodule MyApp.Queue do
  use GenServer

  alias MyApp.Req

  def push_slowly(item) do
    Process.sleep(100)
    GenServer.cast(__MODULE__, {:push, item})
  end

  @impl true
  def init(items), do: {:ok, items}

  @impl true
  def handle_cast({:push, item}, items) do
    Process.sleep(0)
    Req.get!(item)
    {:noreply, [item | flush(items)]}
  end

  defp flush(items) do
    receive do
      {:push, item} -> flush([item | items])
    after
      0 -> items
    end
  end
end
```

```elixir title="lib/my_app/req.ex"
defmodule MyApp.Req do
  def get!(item), do: {:queued, item}
end
```

A process that nobody asks may wait for its own work:

```elixir
defmodule MyApp.Poller do
  use GenServer

  def start_link(opts), do: GenServer.start_link(__MODULE__, opts, name: __MODULE__)

  @impl true
  def init(opts), do: {:ok, opts, {:continue, :poll}}

  @impl true
  def handle_continue(:poll, state), do: {:noreply, poll(state)}

  @impl true
  def handle_info(:poll, state), do: {:noreply, poll(state)}

  defp poll(state) do
    HTTPoison.get!("https://status.example.com")
    Process.send_after(self(), :poll, 60_000)
    state
  end
end
```

A private table is read by its owner; a clause that does more than read has a reason:

```elixir
defmodule MyApp.Secrets do
  use GenServer

  @impl true
  def init(_opts), do: {:ok, :ets.new(:secrets, [:set, :private])}

  @impl true
  def handle_call({:get, key}, _from, table), do: {:reply, :ets.lookup(table, key), table}
end

defmodule MyApp.Sequence do
  use GenServer

  @impl true
  def init(_opts), do: {:ok, :ets.new(:sequence, [:set])}

  @impl true
  def handle_call({:take, key}, _from, table) do
    found = :ets.lookup(table, key)
    :ets.delete(table, key)
    {:reply, found, table}
  end
end
```

Only the clause that is reached counts, and so do functions that only look like callbacks:

```elixir title="lib/my_app/store.ex"
defmodule MyApp.Store do
  use GenServer

  @impl true
  def init(opts), do: {:ok, opts}

  @impl true
  def handle_call({:get, key}, _from, state), do: {:reply, run(:get, key, state), state}

  def run(:get, key, state), do: Map.get(state, key)
  def run(:fetch, key, _state), do: Req.get!("https://store.example.com/" <> key).body
end
```

```elixir title="lib/my_app_web/plug.ex"
defmodule MyAppWeb.Plug do
  def handle_call(conn, _from, _opts) do
    Process.sleep(100)
    conn
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    ERROR,
    PROBABLE,
    WARNING,
    BlockedCallbacks,
    Confidence,
    Finding,
    Module,
    Severity,
    Step,
    TableReads,
    rule,
)


@rule("otp-blocking-callback", severity=ERROR)
def check(module: Module, blocked: BlockedCallbacks, tables: TableReads) -> Iterator[Finding]:
    for each in blocked.servers(module):
        if each.wait.category != "await":
            yield Finding(
                each.wait.span,
                each.message,
                severity=Severity(each.gravity),
                confidence=Confidence(each.certainty),
                trail=[Step(*step) for step in each.steps],
                help="let a task do it, and take its result in `handle_info/2`",
            )
    for callback, read in tables.of_module(module):
        yield Finding(
            read.name_span,
            f"`{callback.label}` only reads a table, and all readers wait in line",
            severity=WARNING,
            confidence=PROBABLE,
            trail=[Step(call.name_span, "asks for it") for call in tables.askers(callback)],
            help="name the table, with `read_concurrency: true`, and read it in the client function",
        )
