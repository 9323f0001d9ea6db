"""The wait graph: which process waits for which, on what message, and where that goes in a ring.

A process waits for another where a clause of one of its callbacks, in its own process, calls it or
starts it. Whoever calls a process that waits for him waits for ever.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from dralint.finding import CERTAIN, POSSIBLE, PROBABLE, Confidence, Step
from dralint.outline.values import CallRef, ListOf, MapOf, ModuleRef, Op, TupleOf, Value, keyword
from dralint.project import Call, Project

from .addresses import Address, Addresses
from .clauses import clause_of
from .components import strongly_connected
from .inside import inside
from .message_table import AGENT, CALL, CHILD, START
from .messages import Answer, Message, Messages
from .processes import SERVERS, Callback, Processes
from .tasks import awaited
from .terms import constant, full

LENGTH = 5
"""How many processes a ring may have."""
STEPS = 20_000
"""How many steps are taken in search of rings from one clause."""


@dataclass(frozen=True)
class Wait:
    """One clause of a process that waits for another process.

    `answers` are the clauses there that the message can end in.
    """

    callback: Callback
    message: Message
    address: Address
    answers: tuple[Answer, ...]

    @property
    def waiting(self) -> str:
        """The module of the process that waits."""
        return self.callback.module.name

    @property
    def on(self) -> str:
        """The module of the process that it waits for."""
        return self.address.module

    @property
    def way(self) -> str:
        """The calls from the clause to the one that waits, for a message; empty for a single one."""
        calls = self.message.calls
        return ": " + " -> ".join(call.label for call in calls) if len(calls) > 1 else ""

    @property
    def says(self) -> str:
        """What it does: `calls MyApp.Orders`, `starts MyApp.Worker`."""
        return f"{'starts' if self.address.instance == 'new' else 'calls'} `{self.on}`"

    @property
    def what(self) -> str:
        """What it does, and with which message."""
        if self.message.kind != CALL:
            return self.says
        return f"{self.says} with `{full(self.message.body)}`"

    @property
    def steps(self) -> tuple[Step, ...]:
        """The calls from the clause to the one that waits, and who would answer."""
        *calls, last = self.message.calls
        steps = [Step(call.name_span, f"calls `{call.label}`") for call in calls]
        steps.append(Step(last.name_span, f"`{last.label}` waits: it {self.what}"))
        if self.message.kind == CALL and self.answers:
            answer = self.answers[0].callback
            steps.append(Step(answer.span, f"`{answer.label}` of `{self.on}` would answer"))
        return tuple(steps)

    @property
    def all_steps(self) -> tuple[Step, ...]:
        """The same, from the clause's head on."""
        head = f"`{self.callback.label}` of `{self.waiting}`"
        return (Step(self.callback.span, head), *self.steps)

    @property
    def through_task(self) -> bool:
        """Whether a task does the waiting, and the process waits for the task."""
        return any(awaited(call) for call in self.message.calls)


@dataclass(frozen=True)
class Ring:
    """Processes that wait for each other: each wait is for the process of the next one.

    `certain`: each clause is what the one before has asked for, so one message suffices. Otherwise
    two messages must meet.
    """

    waits: tuple[Wait, ...]
    certain: bool
    confidence: Confidence


