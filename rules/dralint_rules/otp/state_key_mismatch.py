"""A map in a server's state is read under the keys that it is written under.

What is put away under `user.id` is not found under a `token`: the entry is there, and the answer is
always `nil`. Nothing fails, and no test that only writes or only reads sees it.

Reported where a server writes a map of its state only under fields of what it is given, and reads it
only under parts of messages that are named otherwise. Whether both have the same value cannot be
seen, so this rule is off unless it is asked for.

Source: the seed's own GenServer pattern, block 7.

## Bad

```elixir
defmodule MyApp.Sessions do
  use GenServer

  def init(_), do: {:ok, %{sessions: %{}}}

  def handle_call({:get, token}, _from, state) do
    {:reply, Map.get(state.sessions, token), state}
  end

  def handle_cast({:create, user}, state) do
    {:noreply, put_in(state.sessions[user.id], user)}
    #                                ^^^^^^^ `sessions` is written under `user.id`, but read under `token`
  end
end
```

## Good

```elixir
defmodule MyApp.Sessions do
  use GenServer

  def init(_), do: {:ok, %{sessions: %{}, names: %{}, seen: %{}}}

  def handle_call({:get, id}, _from, state), do: {:reply, Map.get(state.sessions, id), state}
  def handle_call({:name, user_name}, _from, state), do: {:reply, state.names[user_name], state}
  def handle_call({:seen, key}, _from, state), do: {:reply, Map.get(state.seen, key), state}

  def handle_cast({:create, user}, state), do: {:noreply, put_in(state.sessions[user.id], user)}
  def handle_cast({:name, user}, state), do: {:noreply, put_in(state.names[user.name], user)}

  def handle_cast({:seen, user, key}, state) do
    {:noreply, %{state | seen: state.seen |> Map.put(user.id, 1) |> Map.put(key, 2)}}
  end
end
```
"""

from collections import defaultdict
from collections.abc import Iterator

from dralint.api import INFO, POSSIBLE, Call, Finding, Module, Step, inside, rule, values

WRITES = ("put", "put_new", "update", "replace", "put_in")
READS = ("get", "fetch", "fetch!", "has_key?", "get_in")
CHAIN = 8
"""How many writes in a row are followed."""


@rule("otp-state-key-mismatch", severity=INFO, confidence=POSSIBLE, experimental=True)
def check(module: Module) -> Iterator[Finding]:
    if module.effects.process != "server":
        return
    writes: dict[str, list[values.Value]] = defaultdict(list)
    reads: dict[str, list[values.Value]] = defaultdict(list)
    for function in module.functions:
        for call in function.calls:
            if _is_known(call):
                table = writes if call.name in WRITES else reads
                for field, key in _keys(call):
                    table[field].append(key)
    if not writes:
        return
    for function in module.functions:
        for value in inside(module.file.outline, *(clause.body for clause in function.clauses)):
            found = _access(value)
            if found is not None and found[1] not in writes[found[0]]:
                reads[found[0]].append(found[1])
    for field, written in writes.items():
        yield from _compared(module, field, written, reads.get(field, []))


def _compared(
    module: Module, field: str, written: list[values.Value], read: list[values.Value]
) -> Iterator[Finding]:
    """Report a map that is written under fields only, and read under other names only."""
    fields = [key for key in written if isinstance(key, values.Field)]
    names = [key for key in read if isinstance(key, values.Var)]
    if not fields or len(fields) < len(written) or not names or len(names) < len(read):
        return
    if any(_alike(one, two) for one in fields for two in names):
        return
    one, two = _shown(fields[0]), _shown(names[0])
    yield Finding(
        module.file.place(fields[0]),
        f"`{field}` is written under `{one}`, but read under `{two}`",
        help="read it under the key that it is written under",
        trail=[Step(module.file.place(names[0]), f"`{field}` is read under `{two}`")],
    )


def _is_known(call: Call) -> bool:
    return call.name in (*WRITES, *READS) and call.target in ("Map", "Kernel")


def _keys(call: Call) -> Iterator[tuple[str, values.Value]]:
    """Yield the field of the state that a call looks into, and the key."""
    if not call.args:
        return
    if call.target != "Map":
        found = _access(call.args[0])
        if found is not None:
            yield found
        return
    # In a chain of writes the first one names the field.
    first, hops = call.args[0], 0
    while isinstance(first, values.CallRef) and hops < CHAIN:
        inner = call.file.call(first.call)
        if inner.target != "Map" or not inner.args:
            return
        first, hops = inner.args[0], hops + 1
    if isinstance(first, values.Field) and isinstance(first.on, values.Var) and len(call.args) > 1:
        yield first.name, call.args[1]


def _access(value: values.Value) -> tuple[str, values.Value] | None:
    """Return what `state.field[key]` reads."""
    if isinstance(value, values.Op) and value.op == "[]":
        on = value.args[0]
        if isinstance(on, values.Field) and isinstance(on.on, values.Var):
            return on.name, value.args[1]
    return None


def _alike(one: values.Value, two: values.Value) -> bool:
    """Whether a field and a variable are named alike: `user.id` and `id`, `user_id`."""
    field = one.name if isinstance(one, values.Field) else ""
    name = two.name if isinstance(two, values.Var) else ""
    return name == field or name.endswith(f"_{field}")


def _shown(key: values.Value) -> str:
    if isinstance(key, values.Field) and isinstance(key.on, values.Var):
        return f"{key.on.name}.{key.name}"
    return key.name if isinstance(key, values.Var) else "..."
