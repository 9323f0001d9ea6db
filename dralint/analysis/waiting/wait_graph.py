"""The wait graph: which process waits for which, on what message, and where that goes in a ring.

A process waits for another where a clause of one of its callbacks, in its own process, calls it or
starts it. Whoever calls a process that waits for him waits for ever.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from dralint.analysis.calls.components import strongly_connected
from dralint.analysis.messages.addresses import Address, Addresses
from dralint.analysis.messages.message_table import AGENT, CALL, CHILD, END, START
from dralint.analysis.messages.messages import Answer, Messages
from dralint.analysis.messages.sends import Message
from dralint.analysis.processes.processes import SERVERS, Callback, Processes
from dralint.analysis.values.term import constant
from dralint.analysis.waiting.wait import Ring, Wait, looks_who, started_module
from dralint.finding import CERTAIN, POSSIBLE, PROBABLE, Confidence
from dralint.outline.values import TupleOf, Value
from dralint.project import Project

_WAITS = (CALL, AGENT, START, CHILD, END)
LENGTH = 5
"""How many processes a ring may have."""
STEPS = 20_000
"""How many steps are taken in search of rings from one clause."""


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
                if message.here and message.kind in _WAITS:
                    wait = self._wait(callback, message)
                    if wait is not None:
                        yield wait

    def _wait(self, callback: Callback, message: Message) -> Wait | None:
        if message.kind in (START, CHILD):
            started = started_module(message.to)
            found = None if started is None else self._project.module(started, callback.file)
            if started is None or found is None:
                return None
            return Wait(callback, message, Address(started, "new"), self._named(started, "init"))
        address = self._messages.address(message, callback.module.name)
        if address is None:
            return None
        module = self._project.module(address.module, callback.file)
        if module is None:
            return None
        if message.kind == CALL:
            answers = self._messages.answers(module, CALL, message.body)
        else:
            answers = self._named(address.module, "terminate") if message.kind == END else ()
        return Wait(callback, message, address, answers)

    def _named(self, module: str, name: str) -> tuple[Answer, ...]:
        """Return the clauses of a callback that runs whatever is asked."""
        return tuple(
            Answer(c, None if len(c.function.clauses) > 1 else True)
            for c in self._by_module.get(module, ())
            if c.name == name
        )

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

    @property
    def selves(self) -> Iterator[tuple[Wait, Confidence]]:
        """All waits of processes for themselves, in the order of the source."""
        for callback in self._processes.callbacks:
            yield from self.on_itself(callback)

    def _same(self, wait: Wait) -> Confidence:
        """How sure it is that the process of a module that is waited for is the given one."""
        if looks_who(wait.message):
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
            if looks_who(before.message):
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
        seen: set[frozenset[str]] = set()
        for component in self.components:
            for start in sorted(component):
                for on, wait in sorted(edges[start].items()):
                    back = _shortest(edges, component, on, start) if on in component else None
                    members = frozenset((start, *(w.waiting for w in back or ())))
                    if back is None or members in seen:
                        continue
                    seen.add(members)
                    ring = (wait, *back)
                    least = min(self._meets(each) for each in ring)
                    yield Ring(ring, False, min(PROBABLE, least))

    def _meets(self, wait: Wait) -> Confidence:
        """How sure it is that a wait can meet another one."""
        if wait.callback.name in ("init", "terminate") or looks_who(wait.message):
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
    edges: dict[str, dict[str, Wait]], component: frozenset[str], start: str, goal: str
) -> tuple[Wait, ...] | None:
    """Return the shortest way from one process to another."""
    waiting: list[tuple[str, tuple[Wait, ...]]] = [(start, ())]
    seen = {start}
    for node, path in waiting:
        for on, wait in sorted(edges.get(node, {}).items()):
            if on == goal:
                return (*path, wait)
            if on in component and on not in seen and len(path) < LENGTH - 2:
                seen.add(on)
                waiting.append((on, (*path, wait)))
    return None


def _rank(wait: Wait) -> tuple[bool, bool, int]:
    name = wait.callback.name
    return name in ("init", "terminate"), wait.address.instance != "one", len(wait.message.calls)


def _place(wait: Wait) -> tuple[str, int]:
    return wait.message.site.file.path, wait.message.site.data.index


def _tagged(body: Value) -> bool:
    """Whether a message is a tuple with a constant tag."""
    return isinstance(body, TupleOf) and bool(body.items) and constant(body.items[0]) is not None
