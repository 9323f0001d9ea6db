"""A function as one wants to know it before changing it."""

from dataclasses import dataclass

from dralint.analysis.calls.callgraph import CallGraph, Edge
from dralint.analysis.inspection.callers import Caller, Callers, Context
from dralint.analysis.messages.addresses import Address
from dralint.analysis.messages.messages import Answer, Messages
from dralint.analysis.messages.sends import Message
from dralint.analysis.waiting.blocking import Blocking, Wait
from dralint.outline.data import Spec
from dralint.project import Call, Function, Project


@dataclass(frozen=True)
class Sends:
    """A message that a function sends: to whom, None where unknown, and who may take it."""

    message: Message
    address: Address | None
    takers: tuple[Answer, ...]


@dataclass(frozen=True)
class FunctionView:
    """All that is known of a function.

    `callees` are the project's functions that it calls, `outside` what it calls of others, one call
    for each. `waits` are by clause. `contexts` say in which processes it runs.
    """

    function: Function
    specs: tuple[Spec, ...]
    contexts: tuple[Context, ...]
    callers: tuple[Caller, ...]
    callees: tuple[Edge, ...]
    outside: tuple[Call, ...]
    sends: tuple[Sends, ...]
    waits: tuple[tuple[int, Wait], ...]

    @property
    def tests(self) -> tuple[Caller, ...]:
        """The calls from tests."""
        return tuple(caller for caller in self.callers if caller.is_test)


class FunctionViews:
    """The functions of a project, as one wants to know them."""

    def __init__(
        self,
        project: Project,
        graph: CallGraph,
        callers: Callers,
        messages: Messages,
        blocking: Blocking,
    ) -> None:
        self._project = project
        self._graph = graph
        self._callers = callers
        self._messages = messages
        self._blocking = blocking

    @classmethod
    def of(
        cls,
        project: Project,
        graph: CallGraph,
        callers: Callers,
        messages: Messages,
        blocking: Blocking,
    ) -> "FunctionViews":
        """Return the functions of a project, as one wants to know them."""
        return cls(project, graph, callers, messages, blocking)

    def view(self, function: Function) -> FunctionView:
        """Return all that is known of a function."""
        arities = range(function.data.min_arity, function.arity + 1)
        edges = {edge.callee.key: edge for edge in reversed(self._graph.calls_from(function))}
        edges.pop(function.key, None)
        return FunctionView(
            function,
            tuple(
                spec
                for spec in function.module.specs
                if spec.kind == "spec" and spec.name == function.name and spec.arity in arities
            ),
            self._callers.contexts(function),
            self._callers.of_function(function),
            tuple(reversed(edges.values())),
            tuple(self._outside(function)),
            tuple(self._sends(function)),
            tuple(
                (index, wait)
                for index in range(len(function.clauses))
                for wait in self._blocking.waits(function, index)
            ),
        )

    def _outside(self, function: Function) -> list[Call]:
        found: dict[str, Call] = {}
        for call in function.calls:
            target = call.target
            if target is None or target == "Kernel" or call.data.quoted:
                continue
            if not self._project.defines(target):
                found.setdefault(call.label, call)
        return list(found.values())

    def _sends(self, function: Function) -> list[Sends]:
        found: list[Sends] = []
        for message in self._messages.sent:
            if message.function != function:
                continue
            address = self._messages.address(message)
            takers: tuple[Answer, ...] = ()
            if address is not None and message.kind in ("call", "cast", "info"):
                module = self._project.module(address.module, function.file)
                if module is not None:
                    takers = self._messages.answers(module, message.kind, message.body)
            found.append(Sends(message, address, takers))
        return found
