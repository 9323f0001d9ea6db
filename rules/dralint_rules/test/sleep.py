"""A test waits for what it waits for, not for a while.

A sleep is too short on a busy machine, so the test fails now and then, and too long on every other,
so all tests take longer. Wait for the event: `assert_receive`, a monitor and its `:DOWN`, a
synchronous call to the process, or ask again and again until a deadline.

Reported is `Process.sleep/1` or `:timer.sleep/1` in the body of a test where an assertion follows
at once. Fine are sleeps in closures that another process runs or that play a slow service,
`Process.sleep(:infinity)`, and helpers that ask again until something holds. Where time itself is
what the test is about (its title speaks of a timeout, of order, or of nothing happening), or the
assertion comes later, the finding is only possible.

Source: the seed's "TDD workflow" and qa.md ("avoid sleep-based synchronization").

## Bad

```elixir title="test/my_app/counter_test.exs"
defmodule MyApp.CounterTest do
  use ExUnit.Case, async: true

  test "counts" do
    MyApp.Counter.increment()
    Process.sleep(100)
    # <- the test sleeps 100 ms before it asserts
    assert MyApp.Counter.value() == 1
  end
end
```

## Good

```elixir title="test/my_app/counter_test.exs"
defmodule MyApp.CounterTest do
  use ExUnit.Case, async: true

  test "counts" do
    MyApp.Counter.subscribe()
    MyApp.Counter.increment()
    assert_receive {:counted, 1}
  end

  test "gives up on a slow service" do
    service = fn -> Process.sleep(1_000) end
    assert {:error, :timeout} = MyApp.Counter.sync(service, timeout: 10)
  end

  test "stops with its owner" do
    owner = spawn(fn -> Process.sleep(:infinity) end)
    assert {:ok, _} = MyApp.Counter.start_for(owner)
  end

  defp eventually(check) do
    unless check.() do
      Process.sleep(10)
      eventually(check)
    end
  end
end
```
"""

import re
from collections.abc import Iterator

from dralint.api import (
    CERTAIN,
    POSSIBLE,
    WARNING,
    Call,
    Finding,
    Function,
    Runs,
    inside,
    is_sample,
    rule,
    values,
    where_runs,
)

ASSERTION = re.compile(r"assert|refute|catch_")
ABOUT_TIME = re.compile(
    r"(?i)\b(ttl|expir\w*|times?|timed|timeouts?|timer\w*|after|intervals?|throttl\w*|rates?|limit\w*"
    r"|order\w*|recent\w*|delay\w*|sort\w*|older|oldest|newer|newest|last|latest|debounc\w*|period\w*"
    r"|schedul\w*|not|no|never|nothing|without|remains?|does ?n.t|is ?n.t|wo ?n.t|until|within|seconds?"
    r"|minutes?|poll\w*|refresh\w*|stale|updated_at|clock|ticks?|slow|idle|heartbeats?)\b"
)
LIVES = re.compile(r"(?i)(^|_)(ttl|expir)")
NEAR = 2
"""How many statements behind a sleep count as following at once."""


@rule(
    "test-sleep",
    severity=WARNING,
    targets=["Process.sleep/1", ":timer.sleep/1"],
    kinds=("test",),
)
def check(call: Call) -> Iterator[Finding]:
    function = call.function
    if function is None or function.data.kind not in ("test", "property") or call.data.quoted:
        return
    if is_sample(function.module):
        return
    time = call.args[0]
    literal = isinstance(time, values.Number)
    if isinstance(time, values.Atom) or where_runs(call) is not Runs.HERE:
        return
    if isinstance(time, values.Number) and time.text in ("0", "1"):
        return
    timed = ABOUT_TIME.search(function.name) is not None or _has_a_lifetime(function)
    sure = literal and not timed and _asserts_next(function, call)
    ms = f"{time.text} ms" if isinstance(time, values.Number) else "for a while"
    yield Finding(
        call,
        f"the test sleeps {ms} before it asserts",
        confidence=CERTAIN if sure else POSSIBLE,
        help="wait for the event: `assert_receive`, a monitor, or ask again until a deadline",
    )


def _has_a_lifetime(function: Function) -> bool:
    """Whether the test sets or reads how long something lives."""
    bodies = (clause.body for clause in function.clauses)
    return any(
        isinstance(each, values.Atom | values.Var | values.Field) and LIVES.search(each.name)
        for each in inside(function.file.outline, *bodies)
    )


def _asserts_next(function: Function, sleep: Call) -> bool:
    """Whether one of the next statements asserts something."""
    outline = function.file.outline
    for value in inside(outline, *(clause.body for clause in function.clauses)):
        if not isinstance(value, values.Block):
            continue
        for position, item in enumerate(value.items):
            if isinstance(item, values.CallRef) and item.call == sleep.data.index:
                behind = value.items[position + 1 : position + 1 + NEAR]
                return any(
                    isinstance(each, values.CallRef)
                    and ASSERTION.match(outline.calls[each.call].name)
                    for each in inside(outline, *behind)
                )
    return False
