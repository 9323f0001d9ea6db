"""Fates: what becomes of the result of a call. Is it dropped, or does somebody look at it?

A result is followed to where it goes: through the ends of blocks and control structures, variables,
the loops that collect or drop it, and out of a function to those who call it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from dralint.outline import Clause
from dralint.outline.values import (
    Arm,
    Block,
    CallRef,
    Field,
    Flow,
    Fn,
    Op,
    Value,
    Var,
    children,
)
from dralint.project import Call, File, Function, Project

from .callgraph import CallGraph
from .closure_table import ELSEWHERE
from .scopes import variables
from .shapes import THROUGH

DEPTH = 4
"""How many times a result is followed out of a function."""


class Fate(Enum):
    """What becomes of a result."""

    DROPPED = "dropped"
    """Nobody ever looks at it."""
    FIELDS = "fields"
    """It is bound to a variable of which only fields are read."""
    USED = "used"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Outcome:
    """A fate, and the calls through which the result left functions on the way to it."""

    fate: Fate
    path: tuple[Call, ...] = ()


_USED = Outcome(Fate.USED)
_DROPPED = Outcome(Fate.DROPPED)
_UNKNOWN = Outcome(Fate.UNKNOWN)

DROPS = frozenset(("Enum.each", "Stream.each", "Agent.cast", "Kernel.tap"))
"""Functions that drop what their closure returns."""
COLLECTS = frozenset(
    """
    Enum.map Enum.flat_map Enum.reduce Enum.map_reduce Enum.into Enum.with_index Enum.reject
    Enum.filter Enum.zip_with Map.new Kernel.then Enum.to_list
    """.split()
)
"""Functions whose result holds what their closure returns."""


@dataclass(frozen=True)
class _Seat:
    """Where a value goes: `kind` is drop, use, field, result, arg, closure or var.

    `index` is the call or closure; `name` the variable, with the offset at which it is bound.
    """

    kind: str
    index: int = -1
    name: str = ""


_DROP, _USE, _FIELD, _RESULT = (_Seat(kind) for kind in ("drop", "use", "field", "result"))


@dataclass
class _Map:
    """Where the values of one clause go."""

    calls: dict[int, _Seat] = field(default_factory=dict)
    closures: dict[int, _Seat] = field(default_factory=dict)
    reads: dict[str, list[tuple[int, _Seat]]] = field(default_factory=dict)


class Fates:
    """What becomes of the results of a project's calls."""

    def __init__(self, graph: CallGraph) -> None:
        self._graph = graph
        self._maps: dict[tuple[str, int, int], _Map] = {}

    @classmethod
    def of(cls, project: Project, graph: CallGraph) -> "Fates":
        """Return the fates of a project's results."""
        return cls(graph)

    def of_call(self, call: Call) -> Outcome:
        """Return what becomes of the result of a call."""
        return self._of(call, 0)

    def _of(self, call: Call, depth: int) -> Outcome:
        function = call.function
        if function is None or depth > DEPTH:
            return _UNKNOWN
        for index, clause in enumerate(function.clauses):
            if clause.calls[0] <= call.data.index < clause.calls[1]:
                key = (*function.key, index)
                found = self._maps.get(key)
                if found is None:
                    found = self._maps[key] = _map(function.file, clause)
                seat = found.calls.get(call.data.index)
                return _UNKNOWN if seat is None else self._outcome(seat, found, function, depth)
        return _UNKNOWN

    def _outcome(self, seat: _Seat, places: _Map, function: Function, depth: int) -> Outcome:
        if depth > 4 * DEPTH:
            return _UNKNOWN
        match seat.kind:
            case "drop":
                return _DROPPED
            case "field":
                return Outcome(Fate.FIELDS)
            case "result":
                return self._returned(function, depth)
            case "var":
                reads = places.reads.get(seat.name, ())
                after = [where for start, where in reads if start >= seat.index]
                return _joined([self._outcome(w, places, function, depth + 1) for w in after])
            case "arg":
                call = function.file.call(seat.index)
                if f"{call.target}.{call.name}" in THROUGH:
                    return self._seat_of(seat.index, places, function, depth)
                return _USED
            case "closure":
                return self._from_closure(seat.index, places, function, depth)
            case _:
                return _USED

    def _seat_of(self, index: int, places: _Map, function: Function, depth: int) -> Outcome:
        seat = places.calls.get(index)
        return _UNKNOWN if seat is None else self._outcome(seat, places, function, depth + 1)

    def _from_closure(self, index: int, places: _Map, function: Function, depth: int) -> Outcome:
        closure = function.file.outline.closures[index]
        if closure.kind == "for":
            seat = places.closures.get(index)
            return _UNKNOWN if seat is None else self._outcome(seat, places, function, depth + 1)
        if closure.kind not in ("fn", "capture") or not closure.uses:
            return _UNKNOWN
        found: list[Outcome] = []
        for user, _ in closure.uses:
            call = function.file.call(user)
            name = f"{call.target}.{call.name}"
            if name in DROPS or (name in ELSEWHERE and _starts(name)):
                found.append(_DROPPED)
            elif name in COLLECTS:
                found.append(self._seat_of(user, places, function, depth))
            else:
                found.append(_UNKNOWN)
        return _joined(found)

    def _returned(self, function: Function, depth: int) -> Outcome:
        """Return what becomes of what a function returns, from those who call it."""
        if function.is_callback:
            return _UNKNOWN
        edges = [e for e in self._graph.calls_to(function) if not e.caller.file.is_test]
        if not edges or any(edge.by_name for edge in edges):
            return _UNKNOWN
        found: list[Outcome] = []
        for edge in edges:
            outcome = self._of(edge.call, depth + 1)
            found.append(Outcome(outcome.fate, (edge.call, *outcome.path)))
        return _joined(found)


