"""One loop: code that runs once for each element of something."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.calls.inside import inside
from dralint.analysis.queries.dependence import Bindings, Names, variables
from dralint.analysis.queries.sizes import Size
from dralint.outline.values import (
    Arm,
    Atom,
    Block,
    CallRef,
    Flow,
    ModuleRef,
    Op,
    String,
    TupleOf,
    Value,
    Var,
    keyword,
)
from dralint.project import Call, File
from dralint.text import Span

_RESULTS = frozenset(("ok", "error", "true", "false", "nil"))
"""Atoms that say how something went, and are no keys."""

_FOLDS = re.compile(r"`(Enum|:lists)\.\w*(reduce|fold)")


@dataclass(frozen=True, eq=False)
class Loop:
    """Code that runs for each element of something.

    `elements` are the variables that hold the element; `region` is the code; `closure` is its index
    in the closure table, -1 for a clause of a function.
    """

    file: File
    label: str
    span: Span
    elements: frozenset[str]
    region: tuple[Value, ...]
    source: Value | None
    size: Size
    count: int
    closure: int

    @cached_property
    def names(self) -> Names:
        """The variables in the loop that carry something of its element."""
        found = Bindings.of(self.file.outline, self.region).names(self.elements)
        carried = frozenset(n for value in self._accumulators for n in variables(value))
        carried -= self.elements
        return Names(found.roots, found.all_ - carried, found.parts - carried)

    @cached_property
    def _accumulators(self) -> tuple[Value, ...]:
        """What a `reduce` carries from one element to the next: the patterns of its closure."""
        if self.closure < 0 or not _FOLDS.match(self.label):
            return ()
        clauses = self.file.outline.closures[self.closure].clauses
        return tuple(arm.patterns[1] for arm in clauses if len(arm.patterns) > 1)

    @cached_property
    def preloads(self) -> frozenset[str] | None:
        """The associations that the elements visibly come with, None where that is unknown."""
        found: set[str] = set()
        for value in inside(self.file.outline, self.source):
            named = _preloaded(self.file, value)
            if named is None:
                return None
            found |= named
        return frozenset(found)

    @cached_property
    def builds_a_query(self) -> bool:
        """Whether it folds something into a query that is run behind it, as with filters."""
        if self.closure < 0 or not _FOLDS.match(self.label):
            return False
        return any(_is_query(self.file, each) for each in (*self._accumulators, *self._start))

    @cached_property
    def _start(self) -> tuple[Value, ...]:
        """What a `reduce` starts from."""
        for index, position in self.file.outline.closures[self.closure].uses:
            args = self.file.outline.calls[index].args
            if position == 2 and len(args) == 3:
                return (args[1],)
        return ()

    @cached_property
    def dispatches(self) -> bool:
        """Whether each of its clauses is for an element of another key, as with filters."""
        if self.closure < 0:
            return False
        clauses = self.file.outline.closures[self.closure].clauses
        return dispatches([arm.patterns[0] for arm in clauses if arm.patterns])

    @cached_property
    def _keys(self) -> frozenset[str]:
        """The variables that hold the element whole, or the first of a pair: its key."""
        patterns: list[Value] = []
        if self.closure >= 0:
            closure = self.file.outline.closures[self.closure]
            patterns = [arm.patterns[0] for arm in closure.clauses if arm.patterns]
            patterns += [
                head.args[0] for head in closure.heads if isinstance(head, Op) and head.op == "<-"
            ]
        firsts = [p.items[0] if isinstance(p, TupleOf) and p.items else p for p in patterns]
        return frozenset(value.name for value in firsts if isinstance(value, Var))

    @cached_property
    def _at_most_once(self) -> tuple[tuple[int, int], ...]:
        """The stretches that run for one element only: one of a fixed set of keys, or the last."""
        found: list[tuple[int, int]] = []
        if self.closure >= 0:
            arms = self.file.outline.closures[self.closure].clauses
            found += _literal(arms, len(arms))
        for value in inside(self.file.outline, *self.region):
            if not isinstance(value, Flow):
                continue
            found += [(arm.start, arm.end) for arm in value.arms if _halts(arm)]
            head = value.heads[0] if value.heads else None
            if value.kind == "case" and isinstance(head, Var) and head.name in self._keys:
                found += _literal(value.arms, len(value.arms))
                if dispatches([arm.patterns[0] for arm in value.arms if arm.patterns]):
                    found.append((value.start, value.end))
            elif value.kind == "if" and _is_key(head, self._keys):
                found += [(arm.start, arm.end) for arm in value.arms[:1]]
        return tuple(found)

    def runs_once(self, call: Call) -> bool:
        """Whether a call in it is for one of a fixed set of keys, and so no loop for it."""
        at = call.data.name_start
        return self.dispatches or any(start <= at < end for start, end in self._at_most_once)


def _literal(arms: tuple[Arm, ...], count: int) -> list[tuple[int, int]]:
    """Return the arms that take one key, where others take the rest."""
    if count < 2:
        return []
    return [
        (arm.start, arm.end)
        for arm in arms
        if arm.patterns and (key := _key(arm.patterns[0])) is not None and key not in _RESULTS
    ]


def _is_key(condition: Value | None, keys: frozenset[str]) -> bool:
    """Whether a condition asks whether the element is one that is written here."""
    if not (isinstance(condition, Op) and condition.op in ("==", "===")):
        return False
    names = [arg for arg in condition.args if isinstance(arg, Var) and arg.name in keys]
    return bool(names) and any(isinstance(arg, Atom | String) for arg in condition.args)


def _halts(arm: Arm) -> bool:
    """Whether an arm ends a `reduce_while`, so that it is run once."""
    last = arm.body.items[-1] if isinstance(arm.body, Block) and arm.body.items else arm.body
    return (
        isinstance(last, TupleOf)
        and bool(last.items)
        and isinstance(last.items[0], Atom)
        and last.items[0].name == "halt"
    )


def _is_query(file: File, value: Value) -> bool:
    if isinstance(value, Var):
        return re.search(r"quer|^q$|^scope$", value.name) is not None
    if isinstance(value, CallRef):
        call = file.outline.calls[value.call]
        return call.name in ("from", "where", "from_query") or "quer" in call.name
    return isinstance(value, ModuleRef)


def dispatches(patterns: list[Value]) -> bool:
    """Whether patterns tell a fixed set of keys apart: `{:name, x}`, `{:from, x}`, `:all`..."""
    keys = {key for pattern in patterns if (key := _key(pattern)) is not None}
    return len(keys - _RESULTS) >= 3


def _key(pattern: Value) -> str | None:
    if isinstance(pattern, TupleOf) and pattern.items:
        pattern = pattern.items[0]
    if isinstance(pattern, Atom):
        return pattern.name
    return pattern.text if isinstance(pattern, String) else None


def _preloaded(file: File, value: Value) -> set[str] | None:
    """Return the associations that a part of a query names, None where it hides them."""
    named: tuple[Value, ...] = ()
    if isinstance(value, CallRef):
        call = file.outline.calls[value.call]
        if "preload" not in call.name:
            return set()
        if call.name != "preload":
            return None
        named = call.args[1:]
    elif (given := keyword(value, "preload")) is not None:
        named = (given,)
    return associations(file, named)


def associations(file: File, values: Iterable[Value]) -> set[str]:
    """Return the names of associations in the argument of a `preload`."""
    return {v.name for v in inside(file.outline, *values) if isinstance(v, Atom)}