class WaitGraph:
    """Who waits for whom."""

    def __init__(
        self, project: Project, processes: Processes, messages: Messages, addresses: Addresses
    ) -> None:
        self._project = project
        self._processes = processes
        self._messages = messages
        self._addresses = addresses

    @classmethod
    def of(
        cls, project: Project, processes: Processes, messages: Messages, addresses: Addresses
    ) -> "WaitGraph":
        """Return the wait graph of a project."""
        return cls(project, processes, messages, addresses)

    @cached_property
    def all(self) -> tuple[Wait, ...]:
        """Every wait of a server for a process of the project, in the order of the source."""
        return tuple(self._waits())

    def _waits(self) -> Iterator[Wait]:
        for callback in self._processes.callbacks:
            if callback.process not in (*SERVERS, "supervisor") or callback.file.is_test:
                continue
            for message in self._messages.of_clause(callback.function, callback.index):
                if message.here and message.kind in (CALL, AGENT, START, CHILD):
                    wait = self._wait(callback, message)
                    if wait is not None:
                        yield wait

    def _wait(self, callback: Callback, message: Message) -> Wait | None:
        if message.kind in (START, CHILD):
            started = _module(message.to)
            found = None if started is None else self._project.module(started, callback.file)
            if started is None or found is None:
                return None
            inits = tuple(
                Answer(c, None if len(c.function.clauses) > 1 else True)
                for c in self._by_module.get(started, ())
                if c.name == "init"
            )
            return Wait(callback, message, Address(started, "new"), inits)
        address = self._messages.address(message, callback.module.name)
        if address is None:
            return None
        module = self._project.module(address.module, callback.file)
        if module is None:
            return None
        answers = (
            () if message.kind == AGENT else self._messages.answers(module, CALL, message.body)
        )
        return Wait(callback, message, address, answers)

    @cached_property
    def _by_module(self) -> dict[str, list[Callback]]:
        table: dict[str, list[Callback]] = defaultdict(list)
        for callback in self._processes.callbacks:
            table[callback.module.name].append(callback)
        return table

    @cached_property
    def of_callback(self) -> dict[tuple[tuple[str, int], int], list[Wait]]:
        """The waits of each clause, by its function's key and its number."""
        table: dict[tuple[tuple[str, int], int], list[Wait]] = defaultdict(list)
        for wait in self.all:
            table[wait.callback.function.key, wait.callback.index].append(wait)
        return table

    def on_itself(self, callback: Callback) -> Iterator[tuple[Wait, Confidence]]:
        """Return the waits of a clause for its own process, the surest for each place."""
        found: dict[int, tuple[Wait, Confidence]] = {}
        for wait in self.of_callback.get((callback.function.key, callback.index), ()):
            if wait.on == wait.waiting and wait.address.instance != "new":
                sure = self._same(wait)
                place = wait.message.site.data.index
                if place not in found or sure > found[place][1]:
                    found[place] = wait, sure
        yield from found.values()

    def _same(self, wait: Wait) -> Confidence:
        """How sure it is that the process of a module that is waited for is the given one."""
        if _looks_who(wait.message):
            return POSSIBLE
        if wait.address.instance == "self":
            return CERTAIN
        if wait.address.instance != "one":
            names = {r.name for r in self._addresses.registrations(wait.on)}
            only = names.pop() if len(names) == 1 else None
            alone = self._addresses.is_single(wait.on, only)
            return PROBABLE if alone and wait.address.instance == "any" else POSSIBLE
        single = self._addresses.is_single(wait.on, wait.address.name)
        if single is False:
            return POSSIBLE
        return CERTAIN if single and wait.address.sure else PROBABLE

    @cached_property
    def rings(self) -> tuple[Ring, ...]:
        """The rings of two and more processes, one for each way to run into it."""
        found: dict[frozenset[tuple[str, int]], Ring] = {}
        for wait in self.all:
            if wait.on != wait.waiting:
                for ring in self._chains(wait):
                    key = frozenset(_place(w) for w in ring.waits)
                    known = found.get(key)
                    if known is None or ring.confidence > known.confidence:
                        found[key] = ring
        met = {
            frozenset(w.waiting for w in ring.waits)
            for ring in found.values()
            if ring.confidence > POSSIBLE
        }
        for ring in self._inversions():
            members = frozenset(w.waiting for w in ring.waits)
            if members not in met:
                met.add(members)
                key = frozenset(_place(w) for w in ring.waits)
                if key not in found or found[key].confidence < ring.confidence:
                    found[key] = ring
        return tuple(found.values())

    def _chains(self, first: Wait) -> Iterator[Ring]:
        """Follow a message from clause to clause, until one waits for where it began."""
        steps = 0
        waiting: list[tuple[Wait, ...]] = [(first,)]
        while waiting:
            path = waiting.pop()
            steps += 1
            if steps > STEPS:
                return
            members = {wait.waiting for wait in path}
            for answer in path[-1].answers:
                key = (answer.callback.function.key, answer.callback.index)
                for wait in self.of_callback.get(key, ()):
                    if wait.address.instance == "new" and wait.on == first.waiting:
                        continue
                    if wait.on == first.waiting:
                        ring = (*path, wait)
                        yield Ring(ring, True, self._sure(ring))
                    elif wait.on not in members and wait.on != wait.waiting and len(path) < LENGTH:
                        waiting.append((*path, wait))

    def _sure(self, ring: tuple[Wait, ...]) -> Confidence:
        """How sure a ring is: its last wait must be for the very process that began."""
        least = self._same(ring[-1])
        for before, after in pairwise(ring):
            fit = next(a.fit for a in before.answers if a.callback == after.callback)
            if fit is None:
                known = constant(before.message.body) is not None or _tagged(before.message.body)
                least = min(least, PROBABLE if known else POSSIBLE)
            if not before.address.sure:
                least = min(least, PROBABLE)
            if _looks_who(before.message):
                least = POSSIBLE
        return least

    def _inversions(self) -> Iterator[Ring]:
        """Return rings that close only if several clauses run at the same time."""
        edges: dict[str, dict[str, Wait]] = defaultdict(dict)
        for wait in self.all:
            if wait.on != wait.waiting and wait.message.kind == CALL:
                known = edges[wait.waiting].get(wait.on)
                if known is None or _rank(wait) < _rank(known):
                    edges[wait.waiting][wait.on] = wait
        for component in self.components:
            for start in sorted(component):
                path = _shortest(edges, component, start)
                if path and start == min(wait.waiting for wait in path):
                    least = min((self._meets(wait) for wait in path), default=POSSIBLE)
                    yield Ring(path, False, min(PROBABLE, least))

    def _meets(self, wait: Wait) -> Confidence:
        """How sure it is that a wait can meet another one."""
        if wait.callback.name in ("init", "terminate") or _looks_who(wait.message):
            return POSSIBLE
        # Of many processes one may wait for the other as well as not: two modules suffice.
        return PROBABLE if wait.address.instance == "any" else self._same(wait)

    @cached_property
    def components(self) -> tuple[frozenset[str], ...]:
        """The sets of two and more processes that can reach each other by waiting."""
        graph: dict[str, list[str]] = defaultdict(list)
        for wait in self.all:
            if wait.message.kind == CALL and wait.on not in graph[wait.waiting]:
                graph[wait.waiting].append(wait.on)
        return tuple(c for c in strongly_connected(graph) if len(c) > 1)