def _starts(name: str) -> bool:
    return name.rpartition(".")[2].startswith(("start", "spawn"))


def _joined(outcomes: list[Outcome]) -> Outcome:
    """Return the outcome of a value that goes several ways; one that goes nowhere is dropped."""
    for fate in (Fate.USED, Fate.UNKNOWN, Fate.FIELDS):
        for outcome in outcomes:
            if outcome.fate is fate:
                return outcome
    return outcomes[0] if outcomes else _DROPPED


def _map(file: File, clause: Clause) -> _Map:
    """Return where the values of a clause go."""
    found = _Map()
    waiting: list[tuple[Value, _Seat]] = [] if clause.body is None else [(clause.body, _RESULT)]
    while waiting:
        value, seat = waiting.pop()
        match value:
            case CallRef():
                if value.call not in found.calls:
                    found.calls[value.call] = seat
                    call = file.outline.calls[value.call]
                    if call.on is not None:
                        waiting.append((call.on, _USE))
                    waiting.extend((arg, _Seat("arg", value.call)) for arg in call.args)
            case Var():
                found.reads.setdefault(value.name, []).append((value.start, seat))
            case Fn():
                waiting.extend(_closure(file, value, seat, found))
            case _:
                waiting.extend(_inside(value, seat))
    return found


def _closure(file: File, fn: Fn, seat: _Seat, found: _Map) -> Iterator[tuple[Value, _Seat]]:
    closure = file.outline.closures[fn.closure]
    if closure.kind == "quote":
        return
    found.closures[fn.closure] = seat
    for head in closure.heads:
        yield head.args[-1] if isinstance(head, Op) and head.op == "<-" else head, _USE
    for arm in closure.clauses:
        yield arm.body, _Seat("closure", fn.closure)


def _inside(value: Value, seat: _Seat) -> Iterator[tuple[Value, _Seat]]:
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
        case _:
            yield from ((part, _USE) for part in children(value))


def _bound(pattern: Value, whole: Op, seat: _Seat) -> _Seat:
    if seat is not _DROP:
        return _USE
    if isinstance(pattern, Var):
        return _DROP if pattern.name == "_" else _Seat("var", whole.end, pattern.name)
    return _USE if any(not name.startswith("_") for name in variables((pattern,))) else _DROP


def _pins(pattern: Value) -> Iterator[Value]:
    waiting = [pattern]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Op) and value.op == "^":
            yield from value.args
        else:
            waiting.extend(children(value))
