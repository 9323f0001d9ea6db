"""A process is started under a supervisor, not with a bare `spawn`.

A process that nobody supervises is restarted by nobody: when it crashes its work is lost, and
where it is linked it takes its parent along. Nothing waits for it at shutdown either. Start it
under a `Task.Supervisor`, or make it a child of the supervision tree.

A bare `spawn` is fine in tests, scripts and mix tasks. Where somebody keeps watch it is an info
only: `spawn_link` while a process starts, or in a server that traps exits and takes `{:EXIT, ...}`;
a process that is monitored where it is spawned, or whose message the same function receives; and
one that is itself the watcher of another. So is a process whose whole errand is to end, tell or
trace another one, and `Node.spawn` on other nodes, which have a tree of their own.

It is a warning where it is plain that somebody thought of it: a comment right above it, or the
function's documentation, says why the code runs apart ("so as not to block the caller"), the code
catches what goes wrong in it, a function named `start...` hands the process to its caller, or the
mix project is a tool beside the product.

Source: the seed's "Never do" (unsupervised processes) and anti-pattern 6.

## Bad

```elixir
defmodule MyApp.Mail do
  def send_later(message), do: spawn(fn -> MyApp.Mailer.deliver(message) end)
  #                            ^^^^^ `spawn/1` starts a process that nobody supervises
end
```

Warnings: the author says why, catches what may happen, or hands the process on:

```elixir
defmodule MyApp.Editor do
  @doc "Opens a file. Spawns a process to avoid blocking the shell."
  def open(file), do: spawn(fn -> System.cmd("editor", [file]) end)
  #                   ^^^^^ `spawn/1` starts a process that nobody supervises

  def prune(cache) do
    spawn(fn ->
    # <- `spawn/1` starts a process that nobody supervises
      try do
        MyApp.Cache.prune(cache)
      rescue
        error -> MyApp.Log.failed(error)
      end

      MyApp.Log.done()
    end)

    :ok
  end

  def start_printer(lines), do: spawn(MyApp.Printer, :loop, [lines])
  #                             ^^^^^ `spawn/3` starts a process that nobody supervises
end
```

```elixir
defmodule MyApp.Warm do
  def run(keys) do
    Enum.each(keys, fn key -> spawn_link(MyApp.Cache, :load, [key]) end)
    #                         ^^^^^^^^^^ `spawn_link/3` starts a process that nobody supervises
  end
end
```

```elixir title="lib/my_app/worker.ex"
defmodule MyApp.Worker do
  use GenServer

  @impl true
  def init(jobs) do
    {pid, ref} = spawn_monitor(fn -> MyApp.Jobs.run(jobs) end)
    #            ^^^^^^^^^^^^^ `spawn_monitor/1` starts a process that nobody supervises
    {:ok, {pid, ref}}
  end
end
```

```elixir
defmodule MyApp.Nodes do
  def refresh_all do
    Enum.each(Node.list(), fn node -> Node.spawn(node, MyApp.Cache, :refresh, []) end)
    #                                 ^^^^^^^^^^ `Node.spawn/4` starts a process that nobody supervises
  end

  def leave(server) do
    spawn(fn ->
    # <- `spawn/1` starts a process that nobody supervises
      if Process.alive?(server), do: GenServer.stop(server, :normal, 5_000)
      Logger.info("left #{MyApp.Names.of(server)}")
    end)
  end
end
```

Where the options are not written at the call, the process may be linked; it is a warning:

```elixir
defmodule MyApp.Peer do
  def run(work, options), do: Process.spawn(work, options)
  #                           ^^^^^^^^^^^^^ `Process.spawn/2` starts a process that nobody supervises
end
```

## Good

```elixir
defmodule MyApp.Mail do
  def send_later(message) do
    Task.Supervisor.start_child(MyApp.TaskSupervisor, fn -> MyApp.Mailer.deliver(message) end)
  end
end
```

A function of one's own may have that name:

```elixir
defmodule MyApp.Monsters do
  import Kernel, except: [spawn: 1]

  def spawn(kind), do: %{kind: kind}
  def boss, do: spawn(:boss)
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    CERTAIN,
    ERROR,
    EXIT,
    INFO,
    PROBABLE,
    WARNING,
    Call,
    Explained,
    Fate,
    Fates,
    Finding,
    Function,
    Mailbox,
    Severity,
    Standing,
    Starts,
    rule,
    values,
)


@rule(
    "otp-unsupervised-spawn",
    severity=ERROR,
    targets=[
        "Kernel.spawn/*",
        "Kernel.spawn_link/*",
        "Kernel.spawn_monitor/*",
        "Process.spawn/*",
        ":erlang.spawn/*",
        ":erlang.spawn_link/*",
        ":erlang.spawn_monitor/*",
        ":erlang.spawn_opt/*",
        "Node.spawn/*",
        "Node.spawn_link/*",
        ":proc_lib.spawn/*",
        ":proc_lib.spawn_link/*",
    ],
)
def check(
    call: Call, starts: Starts, fates: Fates, mailbox: Mailbox, explained: Explained
) -> Iterator[Finding]:
    function = call.function
    if call.data.quoted or function is None or function.data.is_test:
        return
    standing = starts.standing(function)
    if standing in (Standing.SCRIPT, Standing.PRIMITIVE):
        return
    confidence = CERTAIN
    meant = call.target == "Node" or starts.is_errand(call)
    if meant or _is_watched(call, starts, fates):
        severity = INFO
    elif _asks(call, "link"):
        severity = _severity(function, standing, mailbox)
    elif _hides_options(call):
        severity, confidence = WARNING, PROBABLE
    elif explained.is_meant(call) or _is_handed_on(call, function, starts):
        severity = WARNING
    else:
        severity = ERROR
    yield Finding(
        call.name_span,
        f"`{call.label}` starts a process that nobody supervises",
        severity=severity,
        confidence=confidence,
        help="start it with `Task.Supervisor.start_child/2`, or as a child of a supervisor",
    )


def _is_handed_on(call: Call, function: Function, starts: Starts) -> bool:
    """Whether the caller of a function that starts something gets the process."""
    return function.name.startswith("start") and starts.hands_on(call)


def _is_watched(call: Call, starts: Starts, fates: Fates) -> bool:
    """Whether somebody learns of the end of the process, or it is there to learn of another's."""
    if starts.is_watched(call) or starts.is_watcher(call) or starts.is_awaited(call):
        return True
    return _asks(call, "monitor") and fates.of_call(call).fate is not Fate.DROPPED


def _asks(call: Call, what: str) -> bool:
    """Whether a spawn links or monitors, by its name or by an option."""
    options = call.args[-1] if call.args else None
    listed = options.items if isinstance(options, values.ListOf) else ()
    return what in call.name or any(isinstance(o, values.Atom) and o.name == what for o in listed)


def _hides_options(call: Call) -> bool:
    """Whether the options that could link the process are not written at the call."""
    takes_options = call.label in ("Process.spawn/2", "Process.spawn/4") or "spawn_opt" in call.name
    return takes_options and not isinstance(call.args[-1], values.ListOf)


def _severity(function: Function, standing: Standing, mailbox: Mailbox) -> Severity:
    """Return how grave a linked process is, which falls together with who spawned it."""
    if standing in (Standing.START, Standing.INIT):
        return INFO
    owners = mailbox.owners(function)
    if owners and all(mailbox.traps_exits(m) and mailbox.takes(m, EXIT) for m in owners):
        return INFO
    return WARNING
