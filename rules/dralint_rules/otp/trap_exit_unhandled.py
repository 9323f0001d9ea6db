"""A server that traps exits has a clause for the exits of what it is linked to.

With `Process.flag(:trap_exit, true)` the end of a linked process arrives as `{:EXIT, pid, reason}`,
also when that process did its work and ended with `:normal`. A server with clauses of `handle_info`
that do not take it dies with a `FunctionClauseError`. Add `handle_info({:EXIT, _pid, _reason}, state)`.

Trapping exits only to have `terminate/2` called is fine: the exit of its supervisor is handled by
GenServer itself. So the rule speaks only where the module starts or links other processes, or runs
functions that it is given and has a clause for some of their exits.

Source: the seed's "Violate OTP best practices"; documentation of `Process.flag/2`.

## Bad

```elixir
defmodule MyApp.Executor do
  use GenServer

  @impl true
  def init(job) do
    Process.flag(:trap_exit, true)
    # <- `handle_info` takes no `{:EXIT, pid, reason}` of linked processes
    {:ok, job}
  end

  @impl true
  def handle_info(:run, job) do
    Task.start_link(job.fun)
    {:noreply, job}
  end
end
```

```elixir
defmodule MyApp.Runner do
  use GenServer

  @impl true
  def init(job) do
    Process.flag(:trap_exit, true)
    # <- `handle_info` takes no `{:EXIT, pid, :normal}` of linked processes
    {:ok, job}
  end

  @impl true
  def handle_info(:run, job), do: {:noreply, %{job | pid: spawn_link(job.fun)}}
  def handle_info({:EXIT, _pid, :shutdown}, job), do: {:stop, :normal, job}
end
```

## Good

```elixir
defmodule MyApp.Executor do
  use GenServer

  @impl true
  def init(job) do
    Process.flag(:trap_exit, true)
    {:ok, job}
  end

  @impl true
  def handle_info(:run, job) do
    Task.start_link(job.fun)
    {:noreply, job}
  end

  def handle_info({:EXIT, _pid, _reason}, job), do: {:noreply, job}
end

defmodule MyApp.Closing do
  use GenServer

  @impl true
  def init(file) do
    Process.flag(:trap_exit, true)
    {:ok, file}
  end

  @impl true
  def handle_info(:flush, file), do: {:noreply, file}

  @impl true
  def terminate(_reason, file), do: File.close(file)
end
```
"""

from collections.abc import Iterator

from dralint.api import EXIT, EXIT_NORMAL, WARNING, Call, Finding, Mailbox, Module, Step, rule

LINKS = frozenset(("start_link", "spawn_link", "link", "async"))
"""Names of functions that link whoever calls them."""


GIVEN = frozenset(("()", "apply"))
"""Names of calls that run code that was given."""


@rule("otp-trap-exit-unhandled", severity=WARNING, targets=["Process.flag/2"])
def check(call: Call, mailbox: Mailbox) -> Iterator[Finding]:
    function, module = call.function, call.module
    if function is None or module is None or not mailbox.traps_exits(module):
        return
    if call.data.quoted or not _links(module, mailbox):
        return
    for message, shown in ((EXIT, "reason"), (EXIT_NORMAL, ":normal")):
        if module in mailbox.unprepared(function, message):
            yield Finding(
                call.name_span,
                f"`handle_info` takes no `{{:EXIT, pid, {shown}}}` of linked processes",
                help="add a clause for `{:EXIT, _pid, _reason}`",
                trail=[
                    Step(module.file.place(handler.pattern), "takes only some of them")
                    for handler in mailbox.handlers(module)
                    if handler.takes(EXIT) is not False
                ],
            )
            return


def _links(module: Module, mailbox: Mailbox) -> bool:
    """Whether a module's own process links others.

    As far as its own code shows; or it runs code that it is given, and expects some exits of that.
    """
    calls = [
        c for function in module.functions if function.name != "start_link" for c in function.calls
    ]
    if any(call.name in LINKS and call.target is not None for call in calls):
        return True
    return mailbox.expects_exits(module) and any(call.name in GIVEN for call in calls)
