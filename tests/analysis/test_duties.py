"""What modules are busy with, how complex their functions are, and what holds them together."""

from textwrap import dedent

import pytest

from dralint.analysis.duties.cohesion import clusters
from dralint.analysis.duties.complexity import Complexity, complexity
from dralint.analysis.duties.concerns import Concerns
from dralint.engine.ask import Ask
from dralint.project import Module
from dralint.testing import project_of


def module(body: str) -> Module:
    code = f"defmodule App.M do\n{dedent(body)}\nend\n"
    return project_of({"lib/app/m.ex": code}).files[0].modules[0]


def measured(body: str) -> Complexity:
    function = module(body).functions[0]
    return complexity(function.file, function.clauses[0])


@pytest.mark.parametrize(
    ("body", "branches", "depth"),
    [
        ("def f(x), do: x", 1, 0),
        ("def f(x), do: if(x, do: 1)", 2, 1),
        ("def f(x), do: if(x && x.a || x.b, do: 1)", 4, 1),
        ("def f(x) do\n case x do\n 1 -> :a\n 2 -> :b\n 3 -> :c\n end\nend", 2, 1),
        ("def f(x) do\n cond do\n x > 2 -> 1\n x > 1 -> 2\n true -> 3\n end\nend", 3, 1),
        ("def f(x), do: Enum.map(x, fn y -> if(y, do: if(y.a, do: 1)) end)", 3, 2),
    ],
)
def test_complexity(body: str, branches: int, depth: int) -> None:
    found = measured(body)
    assert (found.branches, found.depth) == (branches, depth)


def test_lines_are_those_of_the_clause() -> None:
    assert measured("def f(x) do\n  x\nend\n\ndef g, do: 1").lines == 3


@pytest.mark.parametrize(
    ("body", "groups"),
    [
        ("def a(x), do: b(x)\ndef b(y), do: y", [["a", "b"]]),
        ("def a(user), do: user\ndef b(user), do: user", [["a", "b"]]),
        ("def a(user), do: user\ndef b(page), do: page", [["a"], ["b"]]),
        ("def a(id), do: id\ndef b(id), do: id", [["a"], ["b"]]),
        ("@t 1\ndef a(x), do: {x, @t}\ndef b(y), do: {y, @t}", [["a", "b"]]),
        ("def a(%App.User{}), do: 1\ndef b(y), do: %App.User{id: y}", [["a", "b"]]),
    ],
)
def test_clusters(body: str, groups: list[list[str]]) -> None:
    found = clusters(module(body))
    assert [[function.name for function in group] for group in found] == groups


def test_concerns() -> None:
    body = """
    alias App.Repo
    def a(x), do: Req.get!(x)
    def b(x), do: x |> Repo.insert!() |> Jason.encode!()
    def c(x), do: GenServer.call(x, :a)
    def d(x), do: Enum.map(x, &File.read!/1)
    """
    found = module(body)
    concerns = Ask(found.file.project)(Concerns).of_module(found)
    assert {concern: len(calls) for concern, calls in concerns.items()} == {
        "HTTP": 1,
        "persistence": 1,
        "parsing": 1,
        "processes": 1,
        "files": 1,
    }
