"""A server that starts a task and does not await it has a clause for the task's answer.

`Task.async/1` and `Task.Supervisor.async/2` send `{ref, result}` to whoever called them, and a
monitor sends `{:DOWN, ...}` when the task is gone. A server that does not await the task gets both
in `handle_info/2`. If none of its clauses takes them it dies with a `FunctionClauseError`, along
with its state: at the answer, or just after it, where a clause takes the answer but neither drops
the monitor (`Process.demonitor(ref, [:flush])`) nor takes its message. Without any `handle_info/2` they are only logged. A linked task whose answer nobody
looks at still takes the server along when it crashes.

Where no answer is wanted, use `Task.Supervisor.start_child/2`, which sends nothing. Otherwise write
the clauses, or await the task. A task that is kept or handed on counts as awaited.

Source: the seed's anti-pattern 3 ("Use Task.async/Task.await for long operations or handle_info").

## Bad

```elixir title="lib/my_app/rates.ex"
defmodule MyApp.Rates do
  use GenServer

  @impl true
  def init(rates), do: {:ok, rates}

  @impl true
  def handle_cast(:refresh, rates) do
    Task.Supervisor.async_nolink(MyApp.TaskSupervisor, fn -> MyApp.Bank.rates() end)
    # <- the answer of this task ends `MyApp.Rates`: no clause of `handle_info` takes `{ref, result}`
    {:noreply, rates}
  end

  @impl true
  def handle_info(:expire, _rates), do: {:noreply, %{}}
end
```

```elixir title="lib/my_app/scheduler.ex"
defmodule MyApp.Scheduler do
  use GenServer

  @impl true
  def init(jobs), do: {:ok, jobs}

  @impl true
  def handle_info(:tick, jobs), do: {:noreply, Enum.map(jobs, &run/1)}
  def handle_info(_other, jobs), do: {:noreply, jobs}

  defp run(job) do
    task = Task.Supervisor.async(MyApp.TaskSupervisor, job.fun)
    #      ^^^^^^^^^^^^^^^^^^^^^ nobody looks at the answer of this task, but its crash takes `MyApp.Scheduler` along
    %{job | pid: task.pid}
  end
end
```

```elixir title="lib/my_app/prices.ex"
defmodule MyApp.Prices do
  use GenServer

  @impl true
  def init(prices), do: {:ok, prices}

  @impl true
  def handle_cast({:put, key, price}, prices) do
    Task.async(fn -> MyApp.Journal.write(key, price) end)
    # <- the end of this task ends `MyApp.Prices`: no clause of `handle_info` takes its `{:DOWN, ...}`
    {:noreply, Map.put(prices, key, price)}
  end

  @impl true
  def handle_info({_ref, :ok}, prices), do: {:noreply, prices}
end
```

```elixir title="lib/my_app/updater.ex"
defmodule MyApp.Updater do
  use GenServer

  @impl true
  def init(state) do
    Task.async(fn -> MyApp.Release.update() end)
    # <- the answer of this task is only logged: `MyApp.Updater` has no `handle_info`
    {:ok, state}
  end
end
```

## Good

```elixir title="lib/my_app/rates.ex"
defmodule MyApp.Rates do
  use GenServer

  @impl true
  def init(rates), do: {:ok, rates}

  @impl true
  def handle_cast(:refresh, rates) do
    Task.Supervisor.async_nolink(MyApp.TaskSupervisor, fn -> MyApp.Bank.rates() end)
    {:noreply, rates}
  end

  def handle_cast(:close, rates) do
    Task.Supervisor.async_nolink(MyApp.TaskSupervisor, fn -> MyApp.Log.write(:closed) end)
    {:stop, :normal, rates}
  end

  def handle_cast(:log, rates) do
    Task.Supervisor.start_child(MyApp.TaskSupervisor, fn -> MyApp.Log.write(rates) end)
    {:noreply, rates}
  end

  def handle_cast(:sum, rates) do
    task = Task.async(fn -> MyApp.Math.sum(rates) end)
    {:noreply, Map.put(rates, :sum, Task.await(task))}
  end

  @impl true
  def handle_info({ref, rates}, _old) when is_reference(ref) do
    Process.demonitor(ref, [:flush])
    {:noreply, rates}
  end

  def handle_info({:DOWN, _ref, :process, _pid, _reason}, rates), do: {:noreply, rates}
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    CERTAIN,
    DOWN,
    ERROR,
    PROBABLE,
    TASK_REPLY,
    WARNING,
    Call,
    Fate,
    Fates,
    Finding,
    Mailbox,
    Module,
    Tail,
    Tails,
    rule,
)


@rule(
    "otp-task-reply-unhandled",
    severity=ERROR,
    targets=["Task.async/*", "Task.Supervisor.async/*", "Task.Supervisor.async_nolink/*"],
)
def check(call: Call, fates: Fates, mailbox: Mailbox, tails: Tails) -> Iterator[Finding]:
    function = call.function
    if function is None or call.data.quoted or function.data.is_test:
        return
    outcome = fates.of_call(call)
    if outcome.fate not in (Fate.DROPPED, Fate.FIELDS) or _stops(tails.around(call)):
        return
    for module in mailbox.unprepared(function, TASK_REPLY):
        yield Finding(
            call.name_span,
            f"the answer of this task ends `{module.name}`: "
            "no clause of `handle_info` takes `{ref, result}`",
            help="await it, add the clause, or use `Task.Supervisor.start_child/2`",
            confidence=CERTAIN if module == call.module else PROBABLE,
        )
        return
    for module in mailbox.unprepared(function, DOWN):
        if not mailbox.lets_go(module):
            yield Finding(
                call.name_span,
                f"the end of this task ends `{module.name}`: "
                "no clause of `handle_info` takes its `{:DOWN, ...}`",
                help="await it, `Process.demonitor(ref, [:flush])` where its answer is taken, "
                "or use `Task.Supervisor.start_child/2`",
                confidence=CERTAIN if module == call.module else PROBABLE,
            )
            return
    for module in mailbox.servers(function):
        why = _why(call, module, mailbox)
        if why is not None:
            yield Finding(
                call.name_span,
                why,
                help="await it, or use `Task.Supervisor.start_child/2`",
                severity=WARNING,
                confidence=CERTAIN if module == call.module else PROBABLE,
            )
            return


def _stops(ends: tuple[Tail, ...]) -> bool:
    """Whether the server ends with this message, so that no other reaches it."""
    return bool(ends) and all(end.shape is not None and end.shape.tag == "stop" for end in ends)


def _why(call: Call, module: Module, mailbox: Mailbox) -> str | None:
    if not mailbox.handlers(module):
        if module.effects.open:
            return None
        return f"the answer of this task is only logged: `{module.name}` has no `handle_info`"
    if call.name == "async" and mailbox.ignores(module, TASK_REPLY):
        return f"nobody looks at the answer of this task, but its crash takes `{module.name}` along"
    return None
