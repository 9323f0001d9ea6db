"""Bindings: where each variable of a function gets its value, and from what.

A variable of Elixir is never changed, only bound anew, and a binding ends with the block that it
stands in. So the binding that a name means at a place is the last one whose stretch holds it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from dralint.analysis.calls.inside import LEAVES, parts_of
from dralint.analysis.values.checks import (
    Check,
    checks_of_arm,
    checks_of_case,
    checks_of_condition,
    checks_of_statement,
)
from dralint.outline import Closure, Outline
from dralint.outline import Function as FunctionData
from dralint.outline.values import (
    Apply,
    Arm,
    Atom,
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
)

Key = str | int
Path = tuple[Key, ...]
"""The way from a value to a part of it: keys of maps and keyword lists, places in tuples."""

ELEMENT = -1
"""Any element of a list, or any pair of a map."""
ANY = -2
"""The value under a key that is not known."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What the function is given at a position."""

    position: int


@dataclass(frozen=True, slots=True)
class ClosureParameter:
    """What a closure is given at a position."""

    closure: int
    position: int


Given = Value | Parameter | ClosureParameter | None


@dataclass(frozen=True, slots=True)
class Binding:
    """One binding of a variable, and the stretch in which it holds.

    The variable is the part at `path` of what is `given`; None is unknown. `default` is the value
    that a parameter has when none is given.
    """

    start: int
    end: int
    given: Given
    path: Path
    pattern: Value
    default: Value | None = None


@dataclass(slots=True)
class Bindings:
    """The bindings of one function, and what has been checked in it."""

    names: dict[str, list[Binding]] = field(default_factory=lambda: defaultdict(list))
    checks: list[Check] = field(default_factory=list)

    def at(self, name: str, offset: int) -> Binding | None:
        """Return the binding that a name means at an offset."""
        found: Binding | None = None
        for each in self.names.get(name, ()):
            if each.start <= offset < each.end and (found is None or each.start >= found.start):
                found = each
        return found


def bindings_of(outline: Outline, function: FunctionData, checked: bool = True) -> Bindings:
    """Return the bindings of a function; without what is `checked` in it, if that is not asked."""
    walk = _Walk(outline, checked)
    for clause in function.clauses:
        if clause.body is None:
            continue
        place = (clause.start, clause.end)
        for position, param in enumerate(clause.params):
            walk.bind(param, Parameter(position), place)
        if clause.guard is not None and checked:
            walk.found.checks.extend(checks_of_condition(outline, clause.guard, True, place))
        walk.read(clause.body, clause.end)
    return walk.found


def parts_of_pattern(pattern: Value, path: Path = ()) -> Iterator[tuple[Var, Path, Value | None]]:
    """Yield the variables of a pattern, the way to each, and its default."""
    match pattern:
        case Var():
            yield pattern, path, None
        case TupleOf():
            for place, item in enumerate(pattern.items):
                yield from parts_of_pattern(item, (*path, *tag_of(pattern), place))
        case ListOf():
            for item in pattern.items:
                yield from _item(item, path)
            if pattern.tail is not None:
                yield from parts_of_pattern(pattern.tail, path)
        case MapOf():
            for key, value in pattern.pairs:
                yield from parts_of_pattern(value, (*path, key_of(key)))
        case Op(op="when") | Op(op="::"):
            yield from parts_of_pattern(pattern.args[0], path)
        case Op(op="\\\\"):
            for var, way, _ in parts_of_pattern(pattern.args[0], path):
                yield var, way, pattern.args[1]
        case Op(op="^"):
            return
        case Op() | Apply():
            for arg in pattern.args:
                yield from parts_of_pattern(arg, path)
        case Interpolated():
            return


def _item(item: Value, path: Path) -> Iterator[tuple[Var, Path, Value | None]]:
    """Yield the variables of a list's item: in a keyword list the key is part of the way."""
    if isinstance(item, TupleOf) and len(item.items) == 2 and isinstance(item.items[0], Atom):
        yield from parts_of_pattern(item.items[1], (*path, item.items[0].name))
    else:
        yield from parts_of_pattern(item, (*path, ELEMENT))


def tag_of(value: TupleOf) -> Path:
    """Return the step that only tuples with the same tag and size allow: `{:ok, _}`."""
    first = value.items[0] if value.items else None
    return (f"{{{first.name}/{len(value.items)}",) if isinstance(first, Atom) else ()


