"""A process is started by a supervisor, not by hand.

A supervisor restarts what crashes, stops what must stop before the application does, and shows what
runs. A process that is started in the middle of other code has none of this: with `start_link` it
lives and dies with whoever happened to start it, with `start` nobody notices when it is gone.

Starting is done where supervisors look for it: in `start_link`, in the function that a child
specification names, in the `init/1` of a supervisor, in the application's `start/2` (whose result
it is), and in helpers of these. A worker that starts another process in its own `init/1` or
`handle_continue/2` is only an info: both fall together, but the second is not restarted on its own.
So is a server that starts the connection of a library, or a supervisor of its own, and a process
that is monitored where it is started; and in a library that is published, any server that owns what
it starts, because the tree is its user's. So is a linked process that a function hands to its
caller, who then owns it, and a module that starts its own process when it is first asked. One that
is stopped again in the same function is meant. A process without a link is an error, and a warning
where a comment right above it says why it stands outside of the tree.

Put the module in the children of a supervisor, or start it with `DynamicSupervisor.start_child/2`.

Source: the seed's "Never do" (unsupervised processes) and anti-pattern 6.

## Bad

```elixir title="lib/my_app/session.ex"
defmodule MyApp.Session do
  use GenServer

  def start_link(user), do: GenServer.start_link(__MODULE__, user)
  def start(user), do: GenServer.start(__MODULE__, user)

  @impl true
  def init(user), do: {:ok, user}
end
```

```elixir title="lib/my_app/sessions.ex"
defmodule MyApp.Sessions do
  alias MyApp.Session

  def open(user) do
    {:ok, pid} = Session.start_link(user)
    #            ^^^^^^^^^^^^^^^^^^ `MyApp.Session` is started outside of any supervisor
    send(pid, :open)
    :ok
  end

  def watch(user) do
    with {:ok, pid} <- Session.start(user), do: send(pid, :watch)
    #                  ^^^^^^^^^^^^^ `MyApp.Session` is started outside of any supervisor, without a link
  end

  def remain(user) do
    # Without a link, so that it remains when the caller crashes.
    {:ok, pid} = Session.start(user)
    #            ^^^^^^^^^^^^^ `MyApp.Session` is started outside of any supervisor, without a link
    send(pid, :remain)
  end

  def connect(user) do
    with {:ok, pid} <- Session.start_link(user), do: {user, pid}
    #                  ^^^^^^^^^^^^^^^^^^ `MyApp.Session` is started outside of any supervisor
  end
end
```

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  @impl true
  def start(_type, _args) do
    Agent.start_link(fn -> %{} end, name: MyApp.Flags)
    # <- `Agent` is started beside the application's tree
    Supervisor.start_link([MyApp.Hub], strategy: :one_for_one)
  end
end
```

```elixir title="lib/my_app/hub.ex"
defmodule MyApp.Hub do
  use GenServer

  def start_link(opts), do: GenServer.start_link(__MODULE__, opts, name: __MODULE__)

  @impl true
  def init(user) do
    {:ok, session} = MyApp.Session.start_link(user)
    #                ^^^^^^^^^^^^^^^^^^^^^^^^ `MyApp.Session` falls with this process, but is not restarted on its own
    {:ok, session}
  end

  @impl true
  def handle_cast({:join, user}, state) do
    {:ok, _session} = MyApp.Session.start_link(user)
    #                 ^^^^^^^^^^^^^^^^^^^^^^^^ `MyApp.Session` is started outside of any supervisor
    {:noreply, state}
  end
end
```

## Good

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  @impl true
  def start(_type, _args) do
    children = [{MyApp.Pool, size: 4}, %{id: :log, start: {MyApp.Log, :open, ["log"]}}]

    with {:ok, pid} <- Supervisor.start_link(children, strategy: :one_for_one) do
      {:ok, pid}
    end
  end
end
```

```elixir title="lib/my_app/pool.ex"
defmodule MyApp.Pool do
  def child_spec(opts), do: %{id: __MODULE__, start: {__MODULE__, :start_link, [opts]}}

  def start_link(opts) do
    with {:ok, pid} <- Supervisor.start_link([], strategy: :one_for_one) do
      warm(opts)
      {:ok, pid}
    end
  end

  defp warm(opts), do: Agent.start_link(fn -> opts end, name: MyApp.Pool.Options)

  def checkout(key), do: DynamicSupervisor.start_child(MyApp.Pool.Workers, {MyApp.Log, key})
end
```

```elixir title="lib/my_app/log.ex"
defmodule MyApp.Log do
  use GenServer

  def open(path), do: start(path, [])
  defp start(path, opts), do: GenServer.start_link(__MODULE__, path, opts)

  @impl true
  def init(path), do: {:ok, path}

  def count(lines) do
    {:ok, counter} = Agent.start_link(fn -> 0 end)
    Enum.each(lines, fn _line -> Agent.update(counter, &(&1 + 1)) end)
    total = Agent.get(counter, & &1)
    Agent.stop(counter)
    total
  end
end
```

A module of another kind may have a `start_link` as well:

```elixir title="lib/my_app/chain.ex"
defmodule MyApp.Chain do
  def start_link(chain, link), do: [link | chain]
  def build, do: start_link([], :first)
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    ERROR,
    INFO,
    POSSIBLE,
    PROBABLE,
    WARNING,
    Explained,
    Fate,
    Fates,
    Finding,
    Project,
    Severity,
    Standing,
    Start,
    Starts,
    rule,
)

_RIGHT = (Standing.START, Standing.SCRIPT, Standing.PRIMITIVE)
"""Where a process may be started by hand."""


@rule("otp-unsupervised-start", severity=WARNING, confidence=PROBABLE)
def check(
    project: Project, starts: Starts, fates: Fates, explained: Explained
) -> Iterator[Finding]:
    for start in starts.calls:
        call = start.call
        function = call.function
        if function is None or call.data.quoted or not call.file.is_code or function.data.is_test:
            continue
        standing = starts.standing(function)
        if standing in _RIGHT or starts.is_ended(call):
            continue
        if standing is Standing.ROOT and starts.hands_on(call):
            continue
        unseen = function.has_impl or not starts.has_callers(function)
        handed = standing is Standing.CLIENT and unseen and starts.hands_on(call)
        yield Finding(
            call.name_span,
            _message(start, standing),
            help="make it a child of a supervisor, or use `DynamicSupervisor.start_child/2`",
            severity=_severity(start, standing, starts, explained),
            confidence=POSSIBLE if handed or _may_be_owned(start, standing, fates) else PROBABLE,
        )


def _severity(start: Start, standing: Standing, starts: Starts, explained: Explained) -> Severity:
    """Return how grave a start is: an owner that keeps hold of what it starts is little harm."""
    if standing is Standing.INIT or starts.is_watched(start.call):
        return INFO
    published = start.call.file.app.mix.package
    owned = start.library or published or starts.is_supervisor(start)
    if standing is Standing.SERVER and start.linked and owned:
        return INFO
    if starts.hands_on(start.call) if start.linked else _is_on_demand(start):
        return INFO
    return WARNING if start.linked or explained.is_meant(start.call) else ERROR


def _is_on_demand(start: Start) -> bool:
    """Whether a module starts its own process, which lives for itself."""
    module = start.call.module
    by_name = start.call.target in ("Swarm", None)
    return module is not None and module.name == start.what and not by_name


def _may_be_owned(start: Start, standing: Standing, fates: Fates) -> bool:
    """Whether who runs this is unknown, or a server that holds on to what it starts."""
    if standing is Standing.UNKNOWN:
        return True
    kept = fates.of_call(start.call).fate is not Fate.DROPPED
    return standing is Standing.SERVER and start.linked and kept


def _message(start: Start, standing: Standing) -> str:
    if standing is Standing.ROOT:
        return f"`{start.what}` is started beside the application's tree"
    if standing is Standing.INIT:
        return f"`{start.what}` falls with this process, but is not restarted on its own"
    how = "" if start.linked else ", without a link"
    return f"`{start.what}` is started outside of any supervisor{how}"
