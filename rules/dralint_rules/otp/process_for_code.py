"""A process has a reason at run time: a state, a lock, a clock.

A GenServer whose calls never change its state, that owns nothing and waits for nothing, computes
what a plain function computes. But its callers stand in line for it, their data is copied to it and
back, and if it dies all of them fail. Processes are no means to organise code: make it a module.

Nothing is said of servers that take casts or other messages, that own timers, monitors, ports or
tables, or whose calls wait for something: they may be there to do that one at a time. Where calls reach code
that may do more than compute, nothing is sure.

Source: the seed's "Violate OTP best practices"; anti-patterns of Elixir's manual ("Code organization
by process").

## Bad

```elixir
defmodule MyApp.Calculator do
  #       ^^^^^^^^^^^^^^^^ `MyApp.Calculator` is a process, but its calls never change its state
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, nil, name: __MODULE__)
  def add(a, b), do: GenServer.call(__MODULE__, {:add, a, b})

  @impl true
  def init(_), do: {:ok, %{}}

  @impl true
  def handle_call({:add, a, b}, _from, state), do: {:reply, a + b, state}

  def handle_call({:sub, a, b}, _from, state) do
    result = a - b
    {:reply, result, state}
  end
end
```

## Good

```elixir
defmodule MyApp.Calculator do
  def add(a, b), do: a + b
end

defmodule MyApp.Counter do
  use GenServer

  @impl true
  def init(_), do: {:ok, 0}

  @impl true
  def handle_call(:next, _from, n), do: {:reply, n, n + 1}
end

defmodule MyApp.Settings do
  use GenServer

  @impl true
  def init(path), do: {:ok, File.read!(path)}

  @impl true
  def handle_call(:text, _from, text), do: {:reply, text, text}
end

defmodule MyApp.Lock do
  use GenServer

  @impl true
  def init(_), do: {:ok, nil}

  @impl true
  def handle_call({:charge, card}, _from, state), do: {:reply, Req.post!(card.url), state}
end

defmodule MyApp.Table do
  use GenServer

  @impl true
  def init(_) do
    :ets.new(:things, [:named_table])
    {:ok, nil}
  end

  @impl true
  def handle_call({:put, thing}, _from, state), do: {:reply, :ets.insert(:things, thing), state}
end

defmodule MyApp.Once do
  use GenServer

  @impl true
  def init(_), do: {:ok, nil}

  @impl true
  def handle_call({:run, function}, _from, state), do: {:reply, function.(), state}
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    INFO,
    POSSIBLE,
    PROBABLE,
    Blocking,
    Call,
    CallGraph,
    Finding,
    Function,
    Module,
    rule,
    values,
)

PURE = frozenset(
    """
    Kernel Enum Stream Map MapSet Keyword List Tuple String Integer Float Decimal Date Time DateTime
    NaiveDateTime Calendar Duration Range Regex URI Base Bitwise Atom Access Jason JSON Poison Version
    Macro Inspect :math :lists :maps :binary :string :crypto :unicode :queue Logger
    """.split()
)
"""Modules that compute and do nothing else."""
FOLLOWED = 40
"""How many functions are asked whether they only compute."""
HANDLERS = ("handle_cast", "handle_info", "handle_continue", "terminate")
OWNING = ("Process", ":timer", ":ets", ":dets", ":erlang", "Port", "Registry", ":gen_tcp", ":ssl")
OWNING_WORDS = ("send", "spawn", "spawn_link", "self", "apply", "()", "receive")


@rule("otp-process-for-code", severity=INFO, confidence=PROBABLE)
def check(module: Module, blocking: Blocking, graph: CallGraph) -> Iterator[Finding]:
    if module.effects.process != "server" or module.effects.open:
        return
    own = {(f.name, f.arity): f for f in module.functions if f.data.kind == "def"}
    calls, init = own.get(("handle_call", 3)), own.get(("init", 1))
    if calls is None or init is None or any(name in HANDLERS for name, _ in own):
        return
    if not _starts_empty(init) or not all(map(_keeps, _clauses(calls))):
        return
    if any(blocking.waits(calls, index) for index in range(len(calls.clauses))):
        return
    if any(_owns(call) for function in module.functions for call in function.calls):
        return
    yield Finding(
        module,
        f"`{module.name}` is a process, but its calls never change its state",
        help="make it a plain module: whoever calls it computes the answer itself",
        confidence=PROBABLE if _computes(calls, graph) else POSSIBLE,
    )


def _computes(function: Function, graph: CallGraph) -> bool:
    """Whether a function and all that it calls only compute, so that nobody needs to take turns."""
    seen = {function.key}
    waiting = [function]
    while waiting:
        current = waiting.pop()
        known = {edge.call.data.index: edge.callee for edge in graph.calls_from(current)}
        for call in current.calls:
            callee = known.get(call.data.index)
            if callee is None and call.target not in PURE:
                return False
            if callee is not None and callee.key not in seen:
                seen.add(callee.key)
                waiting.append(callee)
        if len(seen) > FOLLOWED:
            return False
    return True


def _clauses(function: Function) -> Iterator[tuple[values.Value, values.Value]]:
    """Yield the state and the body of each clause."""
    for clause in function.clauses:
        if clause.body is not None:
            yield clause.params[2], clause.body


def _starts_empty(init: Function) -> bool:
    """Whether the state is the same constant whatever the server is started with."""
    for clause in init.clauses:
        body = clause.body
        if not (
            isinstance(body, values.TupleOf) and len(body.items) == 2 and _is_empty(body.items[1])
        ):
            return False
    return True


def _is_empty(value: values.Value) -> bool:
    match value:
        case values.Atom() | values.Number():
            return True
        case values.MapOf():
            return not value.pairs and value.base is None
        case values.ListOf() | values.TupleOf():
            return not value.items
        case _:
            return False


def _keeps(clause: tuple[values.Value, values.Value]) -> bool:
    """Whether a clause replies and hands on the state as it was."""
    state, body = clause
    last = body.items[-1] if isinstance(body, values.Block) else body
    if not isinstance(last, values.TupleOf) or len(last.items) != 3:
        return False
    tag, _, kept = last.items
    same = isinstance(state, values.Var) and isinstance(kept, values.Var)
    return (
        isinstance(tag, values.Atom)
        and tag.name == "reply"
        and (same and getattr(kept, "name", "") == getattr(state, "name", ""))
    )


def _owns(call: Call) -> bool:
    """Whether a call has to do with processes, timers or tables, or runs what it is given."""
    return call.target in OWNING or call.name in OWNING_WORDS
