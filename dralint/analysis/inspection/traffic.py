"""Traffic: the messages of one process module, in and out, with those who send and take them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.inspection.callers import Caller, Callers, Context
from dralint.analysis.messages.addresses import Address
from dralint.analysis.messages.message_table import AGENT, CALL, CAST, INFO
from dralint.analysis.messages.messages import TAKES, Messages
from dralint.analysis.messages.sends import Message
from dralint.analysis.processes.processes import SERVERS, Callback, Processes
from dralint.analysis.values.term import full
from dralint.analysis.values.unify import SELF
from dralint.project import Function, Module, Project

_SENT = (CALL, CAST, INFO, AGENT)
_HEARS = (*SERVERS, "live", "channel", "component")
_NOTHING = ("init", "terminate", "code_change", "callback_mode", "format_status")


@dataclass(frozen=True)
class Sent:
    """A message of a process module: who sends it, to whom, and which clauses may take it.

    `address` is None where the receiver is not known. `contexts` say in which process the sender
    runs.
    """

    message: Message
    address: Address | None
    takers: tuple[Callback, ...]
    contexts: tuple[Context, ...]


@dataclass(frozen=True)
class Client:
    """A client function of a server: what it sends, and who calls it."""

    function: Function
    sent: tuple[Sent, ...]
    callers: tuple[Caller, ...]


@dataclass(frozen=True)
class Taken:
    """A clause that takes messages, and what is known to be sent to it."""

    callback: Callback
    sent: tuple[Sent, ...]


class Traffic:
    """The messages of a project's processes, module by module."""

    def __init__(
        self, project: Project, processes: Processes, messages: Messages, callers: Callers
    ) -> None:
        self._project = project
        self._processes = processes
        self._messages = messages
        self._callers = callers

    @classmethod
    def of(
        cls, project: Project, processes: Processes, messages: Messages, callers: Callers
    ) -> "Traffic":
        """Return the messages of a project's processes."""
        return cls(project, processes, messages, callers)

    def clients(self, module: Module) -> tuple[Client, ...]:
        """Return the functions of a module that send to its own processes, in their order."""
        found: dict[Function, list[Sent]] = defaultdict(list)
        for sent in self._to(module):
            function = sent.message.function
            sends = function == sent.message.call.function
            if sends and function.module == module and _is_client(function):
                found[function].append(sent)
        return tuple(
            Client(f, tuple(found[f]), self._callers.of_function(f))
            for f in module.functions
            if f in found
        )

    def taken(self, module: Module) -> tuple[Taken, ...]:
        """Return the clauses of a module that take messages, with what is sent to each.

        What clients send is given once, as the client function sends it.
        """
        sent = (*self._to(module), *self._to_itself(module))
        return tuple(
            Taken(callback, tuple(s for s in sent if callback in s.takers))
            for callback in self._callbacks(module)
        )

    def outgoing(self, module: Module) -> tuple[Sent, ...]:
        """Return what the callbacks of a module send to other processes, in their order."""
        found: list[Sent] = []
        seen: set[tuple[str, int, str]] = set()
        for callback in self._callbacks(module, every=True):
            for message in self._messages.of_clause(callback.function, callback.index):
                if message.kind not in _SENT or message.to == SELF:
                    continue
                address = self._messages.address(message, module.name)
                if address is not None and address.module == module.name:
                    continue
                key = (message.call.file.path, message.call.data.index, callback.label)
                if key not in seen:
                    seen.add(key)
                    found.append(self._sent(message, address, callback.function))
        return tuple(found)

    def _callbacks(self, module: Module, every: bool = False) -> Iterator[Callback]:
        return (
            callback
            for callback in self._processes.callbacks
            if callback.module == module and (every or callback.name not in _NOTHING)
        )

    @cached_property
    def _sends(self) -> dict[str, list[Sent]]:
        """What is sent to each module, seen from the function that sends."""
        table: dict[str, list[Sent]] = defaultdict(list)
        for message in self._messages.sent:
            if message.kind in _SENT and message.to != SELF:
                address = self._messages.address(message)
                if address is not None:
                    table[address.module].append(self._sent(message, address, message.function))
        for message in self._messages.decided:
            # The function that sends knows nobody; its caller says whom it is for.
            if message.kind in _SENT and len(message.calls) > 1 and message.to != SELF:
                address = self._messages.address(message)
                known = table[address.module] if address is not None else None
                if known is None or address is None:
                    continue
                if all(s.message.call != message.call for s in known):
                    known.append(self._sent(message, address, message.function))
        return dict(table)

    def _to(self, module: Module) -> list[Sent]:
        return self._sends.get(module.name, [])

    def _to_itself(self, module: Module) -> Iterator[Sent]:
        address = Address(module.name, "self")
        seen: set[tuple[str, int, str]] = set()
        for callback in self._callbacks(module, every=True):
            for message in self._messages.of_clause(callback.function, callback.index):
                site = message.site
                key = (site.file.path, site.data.index, full(message.body))
                if message.kind in _SENT and message.to == SELF and key not in seen:
                    seen.add(key)
                    yield self._sent(message, address, callback.function)

    def _sent(self, message: Message, address: Address | None, function: Function) -> Sent:
        takers = () if address is None else self._takers(message, address)
        return Sent(message, address, takers, self._callers.contexts(function))

    def _takers(self, message: Message, address: Address) -> tuple[Callback, ...]:
        module = self._project.module(address.module, message.site.file)
        if module is None or message.kind not in TAKES or module.effects.process not in _HEARS:
            return ()
        answers = self._messages.answers(module, message.kind, message.body)
        return tuple(answer.callback for answer in answers)


def _is_client(function: Function) -> bool:
    return function.data.kind == "def" and not function.is_callback
