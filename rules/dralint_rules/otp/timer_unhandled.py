"""A message that a server sends to itself later is one that it has a clause for.

`Process.send_after(self(), :tick, 1000)` arrives in `handle_info/2`. A server whose clauses do not
take it dies with a `FunctionClauseError`, a second later, and again after each restart.
Mostly the message and the clause were spelt differently, or one of them was renamed.

Source: the seed's "Violate OTP best practices"; documentation of `Process.send_after/4`.

## Bad

```elixir
defmodule MyApp.Clock do
  use GenServer

  @impl true
  def init(state) do
    Process.send_after(self(), :tick, 1000)
    #                          ^^^^^ no clause of `handle_info` of `MyApp.Clock` takes `:tick`
    :timer.send_interval(5000, {:report, :all})
    #                          ^^^^^^^^^^^^^^^ no clause of `handle_info` of `MyApp.Clock` takes `{:report, :all}`
    {:ok, state}
  end

  @impl true
  def handle_info(:tock, state), do: {:noreply, state}
end
```

## Good

```elixir
defmodule MyApp.Clock do
  use GenServer

  @impl true
  def init(state) do
    Process.send_after(self(), :tick, 1000)
    Process.send_after(state.owner, :started, 10)
    {:ok, state}
  end

  @impl true
  def handle_info(message, state) when message in [:tick, :tock], do: {:noreply, state}
  def handle_info({:report, _}, state), do: {:noreply, state}
end

defmodule MyApp.Catching do
  use GenServer

  @impl true
  def init(state) do
    :timer.send_interval(1000, :beat)
    {:ok, state}
  end

  @impl true
  def handle_info({:report, _}, state), do: {:noreply, state}
  def handle_info(_other, state), do: {:noreply, state}
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    CERTAIN,
    PROBABLE,
    WARNING,
    Call,
    Finding,
    Mailbox,
    literal,
    rule,
    show,
    values,
)


@rule(
    "otp-timer-unhandled",
    severity=WARNING,
    targets=[
        "Process.send_after/3",
        "Process.send_after/4",
        ":erlang.send_after/3",
        ":timer.send_interval/2",
        ":timer.send_interval/3",
        ":timer.send_after/2",
        ":timer.send_after/3",
    ],
)
def check(call: Call, mailbox: Mailbox) -> Iterator[Finding]:
    function = call.function
    message = _to_itself(call)
    shape = None if message is None else literal(message)
    if function is None or call.data.quoted or message is None or shape is None:
        return
    for module in mailbox.unprepared(function, shape)[:1]:
        yield Finding(
            call.file.place(message),
            f"no clause of `handle_info` of `{module.name}` takes `{show(shape)}`",
            help="add the clause, or send the message that there is one for",
            confidence=CERTAIN if module == call.module else PROBABLE,
        )


def _to_itself(call: Call) -> values.Value | None:
    """Return the message that a timer sends to the process that sets it."""
    match call.target, call.name, len(call.args):
        case "Process", _, _:
            receiver, message = call.args[0], call.args[1]
        case ":erlang", _, _:
            receiver, message = call.args[1], call.args[2]
        case _, _, 2:
            return call.args[1]
        case _:
            receiver, message = call.args[1], call.args[2]
    if not isinstance(receiver, values.CallRef):
        return None
    inner = call.file.call(receiver.call)
    return message if (inner.target, inner.name) == ("Kernel", "self") else None
