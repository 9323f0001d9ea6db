"""Message flow: who sends what to whom, and which clause takes it.

Every call, cast and send is followed from the place where it stands to the functions that decide
its receiver and its message: `fetch(server, key)` decides them in `GenServer.call(server, {:get,
key})`. What its callers give is put in; what nobody says stays unknown.
"""

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from dralint.outline import Clause
from dralint.outline.values import Apply, Atom, Opaque, TupleOf, Value, Var
from dralint.project import Call, Function, Module, Project

from .addresses import Address, Addresses, server_modules
from .callgraph import CallGraph, Edge
from .clauses import clause_of
from .closures import Runs, runs_at
from .message_table import (
    AGENT,
    AGENTS,
    CALL,
    CAST,
    CHILD,
    CHILDREN,
    INFO,
    SENDS,
    START,
    STARTS,
    STOP,
    STOPS,
)
from .processes import Callback, Processes
from .tasks import awaited
from .terms import Terms, as_term, closed, full, is_open, reachable, substitute
from .unify import SELF, every, holds, unify

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
    specification as receiver; stop for a supervisor that is asked to end children.

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


@dataclass(frozen=True)
class Answer:
    """A clause that takes a message; `fit` is None where it is not sure that it does."""

    callback: Callback
    fit: bool | None


class Messages:
    """The messages of a project."""

    def __init__(
        self,
        project: Project,
        graph: CallGraph,
        processes: Processes,
        terms: Terms,
        addresses: Addresses,
    ) -> None:
        self._project = project
        self._graph = graph
        self._processes = processes
        self._terms = terms
        self._addresses = addresses

    @classmethod
    def of(
        cls,
        project: Project,
        graph: CallGraph,
        processes: Processes,
        terms: Terms,
        addresses: Addresses,
    ) -> "Messages":
        """Return the messages of a project."""
        return cls(project, graph, processes, terms, addresses)

    @cached_property
    def sent(self) -> tuple[Message, ...]:
        """Every message as seen from the function that sends it, in the order of the source."""
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

    def address(self, message: Message, own: str | None = None) -> Address | None:
        """Return which process a message goes to.

        `own` is the module whose process sends. A function of a server that is given a pid to call
        is taken to call its own kind.
        """
        found = self._addresses.of_term(message.to, own)
        if found is not None:
            return found
        if message.interface is not None and message.kind != INFO:
            return Address(message.interface, "any", False)
        return self._inferred(message)

    def _inferred(self, message: Message) -> Address | None:
        """Return the only server that has a clause for a message of this tag."""
        tag = tag_of(message.body)
        if message.kind not in (CALL, CAST) or tag is None or tag[0] in _GENERIC:
            return None
        modules = self._handlers.get((message.kind, tag), frozenset())
        return Address(next(iter(modules)), "any", False) if len(modules) == 1 else None

    @cached_property
    def _handlers(self) -> dict[tuple[str, tuple[str, int]], frozenset[str]]:
        """The servers that have a clause for a tag, by the kind of message and the tag."""
        table: dict[tuple[str, tuple[str, int]], set[str]] = defaultdict(set)
        for module in server_modules(self._project):
            for kind in () if module.file.is_test else (CALL, CAST):
                for function, position, _ in self.receivers(module, kind):
                    for clause in function.clauses:
                        tag = tag_of(as_term(clause.params[position]))
                        if tag is not None:
                            table[kind, tag].add(module.name)
        return {key: frozenset(modules) for key, modules in table.items()}

    def answers(self, module: Module, kind: str, body: Value) -> tuple[Answer, ...]:
        """Return the clauses of a process module that a message of a kind can end in."""
        found: list[Answer] = []
        for function, position, given in self.receivers(module, kind):
            for index, clause in enumerate(function.clauses):
                if clause.body is None:
                    continue
                fit = self.fits(module, clause, position, body, given)
                if fit is not False:
                    process = module.effects.process or "server"
                    found.append(Answer(Callback(function, index, process), fit))
                if fit is True:
                    break
        return tuple(found)

    def fits(
        self,
        module: Module,
        clause: Clause,
        position: int,
        body: Value,
        given: tuple[tuple[int, Value], ...] = (),
    ) -> bool | None:
        """Whether a clause of a callback takes a message at a position."""
        bound: dict[str, Value] = {}
        wanted = [*given, (position, body)]
        fit = every(
            unify(
                term, self._terms.pattern(module.file, module.data.index, clause.params[at]), bound
            )
            for at, term in wanted
        )
        rest = [p for at, p in enumerate(clause.params) if at not in {at for at, _ in wanted}]
        if fit is True and not all(isinstance(param, Var) for param in rest):
            fit = None
        if fit is False:
            return False
        return every((fit, holds(clause.guard, bound)))

    def receivers(
        self, module: Module, kind: str
    ) -> Iterator[tuple[Function, int, tuple[tuple[int, Value], ...]]]:
        """Return the callbacks that take a kind of message, and where the message stands."""
        if module.effects.process == "statem":
            event = _EVENTS[kind]
            for function in dict.fromkeys(
                c.function for c in self._processes.callbacks if c.module == module
            ):
                if (function.name, function.arity) == ("handle_event", 4) or (
                    function.arity == 3 and function.name not in ("terminate", "init")
                ):
                    yield function, 1, ((0, event),)
            return
        name, arity = TAKES[kind]
        for found in module.functions:
            if (found.name, found.arity) == (name, arity) and found.data.kind == "def":
                yield found, 0, ()

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
        first = Message(function, clause, (call,), kind, to, body, here, True)
        yield replace(first, decided=not first.is_open, interface=_interface(first))

    @cached_property
    def _followed(self) -> dict[Key, dict[object, Message]]:
        """The messages of each clause, found by going from those who send to those who call."""
        table: dict[Key, dict[object, Message]] = defaultdict(dict)
        waiting: deque[Message] = deque()
        for message in self.sent:
            _keep(table, waiting, message)
        while waiting:
            message = waiting.popleft()
            if len(message.calls) >= HOPS:
                continue
            for edge in self._graph.calls_to(message.function):
                lifted = self._lifted(message, edge)
                if lifted is not None:
                    _keep(table, waiting, lifted)
        return table

    def _lifted(self, message: Message, edge: Edge) -> Message | None:
        on_stack = message.here and self._on_stack(edge)
        wanted = message.kind not in (CAST, INFO) or message.to == SELF
        if not message.is_open and not (on_stack and wanted and edge.caller.key in self.reach):
            return None
        given = self._addresses.given(edge)
        if given is None or message.clause not in reachable(edge.callee, given):
            return None
        to, body = substitute(message.to, given), substitute(message.body, given)
        if message.to == SELF and edge.runs is not Runs.HERE:
            to = Opaque(edge.call.data.start, edge.call.data.end)
        clause = clause_of(edge.caller, edge.call.data.index)
        calls = (edge.call, *message.calls)
        lifted = replace(
            message,
            function=edge.caller,
            clause=clause,
            calls=calls,
            to=to,
            body=body,
            here=on_stack,
            decided=False,
        )
        decided = message.is_open and not lifted.is_open
        return replace(lifted, decided=decided, interface=message.interface or _interface(lifted))


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


