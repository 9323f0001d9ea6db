"""Terms against patterns and guards."""

import pytest

from dralint.analysis.values.unify import holds, unify
from dralint.outline import outline_of
from dralint.outline.values import CallRef, TupleOf, Value


def term_and_clause(message: str, head: str) -> tuple[Value, Value, Value | None]:
    """Return the argument of `f(message)` and the parameter and guard of `def g(head)`."""
    code = f"defmodule A do\n  def f, do: f({message})\n  def g({head}, do: 1\nend\n"
    outline = outline_of(code.encode())
    call = next(call for call in outline.calls if call.name == "f")
    clause = outline.functions[-1].clauses[0]
    return call.args[0], clause.params[0], clause.guard


@pytest.mark.parametrize(
    ("message", "head", "fits"),
    [
        (":get", ":get)", True),
        (":get", ":put)", False),
        (":get", "{:get, _})", False),
        ("{:get, 1}", "{:get, key})", True),
        ("{:get, 1}", "{:get, key} = message)", True),
        ("{:get, 1}", "{:get, 1, 2})", False),
        ("{:get, 1}", "{:get, 2})", False),
        ("{:get, 1.0}", "{:get, 1})", None),
        ("{:get, 1_000}", "{:get, 1000})", True),
        ("{:get, 1, 2}", "{:get, a, a})", False),
        ("{:get, 1, 1}", "{:get, a, a})", None),
        ("{:get, 1, 2}", "{:get, _, _})", True),
        ("{:get, key()}", "{:get, :a})", None),
        ("[]", "[])", True),
        ("[]", "[_ | _])", False),
        ("[1, 2]", "[1 | rest])", True),
        ("[1]", "[1, 2])", False),
        ("%{a: 1}", "%{})", True),
        ("%{a: 1}", "%{a: 1})", True),
        ("%{a: 1}", "%{b: _})", False),
        ("%{a: 1}", "%User{})", False),
        ("%User{a: 1}", "%User{b: 2})", None),
        ("%User{a: 1}", "%Post{})", False),
        ('"a b"', '"a " <> rest)', None),
        ('"b"', '"a " <> rest)', False),
        (":a", '"a " <> rest)', False),
        ("A.B", "A.B)", True),
        ("A.B", ":b)", False),
        (":gen_tcp", ":gen_tcp)", True),
    ],
)
def test_patterns(message: str, head: str, fits: bool | None) -> None:
    term, param, _ = term_and_clause(message, head)
    assert unify(term, param) is fits


@pytest.mark.parametrize(
    ("message", "head", "answer"),
    [
        (":a", "x) when is_atom(x)", True),
        (":a", "x) when is_binary(x)", False),
        ("1", "x) when is_integer(x)", None),
        ("1", "x) when is_pid(x)", False),
        ("{1}", "x) when is_tuple(x) and tuple_size(x) == 1", None),
        ("{1}", "x) when is_list(x) and length(x) == 1", False),
        (":a", "x) when x in [:a, :b]", True),
        (":c", "x) when x in [:a, :b]", False),
        (":c", "x) when x == :c", True),
        (":c", "x) when x != :c", False),
        (":c", "x) when x == :d or is_atom(x)", True),
        (":c", "x) when not is_atom(x)", False),
        (":c", "x) when is_list(x) when is_map(x)", False),
        ("key()", "x) when is_atom(x)", None),
        ("key()", "x) when x == :a", None),
    ],
)
def test_guards(message: str, head: str, answer: bool | None) -> None:
    term, param, guard = term_and_clause(message, head)
    bound: dict[str, Value] = {}
    assert unify(term, param, bound) is True
    assert holds(guard, bound) is answer


def test_what_is_not_known_matches_only_a_variable_for_certain() -> None:
    term, param, _ = term_and_clause("key()", "key)")
    assert isinstance(term, CallRef)
    assert unify(term, param) is True
    _, pair, _ = term_and_clause("1", "{a, b})")
    assert isinstance(pair, TupleOf)
    assert unify(term, pair) is None
