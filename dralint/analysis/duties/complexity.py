"""Complexity: how many ways lead through a piece of code, how deep, and how long it is."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from dralint.analysis.calls.inside import LEAVES
from dralint.outline import Clause
from dralint.outline.values import (
    Arm,
    Block,
    CallRef,
    Flow,
    Fn,
    Op,
    Sigil,
    TupleOf,
    Value,
    children,
)
from dralint.project import File

_SHORT = frozenset(("and", "or", "&&", "||"))
_TEMPLATES = frozenset("HELFR")


@dataclass(frozen=True)
class Complexity:
    """`branches` are the decisions plus one, `depth` the control structures inside each other.

    `lines` are those from the first to the last; `template`: it holds a template.
    """

    branches: int
    depth: int
    lines: int
    template: bool


def lines_of(file: File, start: int, end: int) -> int:
    """Return how many lines a stretch of code has."""
    starts = file.outline.lines.starts
    return bisect_left(starts, end) - bisect_right(starts, start) + 1


def bounds(file: File, clause: Clause) -> tuple[int, int]:
    """Return how many branches and how much depth a clause has at most, without reading it."""
    forks = file.outline.forks
    here = forks[bisect_left(forks, (clause.start,)) : bisect_left(forks, (clause.end,))]
    return 1 + sum(abs(ways) for _, ways in here), sum(ways > 0 for _, ways in here)


def complexity(file: File, clause: Clause) -> Complexity:
    """Return how complex a clause of a function is, with the closures in it.

    The arms of a `case` that are one expression each count as one way together: they are a table.
    """
    branches, deepest, template = 1, 0, False
    calls, closures = file.outline.calls, file.outline.closures
    # One level of control structures after the other.
    level: list[Value] = [] if clause.body is None else [clause.body]
    while level:
        waiting, level = level, []
        while waiting:
            value = waiting.pop()
            kind = type(value)
            if kind in LEAVES:
                continue
            if kind is CallRef:
                waiting += calls[value.call].args  # type: ignore[union-attr]
            elif kind is Block or kind is TupleOf:
                waiting += value.items  # type: ignore[union-attr]
            elif kind is Fn:
                waiting += closures[value.closure].clauses  # type: ignore[union-attr]
            elif isinstance(value, Flow):
                branches += _decisions(value)
                level += children(value)
            else:
                waiting += children(value)
                if isinstance(value, Op) and value.op in _SHORT:
                    branches += len(value.args) - 1
                elif kind is Sigil:
                    template = template or _is_template(value)
        deepest += bool(level)
    return Complexity(branches, deepest, lines_of(file, clause.start, clause.end), template)


def _is_template(value: Value) -> bool:
    return isinstance(value, Sigil) and value.name in _TEMPLATES and "\n" in value.text


def _decisions(flow: Flow) -> int:
    """Return how many decisions a control structure makes."""
    if flow.kind in ("if", "unless"):
        return 1
    arms = [arm for arm in flow.arms if arm.label not in ("after", "do")] or list(flow.arms)
    if flow.kind in ("case", "cond", "receive"):
        arms = list(flow.arms)
        if flow.kind == "case":
            # The short arms are a table: together one way more.
            long = sum(not _is_short(arm) for arm in arms)
            return max(1, long if long < len(arms) else long - 1)
        return max(1, len(arms) - 1)
    return len(arms)


def _is_short(arm: Arm) -> bool:
    """Whether an arm is one expression without a decision of its own."""
    return not isinstance(arm.body, Block | Flow | Fn) or (
        isinstance(arm.body, Block) and len(arm.body.items) <= 1
    )
