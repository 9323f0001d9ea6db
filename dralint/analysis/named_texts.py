"""Named texts: the literal texts of a file, with the name under which each is kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.outline import Outline
from dralint.outline.values import (
    Arm,
    Atom,
    Block,
    CallRef,
    Flow,
    Fn,
    Interpolated,
    ListOf,
    MapOf,
    Number,
    Op,
    String,
    TupleOf,
    Value,
    Var,
    children,
)

_LEAVES = (Var, Atom, CallRef, Fn, Number)
_PUTS = frozenset(
    """
    put put_new put_env get_env put_req_header put_resp_header put_header replace put_private
    put_session fetch_env update
    """.split()
)
"""Functions that are given a name and, behind it, what is kept under it."""


@dataclass(frozen=True, slots=True)
class NamedText:
    """A text and its name, which is empty where it has none; `outer` are the names around that."""

    name: str
    text: String
    outer: str = ""


def named_texts(outline: Outline) -> Iterator[NamedText]:
    """Yield the texts of a file: of its code, attributes and defaults, without documentation."""
    for attribute in outline.attributes:
        if attribute.value is not None and not attribute.name.endswith("doc"):
            yield from _texts(attribute.value, attribute.name)
    for function in outline.functions:
        for clause in function.clauses:
            for param in clause.params:
                yield from _texts(param, "")
            if clause.body is not None:
                yield from _texts(clause.body, function.name)
    for closure in outline.closures:
        for value in (*closure.heads, *closure.clauses):
            yield from _texts(value, "")
    for call in outline.calls:
        yield from _of_call(call.name, call.args)


def _of_call(name: str, args: tuple[Value, ...]) -> Iterator[NamedText]:
    named = ""
    for arg in args:
        if isinstance(arg, String) and named and name in _PUTS:
            yield NamedText(named, arg)
        else:
            yield from _texts(arg, "")
        if name in _PUTS and isinstance(arg, Atom | String):
            named = _name(arg)


def _texts(value: Value, name: str) -> Iterator[NamedText]:
    """Yield the texts within a value that is kept under a name."""
    waiting: list[tuple[Value, str, str]] = [(value, name, "")]
    while waiting:
        current, known, outer = waiting.pop()
        match current:
            case String():
                yield NamedText(known, current, outer)
            case TupleOf() if len(current.items) == 2 and (key := _name(current.items[0])):
                waiting.append((current.items[1], key, f"{outer} {known}"))
            case TupleOf() if current.items and _name(current.items[0]) == "system":
                continue
            case MapOf():
                around = f"{outer} {known}"
                waiting.extend((item, _name(key) or known, around) for key, item in current.pairs)
            case Op(op="=" | "\\\\") if isinstance(current.args[0], Var):
                waiting.append((current.args[1], current.args[0].name, f"{outer} {known}"))
            case Op(op="||"):
                waiting.extend((arg, known, outer) for arg in current.args)
            case Op(op="<>"):
                waiting.extend((arg, known, outer) for arg in current.args)
            case Block():
                waiting.extend((item, "", outer) for item in current.items[:-1])
                waiting.extend((item, known, outer) for item in current.items[-1:])
            case Arm():
                waiting.append((current.body, known, outer))
            case Flow():
                waiting.extend((head, "", outer) for head in current.heads)
                waiting.extend((arm, known, outer) for arm in current.arms)
            case ListOf() | TupleOf():
                waiting.extend((item, known, outer) for item in current.items)
            case Interpolated():
                waiting.extend((part, "", outer) for part in current.parts)
            case _ if not isinstance(current, _LEAVES):
                waiting.extend((part, "", outer) for part in children(current))


def _name(value: Value) -> str:
    match value:
        case Atom():
            return value.name
        case String() if len(value.text) < 60:
            return value.text
        case _:
            return ""
