"""Sends: every message that a project's code sends, followed to those who decide what it says.

`fetch(server, key)` decides receiver and message of `GenServer.call(server, {:get, key})`. What
callers give is put in; what nobody says stays unknown.
"""

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from dralint.analysis.calls.callgraph import CallGraph, Edge
from dralint.analysis.calls.clauses import clause_of
from dralint.analysis.calls.closures import Runs, runs_at
from dralint.analysis.messages.message_table import (
    AGENT,
    AGENTS,
    CAST,
    CHILD,
    CHILDREN,
    END,
    ENDS,
    INFO,
    SENDS,
    START,
    STARTS,
    STOP,
    STOPS,
)
from dralint.analysis.processes.processes import Processes
from dralint.analysis.processes.tasks import awaited
from dralint.analysis.values.term import closed, full, is_open, reachable, substitute
from dralint.analysis.values.terms import Terms
from dralint.analysis.values.unify import SELF
from dralint.outline.values import Apply, Atom, Opaque, TupleOf, Value, Var
from dralint.project import Call, Function, Project

HOPS = 8
"""How many calls a message is followed through."""
WIDTH = 48
"""How many messages of one clause are followed on."""

Key = tuple[tuple[str, int], int]


@dataclass(frozen=True)
class Message:
    """One message that a clause of a function sends, itself or through the functions it calls.

    `calls` lead from the clause to the function that sends, which is the last. `kind` is call, cast
    or info; agent for `Agent.get` and the like; start for a start that waits for `init/1`, with the
    module as receiver; child for one through a supervisor, which is the message, with the child
    specification as receiver; stop for a supervisor that is asked to end children;
    end for a process that is ended.

    `to` and `body` are terms of the clause's function. `here`: the process that runs the clause
    sends it, or waits for the one that does. `decided`: the clause says what its callees left open,
    so that all is known. `interface` is the server whose client function is given the receiver, so
    that it is one of its kind.
    """

    function: Function
    clause: int
    calls: tuple[Call, ...]
    kind: str
    to: Value
    body: Value
    here: bool
    decided: bool
    interface: str | None = None

    @property
    def call(self) -> Call:
        """The call that sends."""
        return self.calls[-1]

    @property
    def site(self) -> Call:
        """The call that stands in the clause."""
        return self.calls[0]

    @property
    def is_open(self) -> bool:
        """Whether it depends on what the function is given."""
        return is_open(self.to) or is_open(self.body)


