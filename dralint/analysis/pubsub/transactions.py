"""Transactions: broadcasts that go out before what they speak of is committed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.calls.callgraph import CallGraph
from dralint.analysis.calls.closures import Runs, closure_runs, runs_at
from dralint.analysis.pubsub.topics import Topics
from dralint.project import Call, Project

HOPS = 4
"""How many calls lead from a transaction to a broadcast."""
_NAMES = ("transaction", "transact")


@dataclass(frozen=True)
class Early:
    """A broadcast inside a transaction: `calls` lead from the transaction's code to it."""

    transaction: Call
    calls: tuple[Call, ...]

    @property
    def site(self) -> Call:
        """The call that stands in the transaction's code."""
        return self.calls[0]


class Transactions:
    """What a project's transactions broadcast."""

    def __init__(self, project: Project, graph: CallGraph, topics: Topics) -> None:
        self._project = project
        self._graph = graph
        self._topics = topics

    @classmethod
    def of(cls, project: Project, graph: CallGraph, topics: Topics) -> "Transactions":
        """Return what a project's transactions broadcast."""
        return cls(project, graph, topics)

    @cached_property
    def broadcasts(self) -> tuple[Early, ...]:
        """The broadcasts inside transactions, the shortest way for each call there."""
        found: dict[tuple[str, int], Early] = {}
        calls = dict.fromkeys(broadcast.call for broadcast in self._topics.broadcasts)
        for call in calls:
            for early in self._from(call):
                site = early.site
                key = (site.file.path, site.data.index)
                known = found.get(key)
                if known is None or len(early.calls) < len(known.calls):
                    found[key] = early
        return tuple(early for _, early in sorted(found.items(), key=lambda each: each[0]))

    def _from(self, call: Call) -> Iterator[Early]:
        """Go from a broadcast to those who call it, until a transaction runs them."""
        seen: set[tuple[str, int]] = set()
        waiting: list[tuple[Call, ...]] = [(call,)]
        while waiting:
            calls = waiting.pop(0)
            first = calls[0]
            transaction = _transaction(first)
            if transaction is not None:
                yield Early(transaction, calls)
                continue
            function = first.function
            if function is None or function.key in seen or len(calls) > HOPS:
                continue
            if runs_at(first.file, first.data.closure) is not Runs.HERE:
                continue
            seen.add(function.key)
            waiting.extend((edge.call, *calls) for edge in self._graph.calls_to(function))


def _transaction(call: Call) -> Call | None:
    """Return the transaction whose code a call stands in, if the same process runs it."""
    index = call.data.closure
    closures = call.file.outline.closures
    while index >= 0:
        for user, _ in closures[index].uses:
            around = call.file.call(user)
            if is_transaction(around):
                return None if _streams(around) else around
        if closures[index].kind == "fn" and closure_runs(call.file, index) is Runs.ELSEWHERE:
            return None
        index = closures[index].parent
    return None


def _streams(transaction: Call) -> bool:
    """Whether a transaction is there to read a stream, which needs one."""
    start, end = transaction.data.start, transaction.data.end
    return any(
        call.name == "stream" and start <= call.data.start < end and call.target != "Stream"
        for call in (transaction.function.calls if transaction.function else ())
    )


def is_transaction(call: Call) -> bool:
    """Whether a call runs the function that it is given in a database transaction."""
    target = call.target
    if target == "Ecto.Multi":
        return call.name == "run"
    if target is None or call.name not in _NAMES:
        return False
    module = call.file.project.module(target, call.file)
    if module is None:
        return target.rpartition(".")[2] == "Repo"
    return module.effects.process == "repo"
