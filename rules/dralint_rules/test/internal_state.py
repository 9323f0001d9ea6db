"""A test asks a process through its functions; it does not look into its state.

`:sys.get_state/1` ties a test to how a process remembers things: every change of the state breaks
tests, although nothing that callers see has changed. Ask the process what it would answer to others.

`:sys.get_state/1` whose result is not used is fine: it waits until the process has worked off its
messages. Reported is the first look or change in a test.

Source: the seed's "Red phase" (the test asserts the result), and the catalogue's
`test-internal-state`.

## Bad

```elixir title="test/my_app/counter_test.exs"
defmodule MyApp.CounterTest do
  use ExUnit.Case, async: true

  test "counts" do
    counter = start_supervised!(MyApp.Counter)
    MyApp.Counter.increment(counter)
    assert :sys.get_state(counter).count == 1
    #      ^^^^^^^^^^^^^^ the test looks into the state of a process
  end
end
```

## Good

```elixir title="test/my_app/counter_test.exs"
defmodule MyApp.CounterTest do
  use ExUnit.Case, async: true

  test "counts" do
    counter = start_supervised!(MyApp.Counter)
    send(counter, :increment)
    _ = :sys.get_state(counter)
    assert MyApp.Counter.value(counter) == 1
    :sys.get_state(counter)
    assert MyApp.Counter.value(counter) == 1
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import INFO, Call, Finding, Function, inside, is_sample, rule, values

_LOOKING = (":sys.get_state/*", ":sys.replace_state/*")


@rule("test-internal-state", severity=INFO, kinds=("test",), targets=_LOOKING)
def check(call: Call) -> Iterator[Finding]:
    function = call.function
    if function is None or function.data.kind not in ("test", "property"):
        return
    if is_sample(function.module) or call != _first(function):
        return
    verb = "changes" if call.name == "replace_state" else "looks into"
    yield Finding(
        call.name_span,
        f"the test {verb} the state of a process",
        help="ask the process through its own functions",
    )


def _first(function: Function) -> Call | None:
    """Return the first such call in a test that is more than a barrier."""
    for call in function.calls:
        if call.name not in ("get_state", "replace_state") or call.target != ":sys":
            continue
        if call.name == "replace_state" or not _is_unused(function, call.data.index):
            return call
    return None


def _is_unused(function: Function, index: int) -> bool:
    """Whether the result of a call is thrown away, or its call only held by another statement."""
    outline = function.file.outline
    for value in inside(outline, *(clause.body for clause in function.clauses)):
        if isinstance(value, values.Block):
            for item in value.items:
                match item:
                    case values.CallRef(call=found) if found == index:
                        return True
                    case values.Op(op="=", args=(values.Var(name=name), values.CallRef(call=c))):
                        if c == index and name.startswith("_"):
                            return True
                    case _:
                        pass
    return False
