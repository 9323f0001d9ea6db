"""Stubs: functions that only say that they will be written."""

import re

from dralint.outline import Outline
from dralint.outline.data import Function
from dralint.outline.values import Atom, Block, CallRef, ListOf, String, TupleOf, Value

LATER = re.compile(
    r"(?i)\bto-?do\b|\b(not|un)[- _]?(yet )?(been )?implemented|\bimplement me\b|\bfixme\b"
)
"""What a text says that stands for missing code."""
_NAMES = frozenset(("todo", "not_implemented", "not_yet_implemented", "unimplemented", "TODO"))
_RAISING = frozenset(("raise", "throw", "exit", "flunk"))


def stub_of(outline: Outline, body: Value | None) -> Value | None:
    """Return what a body says instead of doing anything, None where it does something.

    That is `raise "not implemented"` and its like, `:todo`, `{:error, :not_implemented}`.
    """
    while type(body) is Block:
        if len(body.items) != 1:
            return None
        body = body.items[0]
    match body:
        case CallRef():
            call = outline.calls[body.call]
            said = call.args[-1] if call.args else None
            if call.name in _RAISING and call.on is None and _says_later(said):
                return body
        case Atom(name=name) if name in _NAMES:
            return body
        case TupleOf(items=(Atom(name="error"), Atom(name=name))) if name in _NAMES:
            return body
        case _:
            pass
    return None


def _says_later(said: Value | None) -> bool:
    match said:
        case String():
            return LATER.search(said.text) is not None
        case Atom():
            return said.name in _NAMES
        case ListOf(items=(TupleOf(items=(Atom(name="message"), String() as text)), *_)):
            return LATER.search(text.text) is not None
        case _:
            return False


def does_something(outline: Outline, function: Function) -> bool:
    """Whether a function has a clause that is more than a stub or an empty body."""
    return any(
        clause.body is not None
        and not (isinstance(clause.body, Block) and not clause.body.items)
        and not (isinstance(clause.body, Atom) and clause.body.name == "nil")
        and stub_of(outline, clause.body) is None
        for clause in function.clauses
    )
