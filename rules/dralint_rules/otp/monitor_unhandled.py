"""A server that monitors a process has a clause for its end.

`Process.monitor/1` sends `{:DOWN, ref, :process, pid, reason}` when the process ends, or at once if
it is gone. A server with clauses of `handle_info` that do not take it dies at that moment with a
`FunctionClauseError`. A monitor that is taken away again in the same function, or whose message a
`receive` of the module takes, is fine.

Source: the seed's "Violate OTP best practices"; documentation of `Process.monitor/1`.

## Bad

```elixir
defmodule MyApp.Room do
  use GenServer

  @impl true
  def init(users), do: {:ok, users}

  @impl true
  def handle_call({:join, pid}, _from, users), do: {:reply, watch(pid), [pid | users]}

  @impl true
  def handle_info(:tick, users), do: {:noreply, users}

  defp watch(pid), do: Process.monitor(pid)
  #                    ^^^^^^^^^^^^^^^ no clause of `handle_info` of `MyApp.Room` takes the `{:DOWN, ...}` of this monitor
end
```

## Good

```elixir
defmodule MyApp.Room do
  use GenServer

  @impl true
  def init(users), do: {:ok, users}

  @impl true
  def handle_call({:join, pid}, _from, users) do
    Process.monitor(pid)
    {:reply, :ok, [pid | users]}
  end

  @impl true
  def handle_info({:DOWN, _ref, :process, pid, _reason}, users) do
    {:noreply, List.delete(users, pid)}
  end

  def await(pid) do
    ref = Process.monitor(pid)

    receive do
      {:DOWN, ^ref, :process, ^pid, reason} -> reason
    end
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import CERTAIN, DOWN, PROBABLE, WARNING, Call, Finding, Mailbox, rule


@rule("otp-monitor-unhandled", severity=WARNING, targets=["Process.monitor/*"])
def check(call: Call, mailbox: Mailbox) -> Iterator[Finding]:
    function = call.function
    if function is None or call.data.quoted:
        return
    if any(other.name == "demonitor" for other in function.calls):
        return
    for module in mailbox.unprepared(function, DOWN)[:1]:
        yield Finding(
            call.name_span,
            f"no clause of `handle_info` of `{module.name}` "
            "takes the `{:DOWN, ...}` of this monitor",
            help="add a clause for `{:DOWN, ref, :process, pid, reason}`",
            confidence=CERTAIN if module == call.module else PROBABLE,
        )
