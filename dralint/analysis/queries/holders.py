"""Holders: the functions that have rows of the database in hand."""

from functools import cached_property

from dralint.analysis.calls.callgraph import CallGraph
from dralint.analysis.queries.queries import READ, Queries
from dralint.analysis.queries.rows import RowsOf
from dralint.project import Function


class Holders:
    """The functions of running code that ask for rows, or call a function that returns some."""

    def __init__(self, graph: CallGraph, queries: Queries, rows: RowsOf) -> None:
        self._graph = graph
        self._queries = queries
        self.rows = rows

    @classmethod
    def of(cls, graph: CallGraph, queries: Queries, rows: RowsOf) -> "Holders":
        """Return the holders of a project."""
        return cls(graph, queries, rows)

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """All of them, in the order of the files."""
        asking = {
            query.call.function
            for query in self._queries.calls
            if query.kind == READ and query.call.file.is_code
        }
        holding = {function for function in asking if function is not None}
        for function in tuple(holding):
            if self.rows.returned(function) is not None:
                callers = (edge.caller for edge in self._graph.calls_to(function))
                holding.update(caller for caller in callers if caller.file.is_code)
        return tuple(sorted(holding, key=lambda function: function.key))
