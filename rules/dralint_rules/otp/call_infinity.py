"""A process that others wait for does not itself wait for ever.

With `:infinity` a call or an await never gives up. Where a server, a LiveView or a channel does it
and the other side hangs, so does the process, with all who wait for it, and nothing is logged. Give
a timeout, or ask without waiting and take the answer as a message.

In jobs, tasks, mix tasks and tests, which nobody waits for, it is fine; so is a client function
that only such code calls. Another module's client function that a server calls is reported as
possible only: it may have its reasons.

Source: the seed's "Never block GenServer callbacks".

## Bad

```elixir
defmodule MyApp.Report do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, [], name: __MODULE__)

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_call(:totals, _from, state) do
    {:reply, totals(), state}
  end

  defp totals, do: GenServer.call(MyApp.Ledger, :totals, :infinity)
  #                ^^^^^^^^^^^^^^ `GenServer.call/3` waits without limit in `MyApp.Report`, which others wait for
end
```

## Good

```elixir
defmodule MyApp.Report do
  use GenServer

  @timeout 10_000

  def start_link(_opts), do: GenServer.start_link(__MODULE__, [], name: __MODULE__)
  def rebuild, do: GenServer.call(__MODULE__, :rebuild, :infinity)

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_call(:totals, _from, state) do
    {:reply, GenServer.call(MyApp.Ledger, :totals, @timeout), state}
  end

  def handle_call(:rebuild, _from, state), do: {:reply, :ok, state}
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    CERTAIN,
    POSSIBLE,
    Call,
    Finding,
    Processes,
    Runs,
    Terms,
    rule,
    values,
    where_runs,
)


@rule(
    "otp-call-infinity",
    targets=[
        "GenServer.call/3",
        "GenStage.call/3",
        ":gen_server.call/3",
        ":gen_statem.call/3",
        "GenStateMachine.call/3",
        "Task.await/2",
        "Task.await_many/2",
    ],
    after=("otp-await-in-callback", "otp-blocking-callback", "otp-blocking-init"),
)
def check(call: Call, processes: Processes, terms: Terms) -> Iterator[Finding]:
    if call.function is None or call.data.quoted or where_runs(call) is not Runs.HERE:
        return
    limit = terms.of_argument(call, call.arity - 1)
    if not isinstance(limit, values.Atom) or limit.name != "infinity":
        return
    roles = processes.contexts(call.function)
    served = sorted(module for role, module in roles if role in ("server", "live"))
    if served:
        own = call.module is not None and call.module.name in served
        yield Finding(
            call.name_span,
            f"`{call.label}` waits without limit in `{served[0]}`, which others wait for",
            help="give it a timeout, or take the answer as a message",
            confidence=CERTAIN if own else POSSIBLE,
        )