def tag_of(body: Value) -> tuple[str, int] | None:
    """Return the tag of a message and its size: that of `{:get, key}` is `get` and 2."""
    if isinstance(body, Atom):
        return body.name, 0
    if isinstance(body, TupleOf) and body.items and isinstance(body.items[0], Atom):
        return body.items[0].name, len(body.items)
    return None


def _interface(message: Message) -> str | None:
    """Return the server whose client function is given the receiver."""
    function, sender = message.function, message.call.function
    if sender is None or function.module != sender.module or function.data.kind != "def":
        return None
    if function.is_callback or not _whole_parameter(message.to):
        return None
    module = function.module
    return module.name if module.effects.process in ("server", "stage", "statem") else None


def _whole_parameter(term: Value) -> bool:
    if isinstance(term, Apply) and term.name == "either":
        return all(map(_whole_parameter, term.args))
    return isinstance(term, Var) and term.name.startswith("$")


_GENERIC = frozenset(
    """
    get put set add delete remove update state get_state stop start run call info status ping
    reset clear fetch list all count size lookup register unregister subscribe unsubscribe
    """.split()
)
"""Tags that say nothing of the server that they are for."""
_OTHERS = ((AGENT, AGENTS), (START, STARTS), (CHILD, CHILDREN), (STOP, STOPS))
TAKES = {
    CALL: ("handle_call", 3),
    CAST: ("handle_cast", 2),
    INFO: ("handle_info", 2),
}
"""The callback that takes a kind of message, and its arity."""
_EVENTS: dict[str, Value] = {
    CALL: TupleOf(0, 0, (Atom(0, 0, "call"), Opaque(0, 0))),
    CAST: Atom(0, 0, "cast"),
    INFO: Atom(0, 0, "info"),
}
