"""Message flow: which process a message goes to, and which clause there takes it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.messages.addresses import Address, Addresses, server_modules
from dralint.analysis.messages.message_table import CALL, CAST, INFO
from dralint.analysis.messages.sends import Message, Sends
from dralint.analysis.processes.processes import Callback, Processes
from dralint.analysis.values.term import as_term
from dralint.analysis.values.terms import Terms
from dralint.analysis.values.unify import every, holds, unify
from dralint.outline import Clause
from dralint.outline.values import Atom, Opaque, TupleOf, Value, Var
from dralint.project import Function, Module, Project


@dataclass(frozen=True)
class Answer:
    """A clause that takes a message; `fit` is None where it is not sure that it does."""

    callback: Callback
    fit: bool | None


Receiver = tuple[Function, int, tuple[tuple[int, Value], ...]]
"""A callback, where a message stands in it, and what stands at other positions."""


class Messages:
    """The messages of a project, with those who get them."""

    def __init__(
        self,
        project: Project,
        processes: Processes,
        terms: Terms,
        addresses: Addresses,
        sends: Sends,
    ) -> None:
        self._project = project
        self._processes = processes
        self._terms = terms
        self._addresses = addresses
        self.sends = sends
        self._patterns: dict[tuple[str, int, int], Value] = {}
        self._receivers: dict[tuple[str, int, str], tuple[Receiver, ...]] = {}

    @classmethod
    def of(
        cls,
        project: Project,
        processes: Processes,
        terms: Terms,
        addresses: Addresses,
        sends: Sends,
    ) -> "Messages":
        """Return the messages of a project."""
        return cls(project, processes, terms, addresses, sends)

    @property
    def sent(self) -> tuple[Message, ...]:
        """Every message as seen from the function that sends it, in the order of the source."""
        return self.sends.sent

    @property
    def decided(self) -> tuple[Message, ...]:
        """Every message, seen from where its receiver and its content are decided."""
        return self.sends.decided

    def of_clause(self, function: Function, clause: int) -> tuple[Message, ...]:
        """Return what a clause sends in its own process, through whatever it calls."""
        return self.sends.of_clause(function, clause)

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
        fit: bool | None = True
        for at, term in (*given, (position, body)):
            fits = unify(term, self._pattern(module, clause, at), bound)
            if fits is False:
                return False
            fit = fit and fits
        if fit is True:
            said = {position, *(at for at, _ in given)}
            params = enumerate(clause.params)
            if not all(isinstance(param, Var) for at, param in params if at not in said):
                fit = None
        return every((fit, holds(clause.guard, bound)))

    def _pattern(self, module: Module, clause: Clause, at: int) -> Value:
        """Return a parameter's pattern, in which attributes are what they stand for."""
        key = (module.file.path, clause.start, at)
        known = self._patterns.get(key)
        if known is None:
            found = self._terms.pattern(module.file, module.data.index, clause.params[at])
            known = self._patterns[key] = found
        return known

    def receivers(self, module: Module, kind: str) -> tuple[Receiver, ...]:
        """Return the callbacks that take a kind of message, and where the message stands."""
        key = (module.file.path, module.data.index, kind)
        known = self._receivers.get(key)
        if known is None:
            known = self._receivers[key] = tuple(self._receiving(module, kind))
        return known

    def _receiving(self, module: Module, kind: str) -> Iterator[Receiver]:
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


def tag_of(body: Value) -> tuple[str, int] | None:
    """Return the tag of a message and its size: that of `{:get, key}` is `get` and 2."""
    if isinstance(body, Atom):
        return body.name, 0
    if isinstance(body, TupleOf) and body.items and isinstance(body.items[0], Atom):
        return body.items[0].name, len(body.items)
    return None


_GENERIC = frozenset(
    """
    get put set add delete remove update state get_state stop start run call info status ping
    reset clear fetch list all count size lookup register unregister subscribe unsubscribe
    """.split()
)
"""Tags that say nothing of the server that they are for."""
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
