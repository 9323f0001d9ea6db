"""A test waits for what it waits for, not for a while.

A sleep is too short on a busy machine, so the test fails now and then, and too long on every other,
so all tests take longer. Wait for the event: `assert_receive`, a monitor and its `:DOWN`, a
synchronous call to the process, or ask again and again until a deadline.

Reported is `Process.sleep/1` or `:timer.sleep/1` in the body of a test, of `setup`, or of a helper
of the test file that tests call, when something is asserted behind it. Fine are sleeps in closures
that another process runs or that play a slow service, `Process.sleep(:infinity)`, and helpers that
ask again until something holds.

Source: the seed's "TDD workflow" and qa.md ("avoid sleep-based synchronization").

## Bad

```elixir title="test/my_app/counter_test.exs"
defmodule MyApp.CounterTest do
  use ExUnit.Case, async: true

  test "counts" do
    MyApp.Counter.increment()
    Process.sleep(100)
    # <- the test waits 100 ms and hopes that this is enough
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

from collections.abc import Iterator

from dralint.api import WARNING, Call, Finding, Function, Runs, rule, values, where_runs


@rule(
    "test-sleep",
    severity=WARNING,
    targets=["Process.sleep/1", ":timer.sleep/1"],
    kinds=("test",),
)
def check(call: Call) -> Iterator[Finding]:
    function = call.function
    if function is None or not function.data.is_test or call.data.quoted:
        return
    time = call.args[0]
    if isinstance(time, values.Atom) or where_runs(call) is not Runs.HERE:
        return
    if isinstance(time, values.Number) and time.text in ("0", "1"):
        return
    if not _checked_behind(function, call):
        return
    ms = f"{time.text} ms" if isinstance(time, values.Number) else "for a while"
    yield Finding(
        call,
        f"the {_what(function)} waits {ms} and hopes that this is enough",
        help="wait for the event: `assert_receive`, a monitor, or ask again until a deadline",
    )


def _what(function: Function) -> str:
    return "set-up" if function.data.kind in ("setup", "setup_all") else "test"


def _checked_behind(function: Function, sleep: Call) -> bool:
    """Whether something is asserted behind the sleep, or the sleep is part of the set-up."""
    if function.data.kind in ("setup", "setup_all"):
        return True
    return any(
        call.data.start > sleep.data.end and call.name.startswith(("assert", "refute", "catch_"))
        for call in function.calls
    )