def untagged(path: Path) -> Path:
    """Return a way without what it says of the tags of tuples."""
    return tuple(key for key in path if not (isinstance(key, str) and key.startswith("{")))


def key_of(value: Value) -> Key:
    """Return the step to what stands under a key."""
    match value:
        case Atom():
            return value.name
        case String() | Number():
            return value.text
        case _:
            return ANY


class _Walk:
    def __init__(self, outline: Outline, checked: bool) -> None:
        self.outline = outline
        self.checked = checked
        self.found = Bindings()

    def bind(self, pattern: Value, given: Given, place: tuple[int, int]) -> None:
        for var, path, default in parts_of_pattern(pattern):
            each = Binding(*place, given, path, pattern, default)
            self.found.names[var.name].append(each)

    def read(self, value: Value, until: int) -> None:
        """Read code whose bindings hold until an offset. Long nesting is followed in a loop."""
        waiting: list[tuple[Value, int]] = [(value, until)]
        while waiting:
            current, end = waiting.pop()
            kind = type(current)
            if kind is Flow:
                waiting += self._flow(current, end)  # type: ignore[arg-type]
                continue
            if kind is Fn:
                closure = self.outline.closures[current.closure]  # type: ignore[union-attr]
                if closure.kind != "quote":
                    waiting += self._closure(closure)
                continue
            if kind is Op and current.op == "=":  # type: ignore[union-attr]
                pattern, given = current.args  # type: ignore[union-attr]
                self.bind(pattern, given, (current.end, end))
                self._check(checks_of_statement, current, (current.end, end))
                waiting.append((given, end))
                continue
            if kind is CallRef:
                self._check(checks_of_statement, current, (current.end, end))
            waiting += [
                (part, end) for part in parts_of(self.outline, current) if type(part) not in LEAVES
            ]

    def _check(self, checks: Callable[..., Iterable[Check]], *args: Any) -> None:
        """Add what is checked somewhere, if that is asked."""
        if self.checked:
            self.found.checks.extend(checks(self.outline, *args))

    def _flow(self, flow: Flow, until: int) -> Iterator[tuple[Value, int]]:
        inner = until
        if flow.kind == "with":
            inner = flow.arms[0].end if flow.arms else flow.end
        for head in flow.heads:
            yield from self._head(head, inner)
        subject = flow.heads[0] if flow.kind == "case" and flow.heads else None
        if flow.kind in ("if", "unless") and flow.heads:
            self._check(checks_of_arm, flow, until)
        for arm in flow.arms:
            place = (arm.start, arm.end)
            if flow.kind == "cond":
                for pattern in arm.patterns:
                    self._check(checks_of_condition, pattern, True, place)
                    yield pattern, arm.end
            else:
                for pattern in arm.patterns:
                    self.bind(pattern, subject if arm.label == "do" else None, place)
                if subject is not None:
                    self._check(checks_of_case, subject, arm)
            yield from self._arm(arm)

    def _head(self, head: Value, until: int) -> Iterator[tuple[Value, int]]:
        """Read what a structure looks at, or a step of a `with`."""
        if isinstance(head, Op) and head.op == "<-":
            pattern, given = head.args
            self.bind(pattern, given, (head.end, until))
            self._check(checks_of_statement, head, (head.end, until))
            yield given, until
        else:
            yield head, until

    def _arm(self, arm: Arm) -> Iterator[tuple[Value, int]]:
        if arm.guard is not None:
            self._check(checks_of_condition, arm.guard, True, (arm.start, arm.end))
        yield arm.body, arm.end

    def _closure(self, closure: Closure) -> Iterator[tuple[Value, int]]:
        place = (closure.start, closure.end)
        for head in closure.heads:
            if isinstance(head, Op) and head.op == "<-":
                pattern, given = head.args
                for var, path, _ in parts_of_pattern(pattern):
                    each = Binding(head.end, closure.end, given, (ELEMENT, *path), pattern)
                    self.found.names[var.name].append(each)
                yield given, closure.end
            else:
                self._check(checks_of_condition, head, True, (head.end, closure.end))
                yield head, closure.end
        if closure.kind == "capture":
            for position in range(4):
                var = Var(closure.start, closure.start, f"&{position + 1}")
                self.bind(var, ClosureParameter(closure.index, position), place)
        for arm in closure.clauses:
            for position, pattern in enumerate(arm.patterns):
                parameter = ClosureParameter(closure.index, position)
                known = closure.kind == "fn"
                self.bind(pattern, parameter if known else None, (arm.start, arm.end))
            yield from self._arm(arm)
