"""A test starts its processes with `start_supervised!/1`.

ExUnit stops such a process before the next test begins, in any case and in order. A process that a
test starts itself is at best linked to the test: it dies some time after the test has ended, and
the next one finds its name still taken. One that is not linked outlives the test.

Reported are starts of the project's own processes in tests and set-up. Fine are tests of the start
itself: their title speaks of starting or stopping, they expect an error, trap exits, or stop the
process. `start_supervised!/1` returns the pid alone, so `{:ok, pid} = start_supervised!(...)` never
matches: that is an error.

Source: the seed's "TDD workflow", and the catalogue's `test-direct-start`.

## Bad

```elixir title="lib/my_app/counter.ex"
defmodule MyApp.Counter do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, 0, name: __MODULE__)
  def value, do: GenServer.call(__MODULE__, :value)

  @impl true
  def init(count), do: {:ok, count}

  @impl true
  def handle_call(:value, _from, count), do: {:reply, count, count}
end
```

```elixir title="test/my_app/counter_test.exs"
defmodule MyApp.CounterTest do
  use ExUnit.Case, async: true

  setup do
    {:ok, _pid} = MyApp.Counter.start_link([])
    #             ^^^^^^^^^^^^^^^^^^^^^^^^ the test starts `MyApp.Counter` itself, and nothing waits for its end
    :ok
  end

  test "begins with nothing" do
    assert MyApp.Counter.value() == 0
  end

  test "counts" do
    {:ok, _pid} = start_supervised!(MyApp.Counter)
    #             ^^^^^^^^^^^^^^^^^ `start_supervised!/1` returns the pid alone, so this never matches
    assert MyApp.Counter.value() == 0
  end
end
```

## Good

```elixir title="lib/my_app/counter.ex"
defmodule MyApp.Counter do
  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, 0, name: __MODULE__)
  def value, do: GenServer.call(__MODULE__, :value)

  @impl true
  def init(count), do: {:ok, count}

  @impl true
  def handle_call(:value, _from, count), do: {:reply, count, count}
end
```

```elixir title="test/my_app/counter_test.exs"
defmodule MyApp.CounterTest do
  use ExUnit.Case, async: true

  setup do
    pid = start_supervised!(MyApp.Counter)
    {:ok, _} = start_supervised({Agent, fn -> 0 end})
    %{counter: pid}
  end

  test "starts only once" do
    assert {:error, {:already_started, _}} = MyApp.Counter.start_link([])
  end

  test "can be stopped", %{counter: counter} do
    {:ok, other} = GenServer.start_link(MyApp.Counter, 1)
    GenServer.stop(other)
    assert Process.alive?(counter)
  end
end
```
"""

import re
from collections.abc import Iterator

from dralint.api import (
    ERROR,
    INFO,
    WARNING,
    Finding,
    Function,
    Project,
    Start,
    Starts,
    inside,
    is_sample,
    rule,
    values,
)

_ABOUT_START = re.compile(
    r"(?i)\b((re)?start\w*|stop\w*|init\w*|crash\w*|exit\w*|terminat\w*|die[sd]?|kill\w*|down|link\w*"
    r"|shut\w*|child_spec|supervis\w*|spawn\w*|regist\w*|names?|named|rais\w*|return\w*|connect\w*)\b"
)
_STOPS = re.compile(r"(^|_)(stop|kill|terminate|shutdown|exit|close)(_|$)")
_ENDS = frozenset(
    """
    GenServer.stop Agent.stop Supervisor.stop DynamicSupervisor.stop GenStage.stop Process.exit
    :gen_server.stop :gen_statem.stop Process.flag Process.monitor Kernel.catch_exit
    ExUnit.Callbacks.on_exit ExUnit.Assertions.catch_exit Process.unlink
    """.split()
)


@rule("test-direct-start", severity=WARNING)
def check(project: Project, starts: Starts) -> Iterator[Finding]:
    for start in starts.calls:
        function = start.call.function
        if function is None or not function.data.is_test or function.file.kind != "test":
            continue
        if _is_direct(start, function):
            yield Finding(
                start.call.name_span,
                f"the test starts `{start.what}` itself, and nothing waits for its end",
                severity=WARNING if not start.linked or _is_named(start) else INFO,
                help=f"start it with `start_supervised!({{{start.what}, ...}})`",
            )
    for call in project.calls_to("ExUnit.Callbacks.start_supervised!/*"):
        function = call.function
        if function is not None and _matched_with_ok(function, call.data.index):
            yield Finding(
                call.name_span,
                "`start_supervised!/1` returns the pid alone, so this never matches",
                severity=ERROR,
                help="write `pid = start_supervised!(...)`, or use `start_supervised/1`",
            )


def _is_direct(start: Start, function: Function) -> bool:
    """Whether a test starts a process of the project only to have it."""
    call = start.call
    if start.library or call.data.quoted or call.data.closure >= 0 or is_sample(function.module):
        return False
    if not function.file.project.defines(start.what):
        return False
    if call.callee is not None and call.callee.file.is_test:
        return False
    defined = function.file.project.module(start.what, function.file)
    if defined is None or defined.file.is_test:
        return False
    if function.data.kind in ("test", "property") and _ABOUT_START.search(function.name):
        return False
    if any(
        f"{each.target}.{each.name}" in _ENDS or _STOPS.search(each.name) for each in function.calls
    ):
        return False
    return _matched_with_ok(function, call.data.index)


def _is_named(start: Start) -> bool:
    """Whether the process that is started always has the same name."""
    module = start.call.file.project.module(start.what, start.call.file)
    return module is not None and any(
        isinstance(values.keyword(arg, "name"), values.ModuleRef | values.Atom)
        for name in ("GenServer.start_link/*", "Agent.start_link/*", "Supervisor.start_link/*")
        for call in start.call.file.project.calls_to(name)
        if call.module == module
        for arg in call.args
    )


def _matched_with_ok(function: Function, index: int) -> bool:
    """Whether the result of a call is taken apart as `{:ok, pid}`."""
    outline = function.file.outline
    for value in inside(outline, *(clause.body for clause in function.clauses)):
        match value:
            case values.Op(
                op="=",
                args=(
                    values.TupleOf(items=(values.Atom(name="ok"), *_)),
                    values.CallRef(call=found),
                ),
            ) if found == index:
                return True
            case _:
                pass
    return False
