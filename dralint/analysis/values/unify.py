"""Terms against patterns: can this message be taken by that clause? Yes, no, or unknown.

A term is a value of the outline in which what is not known is `Opaque`. A pattern is a value as it
stands in a head.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dralint.outline.values import (
    Apply,
    Atom,
    Fn,
    Interpolated,
    ListOf,
    MapOf,
    ModuleRef,
    Number,
    Op,
    Sigil,
    String,
    TupleOf,
    Value,
    Var,
)

SELF = Apply(0, 0, "Kernel", "self", ())
"""The process in which the code runs."""

_KINDS: dict[type[Any], str] = {
    Atom: "atom",
    ModuleRef: "atom",
    TupleOf: "tuple",
    ListOf: "list",
    MapOf: "map",
    Number: "number",
    Fn: "function",
}
"""The types of the values that are always of one kind."""
_TESTS = {
    "is_atom": ("atom",),
    "is_binary": ("string",),
    "is_bitstring": ("string",),
    "is_list": ("list",),
    "is_tuple": ("tuple",),
    "is_map": ("map",),
    "is_struct": ("map",),
    "is_number": ("number",),
    "is_function": ("function",),
    "is_pid": ("pid",),
}
_NOT_NUMBERS = ("is_integer", "is_float", "is_reference", "is_port", "is_boolean", "is_nil")


def kind_of(term: Value) -> str | None:
    """Return the type of a term: atom, tuple, list, map, string, number, function or pid."""
    kind = _KINDS.get(type(term))
    if kind is not None:
        return kind
    if isinstance(term, String | Interpolated):
        return {"string": "string", "atom": "atom"}.get(term.kind, "list")
    if isinstance(term, Sigil):
        return "string" if term.name in ("s", "S") else None
    if isinstance(term, Op):
        return "string" if term.op in ("<>", "<<>>") else None
    return "pid" if isinstance(term, Apply) and term == SELF else None


def unify(term: Value, pattern: Value, bound: dict[str, Value] | None = None) -> bool | None:
    """Whether a pattern matches a term: yes, no, or unknown. `bound` gets its variables."""
    if bound is None:
        bound = {}
    if isinstance(pattern, Var):
        return _bind(term, pattern.name, bound)
    if isinstance(pattern, Op | Apply):
        return _operator(term, pattern, bound)
    known, wanted = kind_of(term), kind_of(pattern)
    if known is None or wanted is None:
        return None
    if known != wanted:
        return False
    if isinstance(term, TupleOf) and isinstance(pattern, TupleOf):
        if len(term.items) != len(pattern.items):
            return False
        pairs = zip(term.items, pattern.items, strict=True)
        return every(unify(part, wish, bound) for part, wish in pairs)
    if isinstance(term, ListOf) and isinstance(pattern, ListOf):
        return _lists(term, pattern, bound)
    if isinstance(term, MapOf) and isinstance(pattern, MapOf):
        return _maps(term, pattern, bound)
    return _scalars(term, pattern)


def _operator(term: Value, pattern: Op | Apply, bound: dict[str, Value]) -> bool | None:
    if isinstance(pattern, Apply):
        return None
    match pattern.op:
        case "=":
            return every(unify(term, part, bound) for part in pattern.args)
        case "\\\\":
            return unify(term, pattern.args[0], bound)
        case "<>":
            return _prefixed(term, pattern)
        case "<<>>":
            return False if kind_of(term) not in ("string", None) else None
        case _:
            return None


def _bind(term: Value, name: str, bound: dict[str, Value]) -> bool | None:
    if name.startswith("_"):
        return True
    before = bound.setdefault(name, term)
    if before is term:
        return True
    return False if unify(term, before) is False else None


def _prefixed(term: Value, pattern: Op) -> bool | None:
    if kind_of(term) not in ("string", None):
        return False
    first = pattern.args[0]
    if isinstance(term, String) and isinstance(first, String):
        return None if term.text.startswith(first.text) else False
    return None


def _lists(term: ListOf, pattern: ListOf, bound: dict[str, Value]) -> bool | None:
    pairs = zip(term.items, pattern.items, strict=False)
    answers = [unify(part, wish, bound) for part, wish in pairs]
    missing = len(pattern.items) - len(term.items)
    if missing > 0 and term.tail is None:
        return False
    if missing < 0 and pattern.tail is None:
        return False
    if missing or term.tail is not None or pattern.tail is not None:
        rest = term.items[len(pattern.items) :]
        if pattern.tail is not None and missing <= 0:
            left = ListOf(term.start, term.end, rest, term.tail)
            answers.append(unify(left, pattern.tail, bound))
        else:
            answers.append(None)
    return every(answers)


def _maps(term: MapOf, pattern: MapOf, bound: dict[str, Value]) -> bool | None:
    answers: list[bool | None] = []
    if pattern.struct is not None:
        if term.struct is None:
            answers.append(None if term.base is not None else False)
        else:
            answers.append(unify(term.struct, pattern.struct, bound))
    for key, wish in pattern.pairs:
        values = [value for other, value in term.pairs if unify(other, key) is True]
        if values:
            answers.append(unify(values[-1], wish, bound))
        elif term.base is not None or term.struct is not None:
            answers.append(None)
        elif all(unify(other, key) is False for other, _ in term.pairs):
            answers.append(False)
        else:
            answers.append(None)
    for name in _variables(pattern):
        bound.setdefault(name, pattern)
    return every(answers)


def _variables(pattern: MapOf) -> Iterator[str]:
    return (value.name for _, value in pattern.pairs if isinstance(value, Var))


def _scalars(term: Value, pattern: Value) -> bool | None:
    match term, pattern:
        case (Atom() | ModuleRef(), Atom() | ModuleRef()):
            return term.name.removeprefix(":") == pattern.name.removeprefix(":")
        case String(), String():
            return term.text == pattern.text
        case Number(), Number():
            if term.text.replace("_", "") == pattern.text.replace("_", ""):
                return True
            plain = term.text.isdigit() and pattern.text.isdigit()
            return False if plain else None
        case _:
            return None


def every(answers: Iterable[bool | None]) -> bool | None:
    """Whether all answers are yes: no, if one of them is no, and then the rest is not asked for."""
    known = True
    for answer in answers:
        if answer is False:
            return False
        known = known and answer is not None
    return True if known else None


def holds(guard: Value | None, bound: Mapping[str, Value]) -> bool | None:
    """Whether a guard holds for what the variables stand for."""
    match guard:
        case None:
            return True
        case Op() if guard.op in ("and", "or", "when") and len(guard.args) >= 2:
            answers = [holds(part, bound) for part in guard.args]
            if guard.op == "and":
                return every(answers)
            opposite = every(None if a is None else not a for a in answers)
            return None if opposite is None else not opposite
        case Op() if guard.op == "not" and len(guard.args) == 1:
            answer = holds(guard.args[0], bound)
            return None if answer is None else not answer
        case Op() if guard.op in ("==", "===", "!=", "!==") and len(guard.args) == 2:
            same = unify(_bound(guard.args[0], bound), _bound(guard.args[1], bound))
            if same is None or _open(guard.args, bound):
                return None if same is not False else guard.op[0] == "!"
            return same if guard.op[0] == "=" else not same
        case Op() if guard.op == "in" and len(guard.args) == 2:
            return _member(_bound(guard.args[0], bound), guard.args[1])
        case Apply() if guard.args:
            return _test(guard.name, _bound(guard.args[0], bound))
        case _:
            return None


def _bound(value: Value, bound: Mapping[str, Value]) -> Value:
    return bound.get(value.name, value) if isinstance(value, Var) else value


def _open(values: tuple[Value, ...], bound: Mapping[str, Value]) -> bool:
    return any(isinstance(_bound(value, bound), Var) for value in values)


def _member(term: Value, choices: Value) -> bool | None:
    if not isinstance(choices, ListOf) or choices.tail is not None:
        return None
    if kind_of(term) is None:
        return None
    answers = [unify(term, item) for item in choices.items]
    if True in answers:
        return True
    return None if None in answers else False


def _test(name: str, term: Value) -> bool | None:
    kind = kind_of(term)
    if kind is None:
        return None
    if name in _TESTS:
        if kind != _TESTS[name][0]:
            return False
        return True if name not in ("is_struct", "is_function") else None
    if name in _NOT_NUMBERS:
        if name in ("is_boolean", "is_nil"):
            return None if kind == "atom" else False
        return None if kind == "number" else False
    return None


def show(term: Value) -> str:
    """Return a term or pattern as people write it; what is unknown is `_`."""
    match term:
        case Atom():
            plain = term.name in ("nil", "true", "false")
            return term.name if plain else f":{term.name}"
        case ModuleRef():
            return term.name
        case Number():
            return term.text
        case String():
            return f'"{term.text}"' if len(term.text) < 24 else '"..."'
        case TupleOf():
            return "{" + ", ".join(map(show, term.items)) + "}"
        case ListOf():
            return "[...]" if term.items or term.tail else "[]"
        case MapOf():
            return f"%{getattr(term.struct, 'name', '')}{{...}}"
        case Op() if term.op == "=":
            best = next((arg for arg in term.args if not isinstance(arg, Var)), term.args[0])
            return show(best)
        case Fn():
            return "fn"
        case _:
            return "self()" if term == SELF else "_"
