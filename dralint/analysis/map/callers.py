"""Who calls an action: itself, or one of the functions that hand on to it."""

from collections.abc import Iterable, Sequence

from dralint.analysis.calls.callgraph import CallGraph, Edge
from dralint.analysis.layout.dra import Member
from dralint.analysis.layout.layout import Layout
from dralint.analysis.map.model import Caller, Place
from dralint.project import Function


class Callers:
    """The callers of functions, with what they are for."""

    def __init__(self, layout: Layout, graph: CallGraph) -> None:
        self._layout = layout
        self._graph = graph

    def of(
        self, entries: Sequence[Function], handing: Sequence[Function], action: Member
    ) -> tuple[Caller, ...]:
        """Return the callers of an action, tests and the functions that hand on to it left out."""
        doors = {function.key for function in handing}
        found = {
            self._caller(edge, action)
            for edge in self._edges((*entries, *handing))
            if edge.caller.key not in doors and edge.caller.module != action.module
        }
        return tuple(sorted(found))

    def of_function(self, function: Function) -> tuple[Caller, ...]:
        """Return the callers of a function from other modules, tests left out."""
        found = {
            self._caller(edge, None)
            for edge in self._edges((function,))
            if edge.caller.module != function.module
        }
        return tuple(sorted(found))

    def _edges(self, functions: Iterable[Function]) -> Iterable[Edge]:
        """Yield the calls of functions; a delegate's own are those that name it."""
        for function in functions:
            for edge in self._graph.calls_to(function):
                if not edge.caller.file.is_test and edge.caller.data.module >= 0:
                    yield edge

    def _caller(self, edge: Edge, action: Member | None) -> Caller:
        caller = edge.caller
        home = self._layout.member(caller.module)
        same = (
            action is not None
            and home is not None
            and home.label == action.label
            and home.file.app is action.file.app
        )
        span = edge.call.name_span
        return Caller(
            name=caller.full_name,
            module=caller.module.name,
            role=self._layout.role(caller.module),
            place=Place(span.path, span.start.line),
            direct=action is not None and edge.call.target == action.name,
            foreign=not same,
        )
