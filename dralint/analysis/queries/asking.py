"""Asking: which functions ask the database when they are called, and on which way."""

from collections.abc import Callable, Iterable
from functools import cached_property

from dralint.analysis.calls.callgraph import CallGraph
from dralint.analysis.queries.on_the_way import asks_if_loaded, is_cached, on_the_way
from dralint.analysis.queries.queries import LOAD, WRITE, Queries
from dralint.project import Call, Function, Project

HOPS = 4
"""How many functions a way may pass through."""

Way = tuple[Call, ...]
"""Calls that lead to one that does something, which is the last."""


class Asking:
    """The functions of a project that ask a database."""

    def __init__(self, project: Project, graph: CallGraph, queries: Queries) -> None:
        self._project = project
        self._graph = graph
        self._queries = queries

    @classmethod
    def of(cls, project: Project, graph: CallGraph, queries: Queries) -> "Asking":
        """Return what asks in a project."""
        return cls(project, graph, queries)

    @cached_property
    def reads(self) -> dict[tuple[str, int], Way]:
        """By the key of a function, the shortest way to a query that reads.

        Caches, other processes and what is kept for later end a way.
        """
        asked = [query for query in self._queries.calls if query.kind != WRITE]
        loads = {query.call for query in asked if query.kind == LOAD}
        return ways(
            self._graph,
            [query.call for query in asked if on_the_way(query.call)],
            lambda function, call: (
                is_cached(function) or (call in loads and asks_if_loaded(function))
            ),
        )

    @cached_property
    def writes(self) -> dict[tuple[str, int], Way]:
        """The same for queries that write."""
        found = [q.call for q in self._queries.calls if q.kind == WRITE and on_the_way(q.call)]
        return ways(self._graph, found, lambda function, call: False)


def ways(
    graph: CallGraph,
    ends: Iterable[Call],
    stops: Callable[[Function, Call], bool],
    hops: int = HOPS,
) -> dict[tuple[str, int], Way]:
    """Return the shortest way from each function to one of some calls, by the function's key.

    `stops` tells of a function and the end of a way that it does not lead there each time.
    """
    found: dict[tuple[str, int], Way] = {}
    fresh: list[Function] = []

    def enter(function: Function | None, way: Way) -> None:
        if function is None or function.key in found or function.file.is_test:
            return
        if not stops(function, way[-1]):
            found[function.key] = way
            fresh.append(function)

    for call in ends:
        enter(call.function, (call,))
    for _ in range(hops):
        waiting, fresh = fresh, []
        for callee in waiting:
            for edge in graph.calls_to(callee):
                if not edge.by_name and edge.caller.key not in found and on_the_way(edge.call):
                    enter(edge.caller, (edge.call, *found[callee.key]))
    return found
