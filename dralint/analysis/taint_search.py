"""One search for the origins of a value, backwards through the project."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

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
from dralint.project import Call, File, Function

from .bindings import (
    ANY,
    ELEMENT,
    Binding,
    ClosureParameter,
    Parameter,
    Path,
    key_of,
    parts_of_pattern,
)
from .checks import PROVEN, checks_of_condition, name_of
from .taint_propagators import (
    BUILDING,
    TRANSLATIONS,
    Part,
    given_to_closure,
    parts_of_result,
    select,
)
from .taint_sanitizers import CLEAN, ERRORS, GUARDING
from .taint_sources import QUERY, Source, source_of_call, source_of_closure, source_of_parameter

if TYPE_CHECKING:
    from .taint import Taint

DEPTH = 4
"""How many functions a value is followed through, up or down."""
STEPS = 1500
"""How many expressions one search looks at before the rest is unknown."""
LENGTH = 8
"""How long the way into a value can be."""

_UNIONS = frozenset("<> ++ -- || && and or <<>> |".split())
_TRUTHS = frozenset("== != === !== < > <= >= =~ in not ! + - * / .. ^ & xor".split())


@dataclass(frozen=True)
class Origin:
    """Where a value can come from.

    With a `source`, others wrote it. With a `parameter` it is what a public function is given and
    `path` the way into it. Else it is not known. `checked`: something looked at it on the way.
    `built`: it is a part of a text that was put together; `prefixed`: behind a beginning that says
    where a URL leads. `through` are the functions of libraries that have made something of it.
    """

    source: Source | None
    parameter: str
    path: Path
    trail: tuple[Step, ...]
    checked: bool
    built: bool = False
    prefixed: bool = False
    through: tuple[str, ...] = ()

    @property
    def rank(self) -> tuple[int, bool, bool, int]:
        """The order of gravity."""
        kind = 0 if self.source is not None else 1 if self.parameter else 2
        return kind, self.checked, not (self.source and self.source.direct), len(self.trail)


@dataclass(frozen=True, eq=False)
class Frame:
    """A function on the way; with a `call`, the one through which it was entered."""

    file: File
    function: Function
    call: Call | None = None
    outer: "Frame | None" = None
    depth: int = 0


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
                self._variable(value, path, frame, trail)
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
            case Interpolated() | Sigil():
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
                self._call(frame.file.call(value.call), path, frame, trail)
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

    def _variable(self, var: Var, path: Path, frame: Frame, trail: tuple[Step, ...]) -> None:
        binding = self.taint.bindings(frame.function).at(var.name, var.start)
        if binding is None:
            return self.note(trail)
        way = (*binding.path, *path)
        key = (frame.function.key, frame.call, binding.start, var.name, path)
        if key in self.open:
            return None
        self.open.add(key)
        if binding.default is not None:
            self.look(binding.default, path, frame, trail)
        match binding.given:
            case Parameter(position):
                self._parameter(position, way, binding, frame, trail)
            case ClosureParameter():
                self._closure_parameter(binding.given, way, frame, trail)
            case None:
                self.note(trail)
            case given:
                self.look(given, way, frame, trail)
        self.open.discard(key)
        return None

    def _parameter(
        self, position: int, path: Path, binding: Binding, frame: Frame, trail: tuple[Step, ...]
    ) -> None:
        function = frame.function
        source = source_of_parameter(function, position, path, binding.pattern, self.taint.actions)
        if source is not None:
            step = Step(frame.file.place(binding.pattern), f"from {source.what}")
            return self.note((step, *trail), source)
        if self._assigned(path, binding, frame, trail):
            return None
        if frame.call is not None and frame.outer is not None:
            given = argument(function, frame.call, position)
            if given is not None:
                self.look(given, path, frame.outer, trail)
            return None
        return self._callers(position, path, binding, frame, trail)

    def _assigned(
        self, path: Path, binding: Binding, frame: Frame, trail: tuple[Step, ...]
    ) -> bool:
        """Look for who put a value into the assigns of a socket or a connection."""
        names = [var.name for var, _, _ in parts_of_pattern(binding.pattern)]
        inner = path[1:] if path[:1] == ("assigns",) else path if "assigns" in names else ()
        if not inner and path[:1] not in (("assigns",), ("private",)):
            return False
        puts = self.taint.assigns(frame.file, frame.function.data.module)
        key = (frame.file.path, frame.function.data.module, inner)
        if inner and inner[0] in puts and key not in self.open and frame.depth < DEPTH:
            self.open.add(key)
            for call, value in puts[str(inner[0])]:
                if call.function is not None:
                    step = Step(call.name_span, f"it is kept as `@{inner[0]}`")
                    outer = Frame(call.file, call.function, depth=frame.depth + 1)
                    self.look(value, inner[1:], outer, (step, *trail))
            self.open.discard(key)
        else:
            self.note(trail)
        return True

    def _callers(
        self, position: int, path: Path, binding: Binding, frame: Frame, trail: tuple[Step, ...]
    ) -> None:
        function = frame.function
        callers = self.taint.callers(function)
        if function.data.public and (not callers or frame.file.app.mix.package):
            name = next((var.name for var, _, _ in parts_of_pattern(binding.pattern)), "")
            self.note(trail, parameter=name, path=path)
        elif not callers:
            self.note(trail)
        if frame.depth >= DEPTH:
            return self.note(trail)
        key = (function.key, position, path)
        if key in self.open:
            return None
        self.open.add(key)
        for call in callers:
            step = Step(call.name_span, f"it is given to `{function.label}`")
            given = argument(function, call, position)
            if call.function is not None and given is not None:
                outer = Frame(call.file, call.function, depth=frame.depth + 1)
                self.look(given, path, outer, (step, *trail))
            elif call.function is None and call.data.captured:
                self._captured(call, position, path, (step, *trail))
        self.open.discard(key)
        return None

    def _captured(self, call: Call, position: int, path: Path, trail: tuple[Step, ...]) -> None:
        """Look at a function that is captured at the level of a module: a resolver."""
        closure = call.file.outline.closures[call.data.closure] if call.data.closure >= 0 else None
        for index, _ in closure.uses if closure is not None else ():
            source = self._source_of_closure(call.file.call(index), position, path)
            if source is not None:
                step = Step(call.name_span, f"from {source.what}")
                self.note((step, *trail[1:]), source)

    def _closure_parameter(
        self, given: ClosureParameter, path: Path, frame: Frame, trail: tuple[Step, ...]
    ) -> None:
        uses = frame.file.outline.closures[given.closure].uses
        if not uses:
            self.note(trail)
        for index, at in uses:
            call = frame.file.call(index)
            source = self._source_of_closure(call, given.position, path)
            if source is not None:
                step = Step(call.name_span, f"from {source.what}")
                self.note((step, *trail), source)
            elif at < 0:
                for arg in call.args[given.position : given.position + 1]:
                    self.look(arg, path, frame, trail)
            else:
                name = f"{call.target}.{call.name}"
                self._parts(
                    given_to_closure(name, call.args, at, given.position), path, frame, trail
                )

    def _source_of_closure(self, call: Call, position: int, path: Path) -> Source | None:
        source = source_of_closure(call, position, path)
        typed = source is QUERY and not self.taint.graphql.is_text(call, path)
        return None if typed else source

    def _parts(
        self,
        parts: Iterable[Part] | None,
        path: Path,
        frame: Frame,
        trail: tuple[Step, ...],
    ) -> None:
        if parts is None:
            return self.note(trail)
        for part in parts:
            if part.filtered is not None and self._proves(*part.filtered, frame):
                continue
            self.checked += part.checked
            self.prefixed += part.inside
            if part.result:
                self._result(part.value, (*part.path, *path), frame, trail)
            else:
                self.look(part.value, (*part.path, *path), frame, trail)
            self.checked -= part.checked
            self.prefixed -= part.inside
        return None

    def _proves(self, test: Value, keeps: bool, frame: Frame) -> bool:
        """Whether the closure of a filter lets only a few known values through."""
        if not isinstance(test, Fn):
            return False
        outline = frame.file.outline
        closure = outline.closures[test.closure]
        names = [var.name for arm in closure.clauses for p in arm.patterns for var in _vars(p)]
        return bool(closure.clauses) and all(
            any(
                check.strength == PROVEN and check.name in (*names, "&1")
                for check in checks_of_condition(outline, arm.body, keeps, (0, 0))
            )
            for arm in closure.clauses
        )

    def _result(self, value: Value, path: Path, frame: Frame, trail: tuple[Step, ...]) -> None:
        """Look at what a closure returns."""
        if isinstance(value, Fn):
            closure = frame.file.outline.closures[value.closure]
            if closure.kind in ("fn", "capture"):
                for arm in closure.clauses:
                    self.look(arm.body, path, frame, trail)
                return
        self.note(trail)

    def _call(self, call: Call, path: Path, frame: Frame, trail: tuple[Step, ...]) -> None:
        name = f"{call.target}.{call.name}"
        if name in CLEAN or name in ERRORS or name in self.clean:
            return
        source = source_of_call(call)
        if source is not None:
            step = Step(call.name_span, f"from {source.what}")
            return self.note((step, *trail), source)
        if call.name in TRANSLATIONS:
            return self._parts([Part(arg, ()) for arg in call.args], (), frame, trail)
        if call.target is not None:
            parts = parts_of_result(name, call.args, path)
            if parts is not None:
                built = name in BUILDING
                self.built += built
                self.through.append(name)
                self._parts(parts, (), frame, trail)
                self.through.pop()
                self.built -= built
                return None
        callee = call.callee
        callee = None if callee is None else self.taint.behind(callee)
        if callee is None or callee.data.kind not in ("def", "defp") or frame.depth >= DEPTH:
            return self.note(trail)
        return self._descend(call, callee, path, frame, trail)

    def _descend(
        self, call: Call, callee: Function, path: Path, frame: Frame, trail: tuple[Step, ...]
    ) -> None:
        key = (callee.key, path)
        if key in self.open:
            return
        self.open.add(key)
        guarded = any(word in callee.name for word in GUARDING)
        self.checked += guarded
        inner = Frame(callee.file, callee, call, frame, frame.depth + 1)
        step = Step(call.name_span, f"it comes back from `{callee.label}`")
        for clause in callee.clauses:
            if clause.body is not None:
                self.look(clause.body, path, inner, (step, *trail))
        self.checked -= guarded
        self.open.discard(key)


def _vars(pattern: Value) -> list[Var]:
    return [var for var, path, _ in parts_of_pattern(pattern) if not path]


def _leads(beginning: str) -> bool:
    """Whether the beginning of a URL says where it leads: it has a host and what ends it."""
    return re.match(r"\w+://[^/?#]+[/?#]|/[^/\\]|[?#]", beginning) is not None


def argument(function: Function, call: Call, position: int) -> Value | None:
    """Return what a call gives to a parameter; None where the default is taken."""
    params = function.clauses[0].params
    spare = len(call.args) - function.data.min_arity
    at = 0
    for index, param in enumerate(params):
        if isinstance(param, Op) and param.op == "\\\\":
            if spare <= 0:
                if index == position:
                    return None
                continue
            spare -= 1
        if index == position:
            return call.args[at] if at < len(call.args) else None
        at += 1
    return None
