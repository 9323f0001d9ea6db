"""Edges asked for function by function are those of the whole graph."""

from collections import defaultdict

from dralint.analysis.calls.callgraph import CallGraph, Edge
from dralint.testing import project_of

FILES = {
    "lib/a.ex": """
defmodule A do
  defdelegate ask(x), to: B
  def run(x) do
    ask(x)
    B.ask(x)
    A.ask(x)
    Task.start(B, :ask, [x])
    Enum.map([x], &B.ask/1)
    quote do: B.ask(x)
  end
  def run, do: run(1)
end
""",
    "lib/b.ex": """
defmodule B do
  def ask(x, y \\\\ 0)
  def ask(0, y), do: y
  def ask(x, y), do: ask(x - 1, y)
end
""",
    "lib/c.ex": "defmodule B do\n  def ask(x), do: A.ask(x)\nend\n",
}


def test_they_are_the_same_both_ways() -> None:
    project = project_of(FILES)
    to: dict[tuple[str, int], list[Edge]] = defaultdict(list)
    out: dict[tuple[str, int], list[Edge]] = defaultdict(list)
    for edge in CallGraph(project).edges:
        to[edge.callee.key].append(edge)
        out[edge.caller.key].append(edge)
    graph = CallGraph(project)
    functions = [function for file in project.files for function in file.functions]
    assert {f.key: graph.calls_to(f) for f in functions if graph.calls_to(f)} == dict(to)
    assert {f.key: graph.calls_from(f) for f in functions if graph.calls_from(f)} == dict(out)
    assert any(edge.by_name for edges in to.values() for edge in edges)
