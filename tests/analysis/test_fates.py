"""What becomes of the result of a call."""

import pytest

from dralint.analysis.calls.callgraph import CallGraph
from dralint.analysis.values.fates import Fate, Fates, Outcome
from dralint.testing import project_of


def outcome(code: str) -> Outcome:
    """Return what becomes of the one call of `Task.async/1`."""
    project = project_of({"lib/shop.ex": f"defmodule Shop do\n{code}\nend\n"})
    (call,) = project.calls_to("Task.async/1")
    return Fates.of(project, CallGraph.of(project)).of_call(call)


@pytest.mark.parametrize(
    ("body", "fate"),
    [
        ("Task.async(f)\n:ok", Fate.DROPPED),
        ("_ = Task.async(f)\n:ok", Fate.DROPPED),
        ("{_pid, _ref} = Task.async(f)\n:ok", Fate.DROPPED),
        ("task = Task.async(f)\n:ok", Fate.DROPPED),
        ("task = Task.async(f)\ntask.pid", Fate.FIELDS),
        ("task = Task.async(f)\nTask.await(task)", Fate.USED),
        ("task = Task.async(f)\nfn -> Task.await(task) end", Fate.USED),
        ("f |> Task.async() |> Task.await()", Fate.USED),
        ("Enum.each(f, fn x -> Task.async(x) end)", Fate.DROPPED),
        ("Enum.map(f, fn x -> Task.async(x) end)\n:ok", Fate.DROPPED),
        ("f |> Enum.map(&Task.async(&1)) |> Task.await_many()", Fate.USED),
        ("for x <- f, do: Task.async(x)\n:ok", Fate.DROPPED),
        ("ts = for x <- f, do: Task.async(x)\nTask.await_many(ts)", Fate.USED),
        ("if f do\nTask.async(f)\nend\n:ok", Fate.DROPPED),
        ("case f do\n1 -> Task.async(f)\nend |> Task.await()", Fate.USED),
        ("f && Task.async(f)\n:ok", Fate.DROPPED),
        ("%{task: Task.async(f)}", Fate.USED),
        ("with %{pid: pid} <- Task.async(f), do: pid", Fate.USED),
        ("IO.inspect(Task.async(f))\n:ok", Fate.DROPPED),
        ("try do\n1\nafter\nTask.async(f)\nend", Fate.DROPPED),
        ("Task.async(f)", Fate.UNKNOWN),
        ("Unknown.with_span do\nTask.async(f)\nend", Fate.UNKNOWN),
    ],
)
def test_in_one_function(body: str, fate: Fate) -> None:
    assert outcome(f"def run(f) do\n{body}\nend").fate is fate


def test_a_result_leaves_its_function() -> None:
    helper = "defp start(f), do: Task.async(f)\n"
    assert outcome(helper + "def run(f), do: Task.await(start(f))").fate is Fate.USED
    dropped = outcome(helper + "def run(f) do\nstart(f)\n:ok\nend")
    assert dropped.fate is Fate.DROPPED
    assert [call.name for call in dropped.path] == ["start"]
    both = "def run(f) do\nstart(f)\n:ok\nend\ndef go(f), do: Task.await(start(f))"
    assert outcome(helper + both).fate is Fate.USED


@pytest.mark.parametrize(
    ("body", "returned"),
    [
        ("Agent.start_link(f)", True),
        ("{:ok, pid} = Agent.start_link(f)\n{:ok, pid}", True),
        ("with {:ok, pid} <- Agent.start_link(f) do\n{:ok, pid}\nend", True),
        ("case Agent.start_link(f) do\n{:ok, pid} -> pid\nend", True),
        ("result = Agent.start_link(f)\nlog()\nresult", True),
        ("f |> Agent.start_link() |> tap(fn _ -> log() end)", True),
        ("{:ok, pid} = Agent.start_link(f)\nAgent.get(pid, f)", False),
        ("Agent.start_link(f)\n:ok", False),
    ],
)
def test_what_a_function_returns(body: str, returned: bool) -> None:
    project = project_of({"lib/a.ex": f"defmodule A do\ndef run(f) do\n{body}\nend\nend\n"})
    (call,) = project.calls_to("Agent.start_link/1")
    assert Fates.of(project, CallGraph.of(project)).is_returned(call) is returned
