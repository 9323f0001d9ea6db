"""Where closures run, and the edges that follow."""

import pytest

from dralint.analysis.calls.callgraph import CallGraph
from dralint.analysis.calls.closures import Runs, where_runs
from dralint.testing import project_of

HERE, ELSEWHERE, LATER, UNKNOWN = Runs.HERE, Runs.ELSEWHERE, Runs.LATER, Runs.UNKNOWN


def runs(body: str, more: str = "") -> Runs:
    """Return where the call of `mark/0` in a body runs."""
    text = f"defmodule A do\n  def a(x) do\n    {body}\n  end\n  def mark, do: :ok\n{more}\nend\n"
    project = project_of({"lib/a.ex": text})
    marks = [call for file in project.files for call in file.calls if call.name == "mark"]
    return where_runs(marks[0])


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ("mark()", HERE),
        ("Enum.each(x, fn _ -> mark() end)", HERE),
        ("for _ <- x, do: mark()", HERE),
        ("with_span :x do mark() end", HERE),
        ("x |> then(fn _ -> mark() end)", HERE),
        ("(fn -> mark() end).()", HERE),
        ("f = fn -> mark() end\n    f.()", HERE),
        ("Map.get_lazy(x, :k, fn -> mark() end)", HERE),
        ("MyApp.Repo.transaction(fn -> mark() end)", HERE),
        (":telemetry.span([:a], %{}, fn -> {mark(), %{}} end)", HERE),
        ("Task.async(fn -> mark() end)", ELSEWHERE),
        ("f = fn -> mark() end\n    Task.start(f)", ELSEWHERE),
        ("Enum.map(x, fn _ -> Task.async(fn -> mark() end) end)", ELSEWHERE),
        ("Task.async(fn -> Enum.map(x, fn _ -> mark() end) end)", ELSEWHERE),
        ("Agent.update(x, fn _ -> mark() end)", ELSEWHERE),
        ("spawn(fn -> mark() end)", ELSEWHERE),
        ("Ecto.Multi.run(x, :m, fn _, _ -> mark() end)", LATER),
        ("Stream.map(x, fn _ -> mark() end)", LATER),
        ("x |> Stream.map(fn _ -> mark() end) |> Enum.to_list()", HERE),
        ("x |> Stream.map(fn _ -> mark() end) |> Stream.take(2) |> Stream.run()", HERE),
        ("s = Stream.map(x, fn _ -> mark() end)\n    Enum.sum(s)", HERE),
        ("for v <- Stream.map(x, fn _ -> mark() end), do: v", HERE),
        ("fn -> mark() end", UNKNOWN),
        ("Map.put(x, :f, fn -> mark() end)", UNKNOWN),
        ("send(x, fn -> mark() end)", UNKNOWN),
        ("Elsewhere.run(fn -> mark() end)", UNKNOWN),
    ],
)
def test_known_functions(body: str, where: Runs) -> None:
    assert runs(body) is where


@pytest.mark.parametrize(
    ("helper", "where"),
    [
        ("def run(_, f), do: f.()", HERE),
        ("def run(_, f), do: Enum.map([1], f)", HERE),
        ("def run(_, f), do: again(f)\ndef again(g), do: g.()", HERE),
        ("def run(_, f \\\\ nil), do: f.()", HERE),
        ("def run(_, f) when is_function(f), do: apply(f, [])", HERE),
        ("def run(_, f), do: Task.start(f)", ELSEWHERE),
        ("def run(_, f), do: Task.start(fn -> f.() end)", ELSEWHERE),
        ("def run(_, f), do: GenServer.cast(:s, {:run, f})", UNKNOWN),
        ("def run(true, f), do: f.()\ndef run(_, f), do: Task.start(f)", UNKNOWN),
        ("def run(x, f), do: run(x, fn -> f.() end)", UNKNOWN),
    ],
)
def test_functions_of_the_project(helper: str, where: Runs) -> None:
    assert runs("run(x, fn -> mark() end)", helper) is where


def test_a_left_out_default_moves_the_argument() -> None:
    helper = "def run(_opts \\\\ [], f), do: f.()"
    assert runs("run(fn -> mark() end)", helper) is HERE


def edges(*texts: str) -> set[tuple[str, str, str]]:
    graph = CallGraph.of(project_of({f"lib/{i}.ex": text for i, text in enumerate(texts)}))
    return {(e.caller.full_name, e.callee.full_name, e.runs.value) for e in graph.edges}


def test_edges_follow_captures_names_and_delegates() -> None:
    found = edges(
        """
        defmodule A do
          def a(x) do
            Enum.map(x, &B.b/1)
            Task.start(B, :b, [x])
            apply(B, :b, [x])
            C.c(x)
          end
        end
        """,
        "defmodule B do\n  def b(x), do: x\nend",
        "defmodule C do\n  defdelegate c(x), to: B, as: :b\nend",
    )
    assert found == {("A.a/1", "B.b/1", "here"), ("A.a/1", "B.b/1", "elsewhere")}


def test_a_delegate_out_of_the_project_is_no_edge() -> None:
    text = "defmodule A do\n  defdelegate c(x), to: Far\n  def a(x), do: c(x)\nend"
    assert edges(text) == set()


def test_quoted_calls_are_no_edges() -> None:
    text = "defmodule A do\n  defmacro m do\n    quote do: A.b()\n  end\n  def b, do: 1\nend"
    assert edges(text) == set()
