"""A `handle_call` answers once: at once, or later to the caller that it keeps.

`{:noreply, state}` from `handle_call/3` means: I shall call `GenServer.reply(from, answer)` myself.
Where `from` is ignored nobody can. The caller waits until its timeout and then exits, every time.
Answer with `{:reply, answer, state}`, or make the message a cast.

Clauses that keep `from` in their state, pass it on, or stop the server are fine. A last clause that
takes any message and does not answer either turns a bug of the caller into five seconds of silence;
without that clause the caller would see the error.

The other way round, a clause that always returns `{:reply, ...}` and calls `GenServer.reply/2` as
well answers twice: the second answer is left in the caller's mailbox.

Source: the seed's "Block GenServer callbacks" and "Violate OTP best practices"; documentation of
`GenServer.handle_call/3`.

## Bad

```elixir title="lib/my_app/priority.ex"
defmodule MyApp.Priority do
  use GenServer

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_call({:set, value}, _from, state) do
    {:noreply, %{state | value: value}}
    # <- `handle_call({:set, ...}, ...)` never answers: `_from` is ignored
  end

  def handle_call(:reset, _, state), do: state |> Map.put(:value, 0) |> noreply()
  #                                                                     ^^^^^^^ `handle_call(:reset, ...)` never answers: `_` is ignored

  def handle_call(:toggle, {pid, _tag}, state) do
    if state.on, do: {:reply, pid, state}, else: {:noreply, state}
    #                                            ^^^^^^^^^^^^^^^^^ `handle_call(:toggle, ...)` never answers: `{pid, _tag}` does not keep the caller
  end

  def handle_call(_other, _from, state), do: {:noreply, state}
  #                                          ^^^^^^^^^^^^^^^^^ `handle_call(_other, ...)` never answers: `_from` is ignored

  defp noreply(state), do: {:noreply, state}
end
```

```elixir title="lib/my_app/echo.ex"
defmodule MyApp.Echo do
  use GenServer

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_call({:say, text}, from, state) do
    GenServer.reply(from, text)
    # <- `handle_call({:say, ...}, ...)` answers twice: here, and with `{:reply, ...}`
    {:reply, :ok, state}
  end
end
```

## Good

```elixir title="lib/my_app/waiting_room.ex"
defmodule MyApp.WaitingRoom do
  use GenServer

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_call(:wait, from, state) do
    {:noreply, %{state | waiting: [from | state.waiting]}}
  end

  def handle_call({:fetch, key}, {_pid, _tag} = from, state) do
    MyApp.Fetcher.fetch(key, fn value -> GenServer.reply(from, value) end)
    {:noreply, state}
  end

  def handle_call({:later, key}, from, state), do: {:noreply, state, {:continue, {key, from}}}
  def handle_call(:stop, _from, state), do: {:stop, :normal, :ok, state}
  def handle_call(:abort, _from, _state), do: raise("aborted")
  def handle_call(:count, _from, state), do: {:reply, length(state.waiting), state}

  @impl true
  def handle_continue({key, from}, state) do
    GenServer.reply(from, key)
    {:noreply, state}
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    CERTAIN,
    ERROR,
    PROBABLE,
    WARNING,
    Callback,
    Finding,
    Runs,
    Step,
    Tails,
    reads,
    rule,
    values,
    where_runs,
)


@rule("otp-reply-lost", severity=ERROR)
def check(callback: Callback, tails: Tails) -> Iterator[Finding]:
    if (callback.name, callback.arity) != ("handle_call", 3):
        return
    message, caller, _ = callback.clause.params
    yield from _twice(callback, caller, tails)
    why = _why_lost(callback, caller)
    if why is None:
        return
    for tail in tails.of_clause(callback.function, callback.index):
        if tail.shape is None or tail.shape.tag != "noreply":
            continue
        place = tail.file.place(tail.value)
        yield Finding(
            tail.path[0].name_span if tail.path else place,
            f"`{callback.label}` never answers: {why}",
            help="return `{:reply, answer, state}`, or keep the caller for `GenServer.reply/2`",
            severity=WARNING if isinstance(message, values.Var) else ERROR,
            confidence=PROBABLE if tail.path else CERTAIN,
            trail=[
                *(Step(call.name_span, f"the result of `{call.label}`") for call in tail.path),
                *([Step(place, "does not answer")] if tail.path else ()),
            ],
            cause=place,
        )


def _twice(callback: Callback, caller: values.Value, tails: Tails) -> Iterator[Finding]:
    ends = tails.of_clause(callback.function, callback.index)
    if not ends or any(end.shape is None or end.shape.tag != "reply" for end in ends):
        return
    for index in range(*callback.clause.calls):
        call = callback.file.call(index)
        replies = (call.target, call.name, len(call.args)) == ("GenServer", "reply", 2)
        if replies and where_runs(call) is Runs.HERE:
            first = call.args[0]
            if isinstance(first, values.Var) and first.name == getattr(caller, "name", None):
                yield Finding(
                    call.name_span,
                    f"`{callback.label}` answers twice: here, and with `{{:reply, ...}}`",
                    help="return `{:noreply, state}` after `GenServer.reply/2`",
                )


def _why_lost(callback: Callback, caller: values.Value) -> str | None:
    """Return why nobody can answer: None where the clause keeps the caller."""
    match caller:
        case values.Var():
            if reads(callback.file, callback.clause, caller.name):
                return None
            return f"`{caller.name}` is ignored"
        case values.TupleOf() if len(caller.items) == 2:
            tag = caller.items[1]
            if not isinstance(tag, values.Var) or reads(callback.file, callback.clause, tag.name):
                return None
            pid = caller.items[0]
            shown = pid.name if isinstance(pid, values.Var) else "_"
            return f"`{{{shown}, {tag.name}}}` does not keep the caller"
        case _:
            return None
