"""A process is started under a supervisor, not with a bare `spawn`.

A process that nobody supervises is restarted by nobody: when it crashes its work is lost, and
where it is linked it takes its parent along. Nothing waits for it at shutdown either. Start it
under a `Task.Supervisor`, or make it a child of the supervision tree.

A bare `spawn` is fine in tests, scripts and mix tasks. `spawn_link` while a process starts is
reported as info only, because a crash then reaches a supervised owner.

Source: the seed's "Never do" (unsupervised processes) and anti-pattern 6.

## Bad

```elixir
defmodule MyApp.Mail do
  def send_later(message), do: spawn(fn -> MyApp.Mailer.deliver(message) end)
  #                            ^^^^^ `spawn/1` starts a process that nobody supervises
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

from dralint.api import ERROR, INFO, WARNING, Call, Finding, Processes, rule


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
def check(call: Call, processes: Processes) -> Iterator[Finding]:
    if call.data.quoted or call.function is None:
        return
    severity = ERROR
    if "link" in call.name:
        roles = processes.contexts.get(call.function.key, frozenset())
        severity = INFO if any(role == "start" for role, _ in roles) else WARNING
    yield Finding(
        call.name_span,
        f"`{call.label}` starts a process that nobody supervises",
        severity=severity,
        help="start it with `Task.Supervisor.start_child/2`, or as a child of a supervisor",
    )
