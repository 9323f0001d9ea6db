"""Named texts: the literal texts of a file, with the name under which each is kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.outline import Outline
from dralint.outline.values import (
    LEAVES,
    Arm,
    Atom,
    Block,
    Flow,
    Interpolated,
    ListOf,
    MapOf,
    Op,
    String,
    TupleOf,
    Value,
    Var,
    children,
)

_PUTS = frozenset(
    """
    put put_new put_env get_env put_req_header put_resp_header put_header replace put_private
    put_session fetch_env update
    """.split()
)
"""Functions that are given a name and, behind it, what is kept under it."""

_QUIET = LEAVES - {String}
"""The types of the values that hold no text."""


@dataclass(frozen=True, slots=True)
class NamedText:
    """A text and its name, which is empty where it has none; `outer` are the names around that."""

    name: str
    text: String
    outer: str = ""


def named_texts(outline: Outline, shortest: int = 0) -> Iterator[NamedText]:
    """Yield the texts of a file: of its code, attributes and defaults, without documentation.

    Texts of fewer than `shortest` characters are left out.
    """
    found: list[NamedText] = []
    for attribute in outline.attributes:
        if attribute.value is not None and not attribute.name.endswith("doc"):
            _add(attribute.value, attribute.name, shortest, found)
    for function in outline.functions:
        for clause in function.clauses:
            for param in clause.params:
                if type(param) not in _QUIET:
                    _add(param, "", shortest, found)
            if clause.body is not None:
                _add(clause.body, function.name, shortest, found)
    for closure in outline.closures:
        for value in (*closure.heads, *closure.clauses):
            _add(value, "", shortest, found)
    for call in outline.calls:
        if call.name in _PUTS:
            _add_kept(call.args, shortest, found)
        else:
            for arg in call.args:
                if type(arg) not in _QUIET:
                    _add(arg, "", shortest, found)
    return iter(found)


def _add_kept(args: tuple[Value, ...], shortest: int, found: list[NamedText]) -> None:
    """Add the texts that a function is given, each kept under the name in front of it."""
    named = ""
    for arg in args:
        _add(arg, named if isinstance(arg, String) else "", shortest, found)
        if isinstance(arg, Atom | String):
            named = _name(arg)


def _add(value: Value, name: str, shortest: int, found: list[NamedText]) -> None:
    """Add the texts within a value that is kept under a name."""
    if not _has_text(value, shortest):
        return
    waiting: list[tuple[Value, str, str]] = [(value, name, "")]
    while waiting:
        current, known, outer = waiting.pop()
        if type(current) in LEAVES:
            if type(current) is String and len(current.text) >= shortest:
                found.append(NamedText(known, current, outer))
            continue
        match current:
            case TupleOf() if len(current.items) == 2 and (key := _name(current.items[0])):
                waiting.append((current.items[1], key, f"{outer} {known}"))
            case TupleOf() if current.items and _name(current.items[0]) == "system":
                continue
            case MapOf():
                around = f"{outer} {known}"
                waiting.extend([(item, _name(key) or known, around) for key, item in current.pairs])
            case Op(op="=" | "\\\\") if isinstance(current.args[0], Var):
                waiting.append((current.args[1], current.args[0].name, f"{outer} {known}"))
            case Op(op="||" | "<>"):
                waiting.extend([(arg, known, outer) for arg in current.args])
            case Block():
                waiting.extend([(item, "", outer) for item in current.items[:-1]])
                waiting.extend([(item, known, outer) for item in current.items[-1:]])
            case Arm():
                waiting.append((current.body, known, outer))
            case Flow():
                waiting.extend([(head, "", outer) for head in current.heads])
                waiting.extend([(arm, known, outer) for arm in current.arms])
            case ListOf() | TupleOf():
                waiting.extend([(item, known, outer) for item in current.items])
            case Interpolated():
                waiting.extend([(part, "", outer) for part in current.parts])
            case _:
                waiting.extend([(part, "", outer) for part in children(current)])


def _has_text(value: Value, shortest: int) -> bool:
    """Whether there is a text in a value: there is none in most, and to look costs little."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, String):
            if len(current.text) >= shortest:
                return True
        else:
            waiting += [each for each in children(current) if type(each) not in _QUIET]
    return False


def _name(value: Value) -> str:
    match value:
        case Atom():
            return value.name
        case String() if len(value.text) < 60:
            return value.text
        case _:
            return ""
