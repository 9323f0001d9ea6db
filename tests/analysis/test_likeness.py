"""Code that differs in its variables alone."""

from dralint.analysis.values.likeness import tokens
from dralint.testing import project_of


def code(body: str) -> tuple[str, ...]:
    project = project_of({"lib/a.ex": f"defmodule A do\n  def run(x, y), do: {body}\nend\n"})
    clause = project.files[0].functions[0].clauses[0]
    return tokens(project.files[0].outline, *clause.params, clause.body)


def test_variables_are_numbered() -> None:
    assert code("f(x, y)") == code("f(x, y)")
    assert code("(z = f(x); z)") == code("(other = f(x); other)")
    assert code("f(x, x)") != code("f(x, y)")
    assert code("f(y, x)") != code("f(x, y)")


def test_everything_else_counts() -> None:
    assert code("f(x, 1)") != code("f(x, 2)")
    assert code("f(x, :a)") != code('f(x, "a")')
    assert code("B.f(x)") != code("C.f(x)")
    assert code("f(x)") != code("g(x)")
    assert code("if(x, do: y)") != code("unless(x, do: y)")
    assert code("x.a") != code("x.b")


def test_pipes_and_calls_are_one() -> None:
    assert code("x |> f(y)") == code("f(x, y)")
