"""Every message that is sent to a server has a clause that takes it.

A call or cast that no clause of `handle_call/3` or `handle_cast/2` takes ends the server with a
`FunctionClauseError`, and the caller with it. So does a message to oneself where `handle_info/2` has
clauses, but none for it. Mostly a tag was renamed on one side only, the tuple has another size, or
a message is cast that the server takes as a call.

The same goes for what a socket sends: who takes `{:tcp, ...}` gets `{:tcp_closed, ...}` one day. A
server that sends its HTTP requests itself with hackney, HTTPoison, or Tesla over hackney, gets
`{:ssl_closed, _}` when the other side closes a connection that the client keeps for later. That is a
warning: without any `handle_info/2` the message would be logged and dropped, but clauses for other
messages only end the server.

Two warnings more hold a project to its own habit. A state machine that drops what nobody expects in
some states, `(:info, _message, _data)`, ends in the others at the same message. And a server that
takes only its own messages ends at the late answer of a call, or at what a library leaves behind:
said where another module of the same behaviour of the project is ready for that, and where three
servers or more, at least two thirds of those with clauses of `handle_info/2`, are.

Nothing is said where the receiver or the message is not known, where a clause takes anything, or
where a macro may have added clauses.

Source: the seed's GenServer pattern, whose client functions and callbacks belong together.

## Bad

```elixir
defmodule MyApp.Sessions do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  def fetch(token), do: GenServer.call(__MODULE__, {:fetch, token})
  #                     ^^^^^^^^^^^^^^ no clause of `handle_call/3` in `MyApp.Sessions` takes `{:fetch, _}`
  def drop(token), do: GenServer.cast(__MODULE__, {:drop, token})
  #                    ^^^^^^^^^^^^^^ no clause of `handle_cast/2` in `MyApp.Sessions` takes `{:drop, _}`, only `handle_call/3` does

  @impl true
  def init(sessions), do: {:ok, sessions}

  @impl true
  def handle_call({:get, token}, _from, sessions), do: {:reply, sessions[token], sessions}
  def handle_call({:drop, token}, _from, sessions), do: {:reply, :ok, Map.delete(sessions, token)}

  @impl true
  def handle_cast({:put, token, user}, sessions), do: {:noreply, Map.put(sessions, token, user)}
end
```

```elixir
defmodule MyApp.Poller do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, 0, name: __MODULE__)

  @impl true
  def init(count) do
    send(self(), :start)
    #<- no clause of `handle_info/2` in `MyApp.Poller` takes `:start`
    {:ok, count}
  end

  @impl true
  def handle_info(:poll, count), do: {:noreply, count + 1}
end
```

```elixir
defmodule MyApp.Line do
  use GenServer

  def start_link(host), do: GenServer.start_link(__MODULE__, host, name: __MODULE__)

  @impl true
  def init(host), do: {:ok, {:gen_tcp.connect(host, 80, [:binary]), []}}

  @impl true
  def handle_info({:tcp, _socket, data}, state), do: {:noreply, [data | state]}
  #   ^^^^^^^^^^^ `MyApp.Line` takes a socket's data, but no clause takes `{:tcp_closed, _}`
end
```

```elixir
defmodule MyApp.Batcher do
  use GenServer

  @impl true
  def init(events), do: {:ok, events}

  @impl true
  def handle_info(:flush, events) do
  #   ^^^^^^^^^^^ `MyApp.Batcher` sends HTTP requests with `HTTPoison.post/2`, but no clause takes `{:ssl_closed, _}`
    send_all(events)
    {:noreply, []}
  end

  defp send_all(events), do: HTTPoison.post("https://events.example.com", inspect(events))
end
```

```elixir
defmodule MyApp.Door do
  @behaviour :gen_statem

  @impl true
  def callback_mode, do: :state_functions

  @impl true
  def init(key), do: {:ok, :closed, key}

  def closed({:call, from}, key, key), do: {:next_state, :open, key, [{:reply, from, :ok}]}
  def closed(:info, _message, _key), do: :keep_state_and_data

  def open(:cast, :close, key), do: {:next_state, :closed, key}
  #   ^^^^ `open/3` takes no message that nobody expects, as `closed(:info, ...)` does
end
```

```elixir
defmodule MyApp.Wire do
  @callback push(term()) :: :ok
end

defmodule MyApp.Wire.Local do
  use GenServer

  @behaviour MyApp.Wire

  @impl MyApp.Wire
  def push(item), do: GenServer.cast(__MODULE__, item)

  @impl GenServer
  def init(items), do: {:ok, items}

  @impl GenServer
  def handle_info({:DOWN, _ref, :process, pid, _reason}, items), do: {:noreply, items -- [pid]}
  #   ^^^^^^^^^^^ `MyApp.Wire.Local` takes no message that nobody expects, as `MyApp.Wire.Remote` does
end

defmodule MyApp.Wire.Remote do
  use GenServer

  @behaviour MyApp.Wire

  @impl MyApp.Wire
  def push(item), do: GenServer.cast(__MODULE__, item)

  @impl GenServer
  def init(items), do: {:ok, items}

  @impl GenServer
  def handle_info({:item, item}, items), do: {:noreply, [item | items]}
  def handle_info(_message, items), do: {:noreply, items}
end
```

```elixir
defmodule MyApp.Sweeper do
  use GenServer

  @impl true
  def init(count), do: {:ok, count}

  @impl true
  def handle_info(:sweep, count), do: {:noreply, count + 1}
  #   ^^^^^^^^^^^ `MyApp.Sweeper` takes no message that nobody expects, as 3 of 4 servers here do
end

defmodule MyApp.Cache do
  use GenServer

  @impl true
  def init(rows), do: {:ok, rows}

  @impl true
  def handle_info(:expire, _rows), do: {:noreply, []}
  def handle_info(_message, rows), do: {:noreply, rows}
end

defmodule MyApp.Feed do
  use GenServer

  @impl true
  def init(items), do: {:ok, items}

  @impl true
  def handle_info({:item, item}, items), do: {:noreply, [item | items]}
  def handle_info(_message, items), do: {:noreply, items}
end

defmodule MyApp.Log do
  use GenServer

  @impl true
  def init(lines), do: {:ok, lines}

  @impl true
  def handle_info(message, lines), do: {:noreply, [message | lines]}
end
```

## Good

```elixir
defmodule MyApp.Sessions do
  use GenServer

  @put :put

  def start_link(_opts), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  def fetch(token), do: call({:fetch, token})
  def put(token, user), do: GenServer.cast(__MODULE__, {@put, token, user})
  def ask(server, message), do: GenServer.call(server, message)

  @impl true
  def init(sessions) do
    send(self(), :sweep)
    {:ok, sessions}
  end

  @impl true
  def handle_call({:fetch, _token} = message, _from, sessions) do
    {:reply, sessions[elem(message, 1)], sessions}
  end

  @impl true
  def handle_cast({@put, token, user}, sessions), do: {:noreply, Map.put(sessions, token, user)}

  @impl true
  def handle_info(message, sessions) do
    IO.inspect(message)
    {:noreply, sessions}
  end

  defp call(message), do: GenServer.call(__MODULE__, message)
end

defmodule MyApp.Line do
  use GenServer

  def start_link(host), do: GenServer.start_link(__MODULE__, host, name: __MODULE__)

  @impl true
  def init(host), do: {:ok, {:ssl.connect(host, 443, [:binary]), []}}

  @impl true
  def handle_info({:ssl, _socket, data}, state), do: {:noreply, [data | state]}
  def handle_info({closed, _socket}, state) when closed in [:ssl_closed], do: {:stop, :normal, state}
end
```

States that all drop what nobody expects, one of them for all events; servers without a habit:

```elixir
defmodule MyApp.Door do
  @behaviour :gen_statem

  @impl true
  def callback_mode, do: :state_functions

  @impl true
  def init(key), do: {:ok, :closed, key}

  def closed({:call, from}, key, key), do: {:next_state, :open, key, [{:reply, from, :ok}]}
  def closed(:info, _message, _key), do: :keep_state_and_data

  def open(:cast, :close, key), do: {:next_state, :closed, key}
  def open(_event, _message, _key), do: :keep_state_and_data

  @impl true
  def terminate(_reason, _state, _key), do: :ok
end

defmodule MyApp.Sweeper do
  use GenServer

  @impl true
  def init(count), do: {:ok, count}

  @impl true
  def handle_info(:sweep, count), do: {:noreply, count + 1}
end

defmodule MyApp.Feed do
  use GenServer

  @impl true
  def init(items), do: {:ok, items}

  @impl true
  def handle_info({:item, item}, items), do: {:noreply, [item | items]}
  def handle_info(_message, items), do: {:noreply, items}
end
```

A task that sends the request has a mailbox of its own; a server without clauses drops what comes:

```elixir
defmodule MyApp.Batcher do
  use GenServer

  @impl true
  def init(events), do: {:ok, events}

  @impl true
  def handle_info(:flush, events) do
    Task.Supervisor.start_child(MyApp.Tasks, fn -> MyApp.Events.send_all(events) end)
    {:noreply, []}
  end
end

defmodule MyApp.Events do
  use GenServer

  @impl true
  def init(events), do: {:ok, events}

  @impl true
  def handle_call(:flush, _from, events), do: {:reply, send_all(events), []}

  def send_all(events), do: HTTPoison.post("https://events.example.com", inspect(events))
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    ERROR,
    PROBABLE,
    WARNING,
    Delivery,
    Finding,
    Leaks,
    Project,
    Sockets,
    Step,
    Strays,
    Unready,
    full,
    rule,
)


@rule("otp-unhandled-message", severity=ERROR)
def check(
    project: Project,
    delivery: Delivery,
    sockets: Sockets,
    leaks: Leaks,
    strays: Strays,
) -> Iterator[Finding]:
    yield from _lost(delivery)
    yield from _unclosed(sockets)
    leaking = {leak.module for leak in leaks.unprepared}
    yield from _leaked(leaks)
    for each in strays.unready:
        if each.last.module not in leaking:
            yield _unready(each, strays)


def _lost(delivery: Delivery) -> Iterator[Finding]:
    for lost in delivery.lost:
        site = lost.message.site
        if not site.file.is_code:
            continue
        name, body = lost.module.name, full(lost.message.body)
        message = f"no clause of `{lost.callback}` in `{name}` takes `{body}`"
        if lost.missing:
            message = f"`{name}` has no `{lost.callback}` to take `{body}`"
        if lost.instead is not None:
            message += f", only `{lost.instead}` does"
        calls = lost.message.calls[1:]
        trail = [Step(call.name_span, f"`{call.label}` sends it on") for call in calls]
        yield Finding(
            site.name_span,
            message,
            help="add a clause for it, or send what the server takes",
            confidence=lost.confidence,
            trail=[*trail, Step(lost.module.span, f"`{name}` receives it")],
        )


def _unclosed(sockets: Sockets) -> Iterator[Finding]:
    for callback, end in sockets.unclosed:
        if callback.file.is_code:
            yield Finding(
                callback.function,
                f"`{callback.module.name}` takes a socket's data, but no clause takes `{{:{end}, _}}`",
                help=f"add a clause for `{{:{end}, socket}}`: it comes when the other side closes",
                trail=[Step(callback.span, f"`{callback.label}` takes the data")],
            )


def _leaked(leaks: Leaks) -> Iterator[Finding]:
    for leak in leaks.unprepared:
        clause, file = leak.handler.clause, leak.module.file
        yield Finding(
            file.at(clause.name_start, clause.name_end),
            f"`{leak.module.name}` sends HTTP requests with `{leak.wait.names[-1]}`, "
            "but no clause takes `{:ssl_closed, _}`",
            help="add a clause that logs and drops what nobody expects",
            severity=WARNING,
            confidence=PROBABLE,
            trail=[
                Step(call.name_span, f"calls `{name}`")
                for call, name in zip(leak.wait.calls, leak.wait.names, strict=True)
            ],
        )


def _unready(each: Unready, strays: Strays) -> Finding:
    like = f"{strays.tolerant} of {strays.tolerant + strays.strict} servers here do"
    trail: list[Step] = []
    if each.other is not None:
        state = each.other.module == each.last.module
        name = each.other.label if state else each.other.module.name
        like = f"`{name}` does"
        trail.append(Step(each.other.span, f"`{name}` drops it"))
    return Finding(
        each.last.span,
        f"`{each.who}` takes no message that nobody expects, as {like}",
        help="add a clause that logs and drops it",
        severity=WARNING,
        confidence=PROBABLE,
        trail=trail,
    )
