"""A task whose result nobody awaits is started under a `Task.Supervisor`.

`Task.start/1` starts a process that is in no tree: it is not stopped at shutdown, it shows up
nowhere, and how many there are is bounded by nothing. `Task.async/1` is for a result that is
awaited: without `Task.await/2` its answer is left in the caller's mailbox, and a crash of the task
takes the caller along. `Task.start_link/1` in the middle of other code lives and dies with whoever
called it.

A result is followed into variables, loops, and out of private functions. A task that is returned,
stored, or given to another function is taken for awaited, and so is one whose answer the process
takes as a message (`handle_info({ref, result}, state)`). `Task.start_link/1` where a process starts
is how a worker is made of a function. In the callbacks of a server it is only an info: it falls with
a supervised process; and so is a linked task that watches another process, and one whose whole
errand is to end, tell or trace another process: nothing of it could be restarted.

Where it is plain that somebody thought of it, `Task.start/1` is a warning: a comment right above it,
or the function's documentation, says why the code runs apart ("in the background", "without waiting
for"), the code catches what goes wrong in it, or the mix project is a tool beside the product.

Source: the seed's anti-patterns 3 and 6 ("Use Task.async/Task.await for long operations", "Always
create supervised processes within supervision tree").

## Bad

```elixir title="lib/my_app/mail.ex"
defmodule MyApp.Mail do
  def send_later(message) do
    Task.start(fn -> MyApp.Mailer.deliver(message) end)
    # <- `Task.start/1` starts a task that nobody supervises
  end

  def leave(server) do
    Task.start(fn -> GenServer.stop(server) end)
    # <- `Task.start/1` starts a task that nobody supervises
  end

  def count(message) do
    # Not to block the request; we do not mind when one is lost.
    Task.start(fn -> MyApp.Metrics.count(message) end)
    # <- `Task.start/1` starts a task that nobody supervises
  end

  def send_all(messages) do
    Enum.each(messages, fn message -> Task.async(fn -> MyApp.Mailer.deliver(message) end) end)
    #                                 ^^^^^^^^^^ the result of `Task.async/1` is never awaited
    for message <- messages, do: log(message)
    :ok
  end

  def send_now(message) do
    Task.start_link(MyApp.Mailer, :deliver, [message])
    # <- `Task.start_link/3` starts a task that nobody supervises
  end

  defp log(message) do
    Task.async(fn -> IO.inspect(message) end)
    # <- the result of `Task.async/1` is never awaited
  end
end
```

## Good

```elixir title="lib/my_app/reports.ex"
defmodule MyApp.Reports do
  def build(keys) do
    Task.Supervisor.start_child(MyApp.TaskSupervisor, fn -> MyApp.Metrics.count(keys) end)

    keys
    |> Enum.map(fn key -> Task.async(fn -> MyApp.Report.build(key) end) end)
    |> Task.await_many()
  end

  def both(one, two) do
    first = Task.async(fn -> MyApp.Report.build(one) end)
    second = start(two)
    {Task.await(first), Task.await(second)}
  end

  defp start(key), do: Task.async(MyApp.Report, :build, [key])
end
```

```elixir title="lib/my_app/poller.ex"
defmodule MyApp.Poller do
  use Task, restart: :permanent

  def start_link(url), do: Task.start_link(__MODULE__, :run, [url])
  def run(url), do: MyApp.Http.poll(url)
end
```

```elixir title="lib/my_app/watcher.ex"
defmodule MyApp.Watcher do
  use GenServer

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_cast(:check, state) do
    Task.async(fn -> MyApp.Check.run() end)
    {:noreply, state}
  end

  @impl true
  def handle_info({ref, _result}, state) when is_reference(ref) do
    Process.demonitor(ref, [:flush])
    {:noreply, state}
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    CERTAIN,
    ERROR,
    INFO,
    POSSIBLE,
    PROBABLE,
    WARNING,
    Call,
    Explained,
    Fate,
    Fates,
    Finding,
    Mailbox,
    Standing,
    Starts,
    Step,
    rule,
)

HELP = "use `Task.Supervisor.start_child/2`"


@rule(
    "otp-unsupervised-task",
    severity=ERROR,
    targets=["Task.start/*", "Task.start_link/*", "Task.async/*"],
    after=("otp-task-reply-unhandled",),
)
def check(
    call: Call, starts: Starts, fates: Fates, mailbox: Mailbox, explained: Explained
) -> Iterator[Finding]:
    function = call.function
    if function is None or call.data.quoted:
        return
    if starts.standing(function) in (Standing.SCRIPT, Standing.PRIMITIVE):
        return
    match call.name:
        case "start":
            severity = WARNING if explained.is_meant(call) else ERROR
            if starts.is_errand(call):
                severity = INFO
            yield Finding(call.name_span, _unsupervised(call), help=HELP, severity=severity)
        case "start_link":
            standing = starts.standing(function)
            if standing is Standing.START:
                return
            falls = standing in (Standing.INIT, Standing.SERVER) or starts.is_watcher(call)
            starter = function.name.startswith("start") and starts.hands_on(call)
            yield Finding(
                call.name_span,
                _unsupervised(call),
                help=HELP,
                severity=INFO if falls else WARNING,
                confidence=POSSIBLE if starter else PROBABLE,
            )
        case _:
            outcome = fates.of_call(call)
            if outcome.fate is not Fate.DROPPED or mailbox.takes_task_replies(function):
                return
            yield Finding(
                call.name_span,
                f"the result of `{call.label}` is never awaited",
                help=f"await it with `Task.await/2`, or {HELP}",
                severity=WARNING,
                confidence=PROBABLE if outcome.path else CERTAIN,
                trail=[
                    Step(user.name_span, f"`{user.label}` hands the task on, and it is dropped")
                    for user in outcome.path
                ],
            )


def _unsupervised(call: Call) -> str:
    return f"`{call.label}` starts a task that nobody supervises"
