"""Which domains call which: the arrows of the map."""

from collections import defaultdict
from collections.abc import Mapping

from dralint.analysis.calls.callgraph import CallGraph, Edge
from dralint.analysis.layout.layout import Layout
from dralint.analysis.map.model import Dependency, Place
from dralint.project import Call, Module

WEB = "web"


def dependencies(
    graph: CallGraph, homes: Mapping[str, str], layout: Layout
) -> tuple[Dependency, ...]:
    """Return the calls between domains, and those from and to the web, in order of names.

    `homes` holds the domain of each module that lies in one. A call of a delegate goes to the
    module that is named, wherever it leads.
    """
    names = _Names(homes)
    found: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        if edge.caller.data.module < 0 or not edge.caller.file.is_code:
            continue
        source = names.of(edge.caller.module)
        target = names.of(_named(edge))
        if source and target and source != target:
            found[source, target].append(edge)
    return tuple(
        _dependency(source, target, edges, layout)
        for (source, target), edges in sorted(found.items())
    )


class _Names:
    """The domain that a module belongs to, or the web; nested ones belong where they stand."""

    def __init__(self, homes: Mapping[str, str]) -> None:
        self._homes = homes
        self._known: dict[Module, str | None] = {}

    def of(self, module: Module) -> str | None:
        if module not in self._known:
            self._known[module] = self._find(module)
        return self._known[module]

    def _find(self, module: Module) -> str | None:
        if module.file.kind == "web":
            return WEB
        top = module
        while top.name not in self._homes and top.data.parent >= 0:
            top = top.file.modules[top.data.parent]
        return self._homes.get(top.name)


def _named(edge: Edge) -> Module:
    """Return the module that a call names, which for a delegate is not where it ends."""
    target = edge.call.target
    named = edge.call.file.project.module(target, edge.call.file) if target else None
    return named or edge.callee.module


def _dependency(source: str, target: str, edges: list[Edge], layout: Layout) -> Dependency:
    edges.sort(key=lambda edge: _order(edge.call))
    inside = [edge for edge in edges if layout.role(_named(edge)) == "action"]
    first = inside[0] if inside else edges[0]
    return Dependency(
        source,
        target,
        len(edges),
        len(inside),
        first.caller.full_name,
        first.call.label,
        Place(*_order(first.call)),
    )


def _order(call: Call) -> tuple[str, int]:
    span = call.name_span
    return span.path, span.start.line
