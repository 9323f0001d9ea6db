"""Transactions: which code runs inside one."""

from functools import cached_property

from dralint.analysis.calls.callgraph import CallGraph
from dralint.analysis.queries.queries import Queries
from dralint.project import Call, Function, Project

HOPS = 3
"""How many callers are asked whether they opened a transaction."""


class Transactions:
    """The transactions of a project, by the closures that run inside them."""

    def __init__(self, project: Project, graph: CallGraph, queries: Queries) -> None:
        self._project = project
        self._graph = graph
        self._queries = queries

    @classmethod
    def of(cls, project: Project, graph: CallGraph, queries: Queries) -> "Transactions":
        """Return the transactions of a project."""
        return cls(project, graph, queries)

    @cached_property
    def opened(self) -> tuple[Call, ...]:
        """The calls that run a closure inside a transaction: `Repo.transaction`, `Multi.run`."""
        repos = {query.call.target for query in self._queries.calls}
        repos |= {module.name for module in self._project.modules if _is_repo(module.effects.uses)}
        names = [
            f"{name}.{word}/*"
            for name in sorted(filter(None, repos))
            if self._queries.repo(name) is not None
            for word in ("transaction", "transact")
        ]
        found = (call for name in names for call in self._project.calls_to(name))
        steps = (
            call
            for name in ("Ecto.Multi.run/3", "Ecto.Multi.merge/2")
            for call in self._project.calls_to(name)
        )
        return (*found, *steps)

    @cached_property
    def _closures(self) -> dict[tuple[str, int], Call]:
        found: dict[tuple[str, int], Call] = {}
        by_file: dict[str, dict[int, Call]] = {}
        for call in self.opened:
            by_file.setdefault(call.file.path, {})[call.data.index] = call
        for path, opened in by_file.items():
            for closure in self._project.by_path[path].outline.closures:
                for index, position in closure.uses:
                    if index in opened and position >= 0:
                        found[path, closure.index] = opened[index]
        return found

    @cached_property
    def calls(self) -> tuple[tuple[Call, Call], ...]:
        """Each call that stands inside a transaction, with the call that opened it."""
        files = {path for path, _ in self._closures}
        return tuple(
            (call, opened)
            for path in sorted(files)
            for call in self._project.by_path[path].calls
            if (opened := self.around(call)) is not None
        )

    def around(self, call: Call) -> Call | None:
        """Return the call that opened the transaction that a call visibly stands in."""
        index = call.data.closure
        path = call.file.path
        closures = call.file.outline.closures
        while index >= 0:
            opened = self._closures.get((path, index))
            if opened is not None:
                return opened
            index = closures[index].parent
        return None

    def may_surround(self, function: Function, hops: int = HOPS) -> bool:
        """Whether some caller runs a function inside a transaction."""
        waiting, seen = [function], {function.key}
        for _ in range(hops):
            callers: list[Function] = []
            for callee in waiting:
                for edge in self._graph.calls_to(callee):
                    if self.around(edge.call) is not None:
                        return True
                    if edge.caller.key not in seen:
                        seen.add(edge.caller.key)
                        callers.append(edge.caller)
            waiting = callers
        return False


def _is_repo(uses: frozenset[str]) -> bool:
    return "Ecto.Repo" in uses
