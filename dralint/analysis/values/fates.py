"""Fates: what becomes of the result of a call. Is it dropped, or does somebody look at it?

A result is followed to where it goes: through the ends of blocks and control structures, variables,
the loops that collect or drop it, and out of a function to those who call it.
"""

from dataclasses import dataclass
from enum import Enum

from dralint.analysis.calls.callgraph import CallGraph
from dralint.analysis.calls.closure_table import ELSEWHERE
from dralint.analysis.values.shapes import THROUGH
from dralint.analysis.values.value_flow import PART, RESULT, Seat, ValueFlow, value_flow
from dralint.project import Call, File, Function, Project

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


class Fates:
    """What becomes of the results of a project's calls."""

    def __init__(self, graph: CallGraph) -> None:
        self._graph = graph
        self._maps: dict[tuple[str, int, int], ValueFlow] = {}

    @classmethod
    def of(cls, project: Project, graph: CallGraph) -> "Fates":
        """Return the fates of a project's results."""
        return cls(graph)

    def of_call(self, call: Call) -> Outcome:
        """Return what becomes of the result of a call."""
        return self._of(call, 0)

    def is_returned(self, call: Call) -> bool:
        """Whether the function that a call stands in returns its result, or what it holds.

        That is the result itself, a variable that it or a part of it is bound to, or a tuple of
        these.
        """
        places = self._places(call)
        if places is None:
            return False
        seat = places.calls.get(call.data.index)
        while seat is not None and seat.kind == "arg" and _is_through(call.file, seat.index):
            seat = places.calls.get(seat.index)
        if seat is None:
            return False
        names = {seat.name, *places.parts.get(call.data.index, ())}
        reads = (where for name in names for _, where in places.reads.get(name, ()))
        return any(where in (RESULT, PART) for where in (seat, *reads))

    def _places(self, call: Call) -> ValueFlow | None:
        function = call.function
        for index, clause in enumerate(function.clauses if function else ()):
            if function is not None and clause.calls[0] <= call.data.index < clause.calls[1]:
                key = (*function.key, index)
                found = self._maps.get(key)
                if found is None:
                    found = self._maps[key] = value_flow(function.file, clause)
                return found
        return None

    def parts(self, call: Call) -> tuple[str, ...]:
        """Return the variables that the result of a call is taken apart into."""
        places = self._places(call)
        return () if places is None else places.parts.get(call.data.index, ())

    def _of(self, call: Call, depth: int) -> Outcome:
        function = call.function
        places = self._places(call)
        if function is None or places is None or depth > DEPTH:
            return _UNKNOWN
        return self._seat_of(call.data.index, places, function, depth)

    def _outcome(self, seat: Seat, places: ValueFlow, function: Function, depth: int) -> Outcome:
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
                if _is_through(function.file, seat.index):
                    return self._seat_of(seat.index, places, function, depth)
                return _USED
            case "closure":
                return self._from_closure(seat.index, places, function, depth)
            case _:
                return _USED

    def _seat_of(self, index: int, places: ValueFlow, function: Function, depth: int) -> Outcome:
        seat = places.calls.get(index)
        return _UNKNOWN if seat is None else self._outcome(seat, places, function, depth + 1)

    def _from_closure(
        self, index: int, places: ValueFlow, function: Function, depth: int
    ) -> Outcome:
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


def _is_through(file: File, index: int) -> bool:
    """Whether a call returns what it is given."""
    call = file.call(index)
    return f"{call.target}.{call.name}" in THROUGH


def _starts(name: str) -> bool:
    return name.rpartition(".")[2].startswith(("start", "spawn"))


def _joined(outcomes: list[Outcome]) -> Outcome:
    """Return the outcome of a value that goes several ways; one that goes nowhere is dropped."""
    for fate in (Fate.USED, Fate.UNKNOWN, Fate.FIELDS):
        for outcome in outcomes:
            if outcome.fate is fate:
                return outcome
    return outcomes[0] if outcomes else _DROPPED
