"""Side effects in transactions: what a rollback cannot take back, done before the commit."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.calls.callgraph import CallGraph
from dralint.analysis.calls.clauses import clause_of
from dralint.analysis.calls.closures import Runs, runs_at
from dralint.analysis.queries.asking import Asking, Way, ways
from dralint.analysis.queries.transactions import Transactions
from dralint.analysis.waiting.blocking import Blocking
from dralint.outline.values import Atom, ListOf, TupleOf
from dralint.project import Call, Project

_GRAVE = {"http": "asks by HTTP", "mail": "sends mail", "os": "runs a command", "sleep": "sleeps"}
_BROADCASTS = frozenset(
    """
    Phoenix.PubSub.broadcast/3 Phoenix.PubSub.broadcast!/3 Phoenix.PubSub.broadcast_from/4
    Phoenix.PubSub.local_broadcast/3 Phoenix.PubSub.broadcast/4
    """.split()
)
HOPS = 2


@dataclass(frozen=True)
class SideEffect:
    """A call inside a transaction that leads to what a rollback cannot take back.

    `way` are the calls from there to it, `says` is what it does, `opened` began the transaction.
    """

    way: Way
    says: str
    opened: Call
    sure: bool


class SideEffects:
    """The side effects in the transactions of a project."""

    def __init__(
        self,
        project: Project,
        graph: CallGraph,
        transactions: Transactions,
        blocking: Blocking,
        asking: Asking,
    ) -> None:
        self._project = project
        self._graph = graph
        self._transactions = transactions
        self._blocking = blocking
        self._asking = asking

    @classmethod
    def of(
        cls,
        project: Project,
        graph: CallGraph,
        transactions: Transactions,
        blocking: Blocking,
        asking: Asking,
    ) -> "SideEffects":
        """Return the side effects of a project."""
        return cls(project, graph, transactions, blocking, asking)

    @cached_property
    def _broadcasting(self) -> dict[tuple[str, int], Way]:
        found = [call for name in sorted(_BROADCASTS) for call in self._project.calls_to(name)]
        here = [call for call in found if runs_at(call.file, call.data.closure) is Runs.HERE]
        return ways(self._graph, here, lambda function, call: False, HOPS)

    @cached_property
    def all_(self) -> tuple[SideEffect, ...]:
        """All of them, in the order of the files."""
        return tuple(self._all())

    def _all(self) -> Iterator[SideEffect]:
        writing = {opened for call, opened in self._transactions.calls if self._writes(call)}
        for call, opened in self._transactions.calls:
            if not call.file.is_code or not self._runs_inside(call, opened):
                continue
            found = self._waits(call, opened) or self._broadcasts(call, opened)
            if found is not None and (opened in writing or opened.target == "Ecto.Multi"):
                yield found

    def _writes(self, call: Call) -> bool:
        """Whether a call writes rows: a transaction may also be there to read a stream."""
        if call.name.startswith(("insert", "update", "delete")):
            return True
        callee = call.callee
        return callee is not None and callee.key in self._asking.writes

    def _runs_inside(self, call: Call, opened: Call) -> bool:
        """Whether a call is made before the transaction ends, by the process that holds it."""
        closures = call.file.outline.closures
        index = call.data.closure
        inner = -1
        while index >= 0:
            if any(user == opened.data.index for user, _ in closures[index].uses):
                break
            inner = index
            index = closures[index].parent
        if inner < 0:
            return True
        return all(
            runs_at(call.file, each) in (runs_at(call.file, index), Runs.HERE)
            for each in (call.data.closure, inner)
        )

    def _waits(self, call: Call, opened: Call) -> SideEffect | None:
        function = call.function
        if function is None:
            return None
        number = clause_of(function, call.data.index)
        for wait in self._blocking.grave(function, number):
            if wait.calls[0] == call and wait.category in _GRAVE and len(wait.calls) <= HOPS + 2:
                sure = wait.doubt == 0 and not any(map(_is_told, wait.calls))
                return SideEffect(wait.calls, _GRAVE[wait.category], opened, sure)
        return None

    def _broadcasts(self, call: Call, opened: Call) -> SideEffect | None:
        if f"{call.target}.{call.name}/{call.arity}" in _BROADCASTS:
            return SideEffect((call,), "tells others by PubSub", opened, True)
        callee = call.callee
        way = None if callee is None else self._broadcasting.get(callee.key)
        if way is None:
            return None
        return SideEffect((call, *way), "tells others by PubSub", opened, True)


def _is_told(call: Call) -> bool:
    """Whether a call is told by an option whether to do something: `skip_mail: true`."""
    return any(
        isinstance(item, TupleOf)
        and len(item.items) == 2
        and isinstance(item.items[1], Atom)
        and item.items[1].name in ("true", "false")
        for arg in call.args
        if isinstance(arg, ListOf)
        for item in arg.items
    )
