"""Layers: what must not reach what within some calls, with the way that it takes."""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.analysis.calls.callgraph import CallGraph, Edge
from dralint.analysis.patterns.places import Places
from dralint.finding import Finding, Step
from dralint.project import Call, Function, Project
from dralint.rule import Check

from .saying import CALL, Saying


@dataclass(frozen=True)
class Layers:
    """What must not be reached, within how many calls, and by way of what it may be."""

    reach: Places
    through: Places
    hops: int


def layers_check(layers: Layers, saying: Saying) -> Check:
    """Return the check that finds where a place reaches what it must not."""

    def check(project: Project, graph: CallGraph) -> Iterator[Finding]:
        yield from _found(project, graph, layers, saying)

    return check


Way = tuple[Edge, ...]
"""The edges that lead from a function to one that reaches the forbidden place itself."""


def _found(project: Project, graph: CallGraph, layers: Layers, saying: Saying) -> Iterator[Finding]:
    """Yield findings, walking from what is reached to who reaches it, nearest first.

    The walk ends at the first function of the place that must not: who calls that one is not at
    fault. It ends at the doors of `through` too.
    """
    ways: dict[tuple[str, int], tuple[Function, Call, Way]] = {}
    for call in _entries(project, layers.reach):
        function = call.function
        if saying.holds(call.file, call.module):
            yield saying.finding(call.name_span, {CALL: f"`{_label(call)}`"})
        elif function is not None and not layers.through.hold(call.file, call.module):
            ways.setdefault(function.key, (function, call, ()))
    known = set(ways)
    for _ in range(layers.hops - 1):
        further: dict[tuple[str, int], tuple[Function, Call, Way]] = {}
        for function, last, way in ways.values():
            for edge in graph.calls_to(function):
                caller = edge.caller
                if saying.holds(caller.file, caller.module):
                    yield _far(saying, last, (edge, *way))
                elif caller.key not in known and not layers.through.hold(
                    caller.file, caller.module
                ):
                    known.add(caller.key)
                    further[caller.key] = (caller, last, (edge, *way))
        ways = further


def _far(saying: Saying, last: Call, way: Way) -> Finding:
    trail = [
        Step(edge.call.name_span, f"`{_name(edge.caller)}` calls `{_name(edge.callee)}`")
        for edge in way
    ]
    trail.append(Step(last.name_span, f"`{_name(way[-1].callee)}` calls `{_label(last)}`"))
    return saying.finding(way[0].call.name_span, {CALL: f"`{_label(last)}`"}, trail=tuple(trail))


def _entries(project: Project, reach: Places) -> Iterator[Call]:
    """Yield the calls that enter a place from outside of it."""
    known: dict[str, bool] = {}
    for file in project.files:
        for data, target in zip(file.outline.calls, project.targets(file), strict=True):
            if target is None or data.quoted:
                continue
            inside = known.get(target)
            if inside is None:
                module = project.module(target)
                inside = known[target] = (
                    reach.named(target) if module is None else reach.hold(module.file, module)
                )
            if inside:
                call = file.calls[data.index]
                if not reach.hold(file, call.module):
                    yield call


def _label(call: Call) -> str:
    return f"{call.target}.{call.name}/{call.arity}"


def _name(function: Function) -> str:
    return function.label if function.data.is_test else function.full_name
