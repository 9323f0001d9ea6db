"""Changesets: the functions that build one, and the queries in them."""

from collections.abc import Iterator
from functools import cached_property

from dralint.analysis.calls.callgraph import CallGraph
from dralint.analysis.calls.closures import Runs, runs_at
from dralint.analysis.queries.queries import WRITE, Queries, Query
from dralint.outline.values import Op, Value, Var
from dralint.project import Call, Function, Project

_CASTS = frozenset("cast change cast_assoc cast_embed validate_required put_change".split())
HOPS = 2


class Changesets:
    """What builds changesets in a project."""

    def __init__(self, project: Project, graph: CallGraph, queries: Queries) -> None:
        self._project = project
        self._graph = graph
        self._queries = queries

    @classmethod
    def of(cls, project: Project, graph: CallGraph, queries: Queries) -> "Changesets":
        """Return what builds changesets in a project."""
        return cls(project, graph, queries)

    @cached_property
    def asking(self) -> tuple[tuple[Query, Function], ...]:
        """The queries that are asked while a changeset is built, each with what builds it."""
        return tuple(self._asking())

    def _asking(self) -> Iterator[tuple[Query, Function]]:
        for query in self._queries.calls:
            call, function = query.call, query.call.function
            if query.kind == WRITE or function is None or not call.file.is_code:
                continue
            if runs_at(call.file, call.data.closure) is not Runs.HERE or self._is_loader(function):
                continue
            if any(each.name == "put_assoc" for each in function.calls):
                continue
            found = self._builder(function)
            if found is not None:
                yield query, found

    def _is_loader(self, function: Function) -> bool:
        """Whether a function writes too: then it is an action that has a changeset's name."""
        return any(
            (found := self._queries.query(call)) is not None and found.kind == WRITE
            for call in function.calls
        )

    def _builder(self, function: Function) -> Function | None:
        """Return the changeset function that a function is, or serves with its changeset."""
        if is_changeset_function(function):
            return function
        waiting = [function] if _takes_changeset(function) else []
        for _ in range(HOPS):
            callers: list[Function] = []
            for callee in waiting:
                for edge in self._graph.calls_to(callee):
                    if edge.caller.module == callee.module:
                        if is_changeset_function(edge.caller):
                            return edge.caller
                        callers += [edge.caller] if _takes_changeset(edge.caller) else []
            waiting = callers
        return None


def is_changeset_function(function: Function) -> bool:
    """Whether a function builds a changeset: it is called so, and casts."""
    return function.name.endswith("changeset") and any(map(_casts, function.calls))


def _casts(call: Call) -> bool:
    return call.name in _CASTS and call.target in ("Ecto.Changeset", None)


def _takes_changeset(function: Function) -> bool:
    return any(_is_changeset(clause.params[0]) for clause in function.clauses if clause.params)


def _is_changeset(param: Value) -> bool:
    if isinstance(param, Op):
        return any(map(_is_changeset, param.args))
    return isinstance(param, Var) and "changeset" in param.name
