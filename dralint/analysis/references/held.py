"""Held: the patterns that the results of calls are held against, by `=`, `case` and `with`."""

from collections.abc import Iterator
from typing import NamedTuple

from dralint.analysis.calls.inside import LEAVES, parts_of
from dralint.outline import Call, Outline
from dralint.outline.values import CallRef, Flow, Op, Value


class Holding(NamedTuple):
    """One place where patterns are held against the result of a call, by the call's index.

    `form` is case, with or match.
    """

    call: int
    form: str
    patterns: tuple[Value, ...]


def holdings(outline: Outline, body: Value, calls: list[Call]) -> Iterator[Holding]:
    """Yield what is held against the results of some calls of a piece of code, in its order.

    Only what surrounds those calls is looked at.
    """
    places = [call.start for call in calls]
    wanted = {call.index for call in calls}
    waiting = [body]
    while waiting:
        value = waiting.pop()
        kind = type(value)
        if kind is Op or kind is Flow:
            yield from _here(value, wanted)
        for part in reversed(parts_of(outline, value)):
            if type(part) in LEAVES:
                continue
            start, end = part.start, part.end
            for place in places:
                if start <= place < end:
                    waiting.append(part)
                    break


def _here(value: Value, wanted: set[int]) -> Iterator[Holding]:
    """Yield what an operator or a control structure itself holds against some calls."""
    if isinstance(value, Op):
        asked = value.args[1] if value.op == "=" else None
        if isinstance(asked, CallRef) and asked.call in wanted:
            yield Holding(asked.call, "match", (value.args[0],))
    elif isinstance(value, Flow) and value.kind == "case":
        asked = value.heads[0]
        if isinstance(asked, CallRef) and asked.call in wanted:
            arms = [arm for arm in value.arms if arm.label == "do" and arm.patterns]
            if arms:
                yield Holding(asked.call, "case", tuple(arm.patterns[0] for arm in arms))
    elif isinstance(value, Flow) and value.kind == "with":
        for head in value.heads:
            if isinstance(head, Op) and head.op == "<-":
                asked = head.args[1]
                if isinstance(asked, CallRef) and asked.call in wanted:
                    yield Holding(asked.call, "with", (head.args[0],))
