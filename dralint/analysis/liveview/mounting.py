"""Mounting: what the `mount/3` of a live view does in the first, unconnected call as well."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.calls.callgraph import CallGraph
from dralint.analysis.calls.clauses import clause_of
from dralint.analysis.calls.closures import Runs, runs_at
from dralint.analysis.calls.inside import inside
from dralint.analysis.pubsub.topics import Topics
from dralint.outline.values import CallRef, Flow, Op, Value, Var
from dralint.project import Call, Function, Module, Project

HOPS = 3
"""How many calls lead from `mount/3` to what it does."""
_TIMERS = (
    ":timer.send_interval/2",
    ":timer.send_interval/3",
    "Process.send_after/3",
    "Process.send_after/4",
)


@dataclass(frozen=True)
class Unconnected:
    """A subscription or timer in `mount/3` that no question whether it is connected guards.

    `calls` lead from `mount/3` to it. `what`: subscribes, or starts a timer.
    """

    module: Module
    calls: tuple[Call, ...]
    what: str


class Mounting:
    """What the live views of a project do twice."""

    def __init__(self, project: Project, graph: CallGraph, topics: Topics) -> None:
        self._project = project
        self._graph = graph
        self._topics = topics

    @classmethod
    def of(cls, project: Project, graph: CallGraph, topics: Topics) -> "Mounting":
        """Return what the live views of a project do twice."""
        return cls(project, graph, topics)

    @cached_property
    def unconnected(self) -> tuple[Unconnected, ...]:
        """What views do in both calls of `mount/3`, once for each call there."""
        found: dict[Call, Unconnected] = {}
        calls = [(each.call, "subscribes") for each in self._topics.subscriptions]
        calls += [
            (call, "starts a timer") for name in _TIMERS for call in self._project.calls_to(name)
        ]
        for call, what in dict(calls).items():
            for each in self._from(call, what):
                found.setdefault(each.calls[0], each)
        return tuple(found.values())

    def _from(self, call: Call, what: str) -> Iterator[Unconnected]:
        """Go from a call to those who call it, as long as nothing there is guarded."""
        seen: set[tuple[str, int]] = set()
        waiting: list[tuple[Call, ...]] = [(call,)]
        while waiting:
            calls = waiting.pop(0)
            first = calls[0]
            function = first.function
            if function is None or function.key in seen or is_guarded(first, function):
                continue
            if runs_at(first.file, first.data.closure) is not Runs.HERE:
                continue
            if function.label == "mount/3" and function.module.effects.process == "live":
                yield Unconnected(function.module, calls, what)
            elif len(calls) <= HOPS:
                seen.add(function.key)
                waiting.extend((edge.call, *calls) for edge in self._graph.calls_to(function))


def is_guarded(call: Call, function: Function) -> bool:
    """Whether a call depends on whether the socket is connected, or on something like it."""
    clause = function.clauses[clause_of(function, call.data.index)]
    outline = call.file.outline
    for value in inside(outline, clause.body):
        if not value.start <= call.data.start < value.end:
            continue
        if isinstance(value, Flow):
            asked: tuple[Value, ...] = value.heads
            if value.kind == "cond":
                asked = tuple(pattern for arm in value.arms for pattern in arm.patterns)
        elif isinstance(value, Op) and value.op in ("&&", "and", "||", "or"):
            asked = value.args
        else:
            continue
        if any(_asks(call, part) for part in inside(outline, *asked)):
            return True
    return False


def _asks(call: Call, value: Value) -> bool:
    if isinstance(value, Var):
        return "connected" in value.name
    return isinstance(value, CallRef) and "connected" in call.file.outline.calls[value.call].name
