"""A term: an expression reduced to constants, unknowns and the parameters of its function.

Literals are themselves, `Opaque` is not known, `Var("$2")` the third parameter, `SELF` the process
that runs the code, and `either` a choice between something and its default.
"""

from dralint.analysis.values.unify import SELF, every, holds, show, unify
from dralint.outline.values import (
    LEAVES,
    Apply,
    Atom,
    ListOf,
    MapOf,
    ModuleRef,
    Number,
    Op,
    Opaque,
    String,
    TupleOf,
    Value,
    Var,
    children,
)
from dralint.project import Function

SIZE = 200
"""How many parts a term may have."""


def reachable(function: Function, given: tuple[Value, ...]) -> list[int]:
    """Return the clauses that a call with these arguments can end in, by number."""
    found: list[int] = []
    for number, clause in enumerate(function.clauses):
        if clause.body is None:
            continue
        if len(clause.params) != len(given):
            found.append(number)
            continue
        bound: dict[str, Value] = {}
        pairs = zip(given, clause.params, strict=True)
        fit = every(unify(term, param, bound) for term, param in pairs)
        if fit is not False:
            fit = every((fit, holds(clause.guard, bound)))
        if fit is not False:
            found.append(number)
        if fit is True:
            break
    return found


def substitute(term: Value, given: tuple[Value, ...]) -> Value:
    """Return a term with the parameters replaced by what they are given."""
    return _put(term, given) if is_open(term) else term


def _put(term: Value, given: tuple[Value, ...]) -> Value:
    match term:
        case Var() if term.name.startswith("$"):
            position = int(term.name[1:])
            return given[position] if position < len(given) else unknown(term)
        case TupleOf():
            return TupleOf(term.start, term.end, tuple([_put(i, given) for i in term.items]))
        case ListOf():
            items = tuple([_put(item, given) for item in term.items])
            return ListOf(term.start, term.end, items, term.tail)
        case MapOf():
            pairs = tuple([(_put(k, given), _put(v, given)) for k, v in term.pairs])
            return MapOf(term.start, term.end, term.struct, pairs, term.base)
        case Apply():
            args = tuple([_put(arg, given) for arg in term.args])
            if term.name == "either" and len(args) == 2:
                return join(term, args[0], args[1])
            return Apply(term.start, term.end, term.module, term.name, args)
        case _:
            return term


def is_open(term: Value) -> bool:
    """Whether a term holds parameters."""
    kind = type(term)
    if kind is Var:
        return term.name[:1] == "$"  # type: ignore[union-attr]
    return kind not in LEAVES and any(map(is_open, children(term)))


def closed(term: Value, patterns: tuple[Value, ...]) -> Value:
    """Return a term in which what no caller says is what the function's own head says."""
    return substitute(term, tuple(as_term(pattern) for pattern in patterns))


def as_term(pattern: Value) -> Value:
    """Return what a pattern says of a value that it matches."""
    match pattern:
        case Atom() | ModuleRef() | Number() | String():
            return pattern
        case TupleOf():
            return TupleOf(pattern.start, pattern.end, tuple(map(as_term, pattern.items)))
        case MapOf() if pattern.struct is not None:
            return MapOf(pattern.start, pattern.end, pattern.struct, (), unknown(pattern))
        case Op(op="=") | Op(op="\\\\"):
            parts = [as_term(arg) for arg in pattern.args[: 1 if pattern.op != "=" else None]]
            return next((p for p in parts if not isinstance(p, Opaque)), unknown(pattern))
        case _:
            return unknown(pattern)


def either(term: Value) -> tuple[Value, ...]:
    """Return the choices of a term: a default and what stands before it."""
    if isinstance(term, Apply) and term.name == "either" and term.module is None:
        return term.args
    return (term,)


def join(at: Value, first: Value, last: Value) -> Value:
    """Return the term of one of two things: a choice with its default last."""
    return Apply(at.start, at.end, None, "either", (first, last))


def part_of(term: Value, step: str | int) -> Value:
    """Return what stands at a place of a tuple, or under a key of a map."""
    if isinstance(term, TupleOf) and isinstance(step, int) and 0 <= step < len(term.items):
        return term.items[step]
    if isinstance(term, MapOf) and isinstance(step, str):
        for key, value in term.pairs:
            if isinstance(key, Atom) and key.name == step:
                return value
    return unknown(term)


def constant(term: Value) -> str | None:
    """Return the text of a term in which everything is known; equal terms have equal texts."""
    waiting = [term]
    while waiting:
        value = waiting.pop()
        if value == SELF or not isinstance(value, _KNOWN) or len(waiting) > SIZE:
            return None
        waiting.extend(children(value))
    return full(term)


def full(term: Value) -> str:
    """Return a term as text, complete: what is unknown is `_`."""
    match term:
        case TupleOf():
            return "{" + ", ".join(map(full, term.items)) + "}"
        case ListOf():
            tail = "" if term.tail is None else " | _"
            return "[" + ", ".join(map(full, term.items)) + tail + "]"
        case MapOf():
            pairs = sorted(f"{full(key)} => {full(value)}" for key, value in term.pairs)
            return f"%{getattr(term.struct, 'name', '')}{{{', '.join(pairs)}}}"
        case Var():
            return term.name if term.name.startswith("$") else "_"
        case String():
            return f'"{term.text}"'
        case Apply() if term.name == "either":
            return " || ".join(map(full, term.args))
        case _:
            return show(term)


_KNOWN = (Atom, ModuleRef, Number, String, TupleOf, ListOf, MapOf)


def unknown(value: Value) -> Opaque:
    """Return the term of something that is not known, in its place."""
    return Opaque(value.start, value.end)
