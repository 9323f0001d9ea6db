"""Tails: what a function, a clause or any other piece of code can return.

An expression is followed to its ends: through blocks, the arms of control structures, variables
that were bound on the way, and the project's own functions. An end that raises is none, and an end
that is not understood is a tail without a shape.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from dralint.analysis.calls.callgraph import delegated
from dralint.analysis.values.ends import Tail, flow_ends, variable_ends
from dralint.analysis.values.scopes import (
    Names,
    Scope,
    Source,
    binding,
    distinct,
    parameters,
    shape_in,
    variables,
)
from dralint.analysis.values.shapes import NEVER, RESULTS, THROUGH, Shape, fits
from dralint.outline.values import (
    Arm,
    Block,
    CallRef,
    Flow,
    Fn,
    Op,
    Value,
    Var,
)
from dralint.project import Call, File, Function, Project

DEPTH = 6
"""How many calls are followed, one inside the other."""
WIDTH = 32
"""How many tails a piece of code may have before the rest is one unknown."""
STEPS = 2000
"""How many expressions of one clause are looked at: variables can multiply the ways through it."""

WORK = 1000
"""How many clauses are entered for one question: functions that call each other in circles have
more ways through them than anybody can follow."""

Key = tuple[tuple[str, int], int]
"""A clause: its function, and which of its clauses."""


@dataclass(frozen=True, slots=True)
class _Known:
    """An answer, and where it is the answer that would be found anew.

    `height` is how many calls below the clause were followed one inside the other, `work` how many
    clauses were entered. `circles` are the clauses that call each other in circles below: with one
    of them open already, the circle would be cut elsewhere.
    """

    tails: tuple[Tail, ...]
    height: int
    work: int
    circles: frozenset[Key]


class Tails:
    """The tails of all code of a project, each computed when it is first asked for.

    What was asked before must not matter. So what is known is used on the way to another answer
    only where the limits and circles would let the same be found there.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[Key, _Known] = {}
        self._open: list[Key] = []
        self._cut: set[Key] = set()
        self._circles: set[Key] = set()
        self._steps = self._work = self._deepest = 0

    @classmethod
    def of(cls, project: Project) -> "Tails":
        """Return the tails of a project."""
        return cls(project)

    def of_function(self, function: Function) -> tuple[Tail, ...]:
        """Return what any clause of a function can return; nothing, if it never does."""
        if function.data.delegate is not None:
            return self._delegated(function)
        tails = (self.of_clause(function, index) for index in range(len(function.clauses)))
        return _limited(function.file, (tail for each in tails for tail in each))

    def of_clause(self, function: Function, index: int) -> tuple[Tail, ...]:
        """Return what one clause of a function can return."""
        key = (function.key, index)
        if key in self._open:
            self._cut.add(key)
            return ()
        known = self._known.get(key)
        if known is not None and self._holds_here(known):
            return known.tails
        clause = function.clauses[index]
        if clause.body is None:
            return ()
        level = len(self._open)
        self._work = self._work + 1 if level else 0
        if level > DEPTH or self._work > WORK:
            self._cut.update(self._open)
            return (Tail(function.file, clause.body, None),)
        steps, work, deepest, circles = self._steps, self._work, self._deepest, self._circles
        self._steps, self._deepest, self._circles = 0, level, set()
        self._open.append(key)
        scope = Scope(function.file, function.data.module, parameters(function, index))
        found = _limited(function.file, self._ends(clause.body, scope))
        self._open.pop()
        self._cut.discard(key)
        if self._cut:
            self._circles.add(key)
        else:
            height, work = self._deepest - level, self._work - work + 1
            self._known[key] = _Known(found, height, work, frozenset(self._circles))
        self._steps, self._deepest = steps, max(deepest, self._deepest)
        self._circles |= circles
        return found

    def _holds_here(self, known: _Known) -> bool:
        """Whether an answer would be found anew below what is open; it is then counted as found."""
        level = len(self._open)
        if not level:
            return True
        fits_in = level + known.height <= DEPTH and self._work + known.work <= WORK
        if not fits_in or not known.circles.isdisjoint(self._open):
            return False
        self._work += known.work
        self._deepest = max(self._deepest, level + known.height)
        self._circles |= known.circles
        return True

    def around(self, call: Call) -> tuple[Tail, ...]:
        """Return what the clause that a call stands in can return."""
        function = call.function
        for index, clause in enumerate(function.clauses if function else ()):
            if function is not None and clause.calls[0] <= call.data.index < clause.calls[1]:
                return self.of_clause(function, index)
        return ()

    def of_value(self, file: File, value: Value, module: int = -1) -> tuple[Tail, ...]:
        """Return how an expression of a file can end; its free variables are unknown."""
        self._steps = 0
        return _limited(file, self._ends(value, Scope(file, module, {})))

    def of_arm(self, file: File, arm: Arm, module: int = -1) -> tuple[Tail, ...]:
        """Return how an arm can end, such as a clause of an anonymous function."""
        self._steps = 0
        scope = Scope(file, module, dict.fromkeys(variables(arm.patterns)))
        return _limited(file, self._ends(arm.body, scope))

    def _delegated(self, function: Function) -> tuple[Tail, ...]:
        target = delegated(function)
        if target is not None:
            return self.of_function(target)
        first = function.clauses[0]
        return (Tail(function.file, Var(first.name_start, first.name_end, function.name), None),)

    def _ends(self, value: Value, scope: Scope) -> Iterator[Tail]:
        self._steps += 1
        if self._steps > STEPS:
            yield Tail(scope.file, value, None)
            return
        match value:
            case Block() if value.items:
                yield from self._block(value, scope)
            case Flow():
                yield from flow_ends(value, scope, self._ends)
            case CallRef():
                yield from self._call(scope.file.call(value.call), value, scope)
            case Var():
                yield from variable_ends(value, scope, self._ends)
            case Op() if value.op == "=":
                yield from self._ends(value.args[-1], scope)
            case Op() if value.op in ("||", "or"):
                for arg in value.args[:-1]:
                    ends = self._ends(arg, scope)
                    yield from (t for t in ends if t.shape is None or not _falsy(t.shape))
                yield from self._ends(value.args[-1], scope)
            case Op() if value.op in ("&&", "and"):
                yield from (Tail(scope.file, arg, None) for arg in value.args[:-1])
                yield from self._ends(value.args[-1], scope)
            case _:
                yield Tail(scope.file, value, shape_in(value, scope))

    def _block(self, block: Block, scope: Scope) -> Iterator[Tail]:
        for item in block.items[:-1]:
            if isinstance(item, Arm) or self._never(item, scope):
                return
            if isinstance(item, Op) and item.op == "=":
                scope = scope.plus(binding(item.args[0], item.args[-1], scope))
        if isinstance(block.items[-1], Arm):
            yield Tail(scope.file, block, None)
        else:
            yield from self._ends(block.items[-1], scope)

    def _never(self, value: Value, scope: Scope) -> bool:
        """Whether a statement certainly does not return."""
        if not isinstance(value, CallRef):
            return False
        call = scope.file.call(value.call)
        return f"{call.target}.{call.name}" in NEVER

    def _call(self, call: Call, value: CallRef, scope: Scope) -> Iterator[Tail]:
        target = call.target
        name = f"{target}.{call.name}"
        if target is None:
            yield Tail(scope.file, value, None)
        elif name in NEVER:
            return
        elif name in THROUGH and len(call.args) > THROUGH[name]:
            yield from self._ends(call.args[THROUGH[name]], scope)
        elif name == "Kernel.then" and isinstance(call.args[-1], Fn):
            yield from self._then(call, call.args[-1], scope)
        elif name in RESULTS and not self._project.defines(target):
            yield Tail(scope.file, value, RESULTS[name])
        else:
            found = call.callee
            callee = None if found is None else delegated(found)
            if callee is None or callee.data.kind not in ("def", "defp") or callee.data.dynamic:
                yield Tail(scope.file, value, None)
            else:
                yield from self._callee(callee, call, scope)

    def _then(self, call: Call, fn: Fn, scope: Scope) -> Iterator[Tail]:
        given = (Source(call.args[0], scope),)
        for arm in scope.file.outline.closures[fn.closure].clauses:
            names: Names = dict.fromkeys(variables(arm.patterns))
            if not arm.patterns:
                names["&1"] = given
            elif isinstance(arm.patterns[0], Var):
                names[arm.patterns[0].name] = given
            yield from self._ends(arm.body, scope.plus(names))

    def _callee(self, callee: Function, call: Call, scope: Scope) -> Iterator[Tail]:
        for index in self._reached(callee, call, scope):
            for tail in self.of_clause(callee, index):
                if tail.param is None:
                    yield Tail(tail.file, tail.value, tail.shape, (call, *tail.path))
                elif tail.param < len(call.args) == callee.arity:
                    yield from self._ends(call.args[tail.param], scope)
                else:
                    yield Tail(scope.file, CallRef(*_place(call), call.data.index), None)

    def _reached(self, callee: Function, call: Call, scope: Scope) -> Iterator[int]:
        """Return the clauses that the arguments of a call can reach."""
        if len(call.args) != callee.arity:
            yield from range(len(callee.clauses))
            return
        shapes = [shape_in(arg, scope) for arg in call.args]
        for index, clause in enumerate(callee.clauses):
            if clause.body is None:
                continue
            answers = [fits(p, s) for p, s in zip(clause.params, shapes, strict=True)]
            if False not in answers:
                yield index
                if clause.guard is None and None not in answers and distinct(clause.params):
                    return


def _limited(file: File, tails: Iterable[Tail]) -> tuple[Tail, ...]:
    """Return different tails; what goes beyond the limit is one unknown."""
    several = iter(tails)
    first = next(several, None)
    second = next(several, None)
    if first is None or second is None:
        return () if first is None else (first,)
    found: dict[tuple[str, int, int, Shape | None, int | None], Tail] = {}
    for tail in chain((first, second), several):
        place = (tail.file.path, tail.value.start, tail.value.end, tail.shape, tail.param)
        if len(found) >= WIDTH and place not in found:
            return (*found.values(), Tail(file, tail.value, None))
        found.setdefault(place, tail)
    return tuple(found.values())


def _falsy(shape: Shape) -> bool:
    return shape.kind == "atom" and shape.name in ("nil", "false")


def _place(call: Call) -> tuple[int, int]:
    return call.data.start, call.data.end