def _shortest(
    edges: dict[str, dict[str, Wait]], component: frozenset[str], start: str
) -> tuple[Wait, ...]:
    """Return the shortest way from a process back to itself."""
    waiting: list[tuple[str, tuple[Wait, ...]]] = [(start, ())]
    seen = {start}
    for node, path in waiting:
        for on, wait in sorted(edges.get(node, {}).items()):
            if on == start:
                return (*path, wait)
            if on in component and on not in seen and len(path) < LENGTH:
                seen.add(on)
                waiting.append((on, (*path, wait)))
    return ()


def _rank(wait: Wait) -> tuple[bool, bool, int]:
    name = wait.callback.name
    return name in ("init", "terminate"), wait.address.instance != "one", len(wait.message.calls)


def _place(wait: Wait) -> tuple[str, int]:
    return wait.message.site.file.path, wait.message.site.data.index


def _tagged(body: Value) -> bool:
    """Whether a message is a tuple with a constant tag."""
    return isinstance(body, TupleOf) and bool(body.items) and constant(body.items[0]) is not None


def _module(started: Value) -> str | None:
    """Return the module that a child specification, or a module, starts."""
    match started:
        case ModuleRef():
            return started.name
        case TupleOf() if len(started.items) == 2 and isinstance(started.items[0], ModuleRef):
            return started.items[0].name
        case MapOf():
            for key, value in started.pairs:
                if getattr(key, "name", "") == "start" and isinstance(value, TupleOf):
                    return _module(value.items[0]) if value.items else None
        case ListOf():
            start = keyword(started, "start")
            if isinstance(start, TupleOf) and start.items:
                return _module(start.items[0])
    return None


def _looks_who(message: Message) -> bool:
    """Whether the code on the way compares a pid with its own."""
    return any(_compares(call) for call in message.calls)


def _compares(call: Call) -> bool:
    function = call.function
    if function is None:
        return False
    clause = function.clauses[clause_of(function, call.data.index)]
    outline = call.file.outline
    for value in inside(outline, clause.guard, clause.body):
        if isinstance(value, Op) and value.op in ("==", "!=", "===", "!=="):
            for part in value.args:
                if isinstance(part, CallRef) and outline.calls[part.call].name == "self":
                    return True
    return False