class Sends:
    """The messages that a project's code sends."""

    def __init__(
        self, project: Project, graph: CallGraph, processes: Processes, terms: Terms
    ) -> None:
        self._project = project
        self._graph = graph
        self._processes = processes
        self._terms = terms
        self._ends: dict[tuple[str, int], list[int]] = {}

    @classmethod
    def of(cls, project: Project, graph: CallGraph, processes: Processes, terms: Terms) -> "Sends":
        """Return the messages that a project's code sends."""
        return cls(project, graph, processes, terms)

    @cached_property
    def sent(self) -> tuple[Message, ...]:
        """Every message as seen from the function that sends it, in the order of the source."""
        return tuple(map(_closed, self._first))

    @cached_property
    def _first(self) -> tuple[Message, ...]:
        found = list(self._sent())
        return tuple(sorted(found, key=lambda m: (m.call.file.path, m.call.data.index)))

    @cached_property
    def decided(self) -> tuple[Message, ...]:
        """Every message, seen from where its receiver and its content are decided.

        One that depends on what its function is given stands for the callers that are not known.
        """
        found = (m for each in self._followed.values() for m in each.values())
        return tuple(
            sorted(
                (_closed(m) for m in found if m.decided or (m.is_open and self._is_entry(m))),
                key=lambda m: (m.call.file.path, m.call.data.index, m.site.file.path),
            )
        )

    def _is_entry(self, message: Message) -> bool:
        return message.function.data.public or not self._graph.calls_to(message.function)

    def of_clause(self, function: Function, clause: int) -> tuple[Message, ...]:
        """Return what a clause sends in its own process, through whatever it calls.

        What callers alone could say is as its own head says.
        """
        return tuple(map(_closed, self._followed.get((function.key, clause), {}).values()))

    @cached_property
    def reach(self) -> frozenset[tuple[str, int]]:
        """The functions that run on the stack of some process with callbacks, by key."""
        found = {callback.function.key for callback in self._processes.callbacks}
        waiting = list({c.function.key: c.function for c in self._processes.callbacks}.values())
        while waiting:
            function = waiting.pop()
            for edge in self._graph.calls_from(function):
                if edge.callee.key not in found and self._on_stack(edge):
                    found.add(edge.callee.key)
                    waiting.append(edge.callee)
        return frozenset(found)

    def _on_stack(self, edge: Edge) -> bool:
        return edge.runs is Runs.HERE or awaited(edge.call)

    def _sent(self) -> Iterator[Message]:
        for target, sends in SENDS.items():
            for call in self._project.calls_to(target):
                to = SELF if sends.to is None else self._terms.of_argument(call, sends.to)
                if sends.to is None and runs_at(call.file, call.data.closure) is not Runs.HERE:
                    to = Opaque(call.data.start, call.data.end)
                body = self._terms.of_argument(call, sends.body)
                if call.name == "start_timer":
                    body = _timeout(body)
                yield from self._message(call, sends.kind, to, body)
        for kind, table in _OTHERS:
            for target, position in table.items():
                for call in self._project.calls_to(target):
                    to = self._terms.of_argument(call, position)
                    body = Opaque(call.data.start, call.data.start)
                    if kind == CHILD:
                        to, body = self._terms.of_argument(call, 1), to
                    yield from self._message(call, kind, to, body)

    def _message(self, call: Call, kind: str, to: Value, body: Value) -> Iterator[Message]:
        function = call.function
        if function is None or call.data.quoted or call.data.captured:
            return
        clause = clause_of(function, call.data.index)
        here = runs_at(call.file, call.data.closure) is Runs.HERE or awaited(call)
        decided = not (is_open(to) or is_open(body))
        interface = _interface(function, function, to)
        yield Message(function, clause, (call,), kind, to, body, here, decided, interface)

    @cached_property
    def _followed(self) -> dict[Key, dict[object, Message]]:
        """The messages of each clause, found by going from those who send to those who call."""
        table: dict[Key, dict[object, Message]] = defaultdict(dict)
        waiting: deque[Message] = deque()
        for message in self._first:
            _keep(table, waiting, message)
        while waiting:
            message = waiting.popleft()
            if len(message.calls) >= HOPS:
                continue
            undecided = message.is_open
            goes_on = message.here and (message.kind not in (CAST, INFO) or message.to == SELF)
            if not undecided and not goes_on:
                continue
            for edge in self._graph.calls_to(message.function):
                if not undecided and not (edge.caller.key in self.reach and self._on_stack(edge)):
                    continue
                lifted = self._lifted(message, edge, undecided)
                if lifted is not None:
                    _keep(table, waiting, lifted)
        return table

    def _reachable(self, edge: Edge, given: tuple[Value, ...]) -> list[int]:
        """Return the clauses that an edge can end in."""
        key = (edge.call.file.path, edge.call.data.index)
        known = self._ends.get(key)
        if known is None:
            known = self._ends[key] = reachable(edge.callee, given)
        return known

    def _lifted(self, message: Message, edge: Edge, open_before: bool) -> Message | None:
        on_stack = message.here and self._on_stack(edge)
        to, body = message.to, message.body
        if open_before or len(edge.callee.clauses) > 1:
            given = self._terms.given(edge)
            if given is None or message.clause not in self._reachable(edge, given):
                return None
            to, body = substitute(to, given), substitute(body, given)
        if message.to == SELF and edge.runs is not Runs.HERE:
            to = Opaque(edge.call.data.start, edge.call.data.end)
        clause = clause_of(edge.caller, edge.call.data.index)
        calls = (edge.call, *message.calls)
        decided = open_before and not (is_open(to) or is_open(body))
        interface = message.interface or _interface(edge.caller, message.call.function, to)
        return Message(
            edge.caller, clause, calls, message.kind, to, body, on_stack, decided, interface
        )


def _keep(
    table: dict[Key, dict[object, Message]], waiting: deque[Message], message: Message
) -> None:
    """Add a message to its clause unless one like it is there by a shorter way."""
    known = table[message.function.key, message.clause]
    call = message.call
    like = (
        call.file.path,
        call.data.index,
        message.site.data.index,
        full(message.to),
        full(message.body),
        message.here,
    )
    if like not in known and len(known) < WIDTH:
        known[like] = message
        waiting.append(message)


def _timeout(body: Value) -> TupleOf:
    start, end = body.start, body.end
    return TupleOf(start, end, (Atom(start, end, "timeout"), Opaque(start, end), body))


def _closed(message: Message) -> Message:
    """Return a message in which what callers would say is as the function's own head says."""
    if not message.is_open:
        return message
    params = message.function.clauses[message.clause].params
    return replace(message, to=closed(message.to, params), body=closed(message.body, params))


def _interface(function: Function, sender: Function | None, to: Value) -> str | None:
    """Return the server whose client function is given the receiver."""
    if sender is None or function.data.kind != "def" or function.module != sender.module:
        return None
    module = function.module
    if module.effects.process not in ("server", "stage", "statem"):
        return None
    return None if function.is_callback or not _whole_parameter(to) else module.name


def _whole_parameter(term: Value) -> bool:
    if isinstance(term, Apply) and term.name == "either":
        return all(map(_whole_parameter, term.args))
    return isinstance(term, Var) and term.name.startswith("$")


_OTHERS = ((AGENT, AGENTS), (START, STARTS), (CHILD, CHILDREN), (STOP, STOPS), (END, ENDS))
