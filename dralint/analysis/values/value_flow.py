"""Value flow: where the values of a clause go, each to one seat."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from dralint.analysis.values.scopes import variables
from dralint.outline import Clause
from dralint.outline.values import (
    Arm,
    Block,
    CallRef,
    Field,
    Flow,
    Fn,
    Op,
    TupleOf,
    Value,
    Var,
    children,
)
from dralint.project import File


@dataclass(frozen=True)
class Seat:
    """Where a value goes: `kind` is drop, use, field, result, part, arg, closure or var.

    `index` is the call or closure; `name` the variable, with the offset at which it is bound. A
    part is an element of a tuple that is returned.
    """

    kind: str
    index: int = -1
    name: str = ""


_DROP, _USE, _FIELD = Seat("drop"), Seat("use"), Seat("field")
RESULT, PART = Seat("result"), Seat("part")


@dataclass
class ValueFlow:
    """Where the values of one clause go."""

    calls: dict[int, Seat] = field(default_factory=dict)
    closures: dict[int, Seat] = field(default_factory=dict)
    reads: dict[str, list[tuple[int, Seat]]] = field(default_factory=dict)
    parts: dict[int, tuple[str, ...]] = field(default_factory=dict)


def value_flow(file: File, clause: Clause) -> ValueFlow:
    """Return where the values of a clause go."""
    found = ValueFlow()
    waiting: list[tuple[Value, Seat]] = [] if clause.body is None else [(clause.body, RESULT)]
    while waiting:
        value, seat = waiting.pop()
        match value:
            case CallRef():
                if value.call not in found.calls:
                    found.calls[value.call] = seat
                    call = file.outline.calls[value.call]
                    if call.on is not None:
                        waiting.append((call.on, _USE))
                    waiting.extend((arg, Seat("arg", value.call)) for arg in call.args)
            case Var():
                found.reads.setdefault(value.name, []).append((value.start, seat))
            case Fn():
                waiting.extend(_closure(file, value, seat, found))
            case _:
                found.parts.update(_parts(value))
                waiting.extend(_inside(value, seat))
    return found


def _parts(value: Value) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Return which calls a match or a `case` takes apart, and the variables that it binds."""
    match value:
        case Op() if value.op in ("=", "<-") and isinstance(value.args[-1], CallRef):
            yield value.args[-1].call, tuple(variables(value.args[:1]))
        case Flow(kind="case", heads=(CallRef(call=index), *_)):
            yield index, tuple(name for arm in value.arms for name in variables(arm.patterns))


def _closure(file: File, fn: Fn, seat: Seat, found: ValueFlow) -> Iterator[tuple[Value, Seat]]:
    closure = file.outline.closures[fn.closure]
    if closure.kind == "quote":
        return
    found.closures[fn.closure] = seat
    for head in closure.heads:
        yield head.args[-1] if isinstance(head, Op) and head.op == "<-" else head, _USE
    for arm in closure.clauses:
        yield arm.body, Seat("closure", fn.closure)


def _inside(value: Value, seat: Seat) -> Iterator[tuple[Value, Seat]]:
    """Return what is directly inside an expression, with where it goes."""
    match value:
        case Block():
            for item in value.items[:-1]:
                yield item, _DROP
            if value.items:
                yield value.items[-1], seat
        case Flow():
            yield from ((head, _USE) for head in value.heads)
            for arm in value.arms:
                dropped = arm.label == "after" and value.kind == "try"
                yield from ((pattern, _USE) for pattern in arm.patterns if value.kind == "cond")
                yield from ((pin, _USE) for pattern in arm.patterns for pin in _pins(pattern))
                yield arm.body, _DROP if dropped else seat
        case Arm():
            yield value.body, _USE
        case Op() if value.op in ("=", "<-"):
            pattern, given = value.args[0], value.args[-1]
            yield from ((pin, _USE) for pin in _pins(pattern))
            yield given, _bound(pattern, value, seat)
        case Op() if value.op in ("&&", "and", "||", "or"):
            yield from ((arg, _USE) for arg in value.args[:-1])
            yield value.args[-1], seat
        case Field():
            yield value.on, _FIELD
        case TupleOf() if seat is RESULT:
            yield from ((part, PART) for part in value.items)
        case _:
            yield from ((part, _USE) for part in children(value))


def _bound(pattern: Value, whole: Op, seat: Seat) -> Seat:
    if seat is not _DROP:
        return _USE
    if isinstance(pattern, Var):
        return _DROP if pattern.name == "_" else Seat("var", whole.end, pattern.name)
    return _USE if any(not name.startswith("_") for name in variables((pattern,))) else _DROP


def _pins(pattern: Value) -> Iterator[Value]:
    waiting = [pattern]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Op) and value.op == "^":
            yield from value.args
        else:
            waiting.extend(children(value))
