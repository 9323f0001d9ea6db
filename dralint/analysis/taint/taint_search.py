"""One search for the origins of a value, backwards through the project."""

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dralint.analysis.taint.taint_calls import follow_call
from dralint.analysis.taint.taint_origin import Frame, Origin
from dralint.analysis.taint.taint_propagators import (
    select,
)
from dralint.analysis.taint.taint_sources import Source
from dralint.analysis.taint.taint_variables import follow_variable
from dralint.analysis.values.bindings import (
    ANY,
    ELEMENT,
    Path,
    key_of,
    tag_of,
    untagged,
)
from dralint.analysis.values.checks import PROVEN, name_of
from dralint.finding import Step
from dralint.outline.values import (
    Block,
    CallRef,
    Field,
    Flow,
    Fn,
    Interpolated,
    ListOf,
    MapOf,
    Op,
    Sigil,
    String,
    TupleOf,
    Value,
    Var,
)

if TYPE_CHECKING:
    from dralint.analysis.taint.taint import Taint

STEPS = 1500
"""How many expressions one search looks at before the rest is unknown."""
LENGTH = 10
"""How long the way into a value can be."""

_UNIONS = frozenset("<> ++ -- || && and or <<>> |".split())
_TRUTHS = frozenset("== != === !== < > <= >= =~ in not ! + - * / .. ^ & xor".split())


@dataclass
class Search:
    """A search: what it has found, and what it is looking at."""

    taint: "Taint"
    clean: frozenset[str] = frozenset()
    found: dict[object, Origin] = field(default_factory=dict)
    steps: int = STEPS
    open: set[object] = field(default_factory=set)
    checked: int = 0
    built: int = 0
    prefixed: int = 0
    through: list[str] = field(default_factory=list)

    def note(
        self,
        trail: tuple[Step, ...],
        source: Source | None = None,
        parameter: str = "",
        path: Path = (),
    ) -> None:
        """Enter an origin; of several of one kind the first stays."""
        origin = Origin(
            source,
            parameter,
            path,
            trail,
            self.checked > 0,
            self.built > 0,
            self.prefixed > 0,
            tuple(self.through),
        )
        self.found.setdefault(replace(origin, trail=(), path=()), origin)

    def look(self, value: Value, path: Path, frame: Frame, trail: tuple[Step, ...]) -> None:
        """Look where the part at `path` of a value comes from."""
        self.steps -= 1
        if self.steps < 0 or len(path) > LENGTH:
            return self.note(trail)
        strength = 0 if path else self._strength(value, frame)
        if strength == PROVEN:
            return None
        self.checked += strength > 0
        self._look(value, path, frame, trail)
        self.checked -= strength > 0
        return None

    def _strength(self, value: Value, frame: Frame) -> int:
        """Return how much the code has checked a value before it gets here."""
        name = name_of(value)
        if name is None:
            return 0
        bindings = self.taint.bindings(frame.function)
        root = name.partition(".")[0]
        binding = bindings.at(root, value.start)
        bound = -1 if binding is None else binding.start
        return max(
            (
                check.strength
                for check in bindings.checks
                if check.name == name
                and check.start <= value.start < check.end
                and (check.since >= bound or check.start == bound)
            ),
            default=0,
        )

    def _look(self, value: Value, path: Path, frame: Frame, trail: tuple[Step, ...]) -> None:
        match value:
            case Var():
                follow_variable(self, value, path, frame, trail)
            case Field():
                self.look(value.on, (value.name, *path), frame, trail)
            case Op(op="[]"):
                self.look(value.args[0], (key_of(value.args[1]), *path), frame, trail)
            case Op(op="="):
                self.look(value.args[1], path, frame, trail)
            case Op(op="::"):
                self.look(value.args[0], (), frame, trail)
            case Op() if value.op in _UNIONS:
                last = value.args[-1:] if value.op in ("&&", "and") else value.args
                if value.op in ("<>", "<<>>", "++"):
                    self._text(value.args, path, frame, trail)
                else:
                    for arg in last:
                        self.look(arg, path, frame, trail)
            case Op() if value.op in _TRUTHS or value.op.startswith("not"):
                return
            case Interpolated() | Sigil() if not path:
                self._text(value.parts, (), frame, trail)
            case ListOf() | TupleOf():
                self._collection(value, path, frame, trail)
            case MapOf():
                self._map(value, path, frame, trail)
            case Block():
                for item in value.items[-1:]:
                    self.look(item, path, frame, trail)
            case Flow():
                for arm in value.arms:
                    if arm.label != "after" or value.kind == "receive":
                        self.look(arm.body, path, frame, trail)
            case CallRef():
                follow_call(self, frame.file.call(value.call), path, frame, trail)
            case Fn():
                self._comprehension(value, path, frame, trail)
            case Op():
                self.note(trail)
            case _:
                return

    def _text(
        self, parts: tuple[Value, ...], path: Path, frame: Frame, trail: tuple[Step, ...]
    ) -> None:
        """Look at the parts of a text that is put together."""
        self.built += 1
        for index, part in enumerate(parts):
            behind = index > 0 and (not isinstance(parts[0], String) or _leads(parts[0].text))
            self.prefixed += behind
            self.look(part, path, frame, trail)
            self.prefixed -= behind
        self.built -= 1

    def _collection(
        self, value: ListOf | TupleOf, path: Path, frame: Frame, trail: tuple[Step, ...]
    ) -> None:
        if isinstance(value, TupleOf) and untagged(path[:1]) != path[:1]:
            if tag_of(value) and tag_of(value) != path[:1]:
                return
            path = path[1:]
        if not path:
            for item in value.items:
                self.look(item, (), frame, trail)
            return
        for part in select(value, path[0]) or ():
            self.look(part.value, (*part.path, *path[1:]), frame, trail)

    def _map(self, value: MapOf, path: Path, frame: Frame, trail: tuple[Step, ...]) -> None:
        exact = isinstance(path[0], str) if path else False
        rest = path[1:]
        if path[:1] == (ELEMENT,):
            if path[1:2] == (0,):
                for key, _ in value.pairs:
                    self.look(key, path[2:], frame, trail)
            rest = path[2:]
        for key, item in value.pairs:
            if path[:2] != (ELEMENT, 0) and (not exact or key_of(key) in (path[0], ANY)):
                self.look(item, rest, frame, trail)
                if exact and key_of(key) == path[0]:
                    return
        if value.base is not None:
            self.look(value.base, path, frame, trail)

    def _comprehension(self, value: Fn, path: Path, frame: Frame, trail: tuple[Step, ...]) -> None:
        """Look at what a `for` gives; a function as such comes from nowhere."""
        closure = frame.file.outline.closures[value.closure]
        if closure.kind != "for":
            return
        inner = path[1:] if path[:1] == (ELEMENT,) else (1, *path[1:]) if path else path
        for arm in closure.clauses:
            self.look(arm.body, inner, frame, trail)


def _leads(beginning: str) -> bool:
    """Whether the beginning of a URL says where it leads: it has a host and what ends it."""
    return re.match(r"\w+://[^/?#]+[/?#]|/[^/\\]|[?#]", beginning) is not None
