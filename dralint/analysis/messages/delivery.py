"""Delivery: messages that no clause of their receiver takes, and clauses without messages."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.calls.inside import inside
from dralint.analysis.messages.addresses import Address, Addresses
from dralint.analysis.messages.message_table import AGENT, CALL, CAST, INFO, TIMERS
from dralint.analysis.messages.messages import TAKES, Messages, tag_of
from dralint.analysis.messages.registrations import Registration
from dralint.analysis.messages.sends import Message
from dralint.analysis.processes.processes import Callback, Processes
from dralint.analysis.processes.taking import is_open, plain, received
from dralint.analysis.values.term import constant
from dralint.analysis.values.unify import SELF, kind_of
from dralint.finding import CERTAIN, POSSIBLE, PROBABLE, Confidence
from dralint.outline.values import Atom, ModuleRef, Opaque, TupleOf, Value, Var
from dralint.project import Call, Module, Project

_SERVES = ("server", "stage", "statem")
_FROM_LIBRARIES = frozenset(
    """
    which_children count_children start_child terminate_child restart_child delete_child
    get_childspec suite_started suite_finished module_started module_finished test_started
    test_finished max_failures_reached sigquit case_started case_finished swarm
    """.split()
)
"""Tags that Elixir's own libraries send: to supervisors, to formatters of ExUnit."""
_HEARS = (*_SERVES, "live", "channel")


@dataclass(frozen=True)
class Lost:
    """A message that no clause of its receiver takes.

    `instead` is the callback that would take it, had it been sent another way. `missing`: the
    receiver has no such callback at all.
    """

    message: Message
    address: Address
    module: Module
    instead: str | None
    missing: bool
    confidence: Confidence

    @property
    def callback(self) -> str:
        """The callback that would have to take it: `handle_call/3`."""
        name, arity = TAKES[self.message.kind]
        return f"{name}/{arity}"


@dataclass(frozen=True)
class Misnamed:
    """A server that is addressed by a name that it does not have."""

    message: Message
    module: Module
    start: Registration


class Delivery:
    """What becomes of a project's messages."""

    def __init__(
        self, project: Project, processes: Processes, messages: Messages, addresses: Addresses
    ) -> None:
        self._project = project
        self._addresses = addresses
        self._processes = processes
        self._messages = messages

    @classmethod
    def of(
        cls, project: Project, processes: Processes, messages: Messages, addresses: Addresses
    ) -> "Delivery":
        """Return what becomes of a project's messages."""
        return cls(project, processes, messages, addresses)

    @cached_property
    def lost(self) -> tuple[Lost, ...]:
        """The messages that nobody takes, one for each place that decides what is sent."""
        found: dict[tuple[str, int, str], Lost] = {}
        for lost in (*self._asked(), *self._to_itself()):
            site = lost.message.site
            key = (site.file.path, site.data.index, lost.module.name)
            known = found.get(key)
            if known is None or lost.confidence > known.confidence:
                found[key] = lost
        # What a client function sends is lost whoever calls it: its callers are not at fault.
        ways = {tuple(_place(call) for call in lost.message.calls) for lost in found.values()}
        return tuple(
            lost
            for lost in found.values()
            if not any(
                tuple(map(_place, lost.message.calls[start:])) in ways
                for start in range(1, len(lost.message.calls))
            )
        )

    def _asked(self) -> Iterator[Lost]:
        for message in self._messages.decided:
            if message.kind not in TAKES or message.to == SELF or not _is_known(message.body):
                continue
            address = self._messages.address(message)
            if address is None:
                continue
            module = self._project.module(address.module, message.site.file)
            if module is None or module.effects.process not in _SERVES:
                continue
            lost = self._lost(message, address, module)
            if lost is not None and not (address.instance == "any" and self._elsewhere(message)):
                yield lost

    def _to_itself(self) -> Iterator[Lost]:
        """Return the messages that processes send to themselves and do not take."""
        for callback in self._processes.callbacks:
            if callback.process not in _HEARS:
                continue
            for message in self._messages.of_clause(callback.function, callback.index):
                if message.to != SELF or message.kind != INFO or not message.here:
                    continue
                timer = f"{message.call.target}.{message.call.name}/{message.call.arity}"
                if _is_known(message.body) and timer not in TIMERS:
                    address = Address(callback.module.name, "self")
                    lost = self._lost(message, address, callback.module)
                    if lost is not None and not lost.missing:
                        yield lost

    def _lost(self, message: Message, address: Address, module: Module) -> Lost | None:
        if self._messages.answers(module, message.kind, message.body):
            return None
        name, arity = TAKES[message.kind]
        if is_open(module, name, arity):
            return None
        missing = not any(True for _ in self._messages.receivers(module, message.kind))
        if missing and module.effects.process != "server":
            return None
        if message.kind == INFO and (missing or received(module, message.body)):
            return None
        sure = address.sure and address.instance in ("one", "self")
        confidence = CERTAIN if sure else PROBABLE
        if module.effects.process in ("live", "channel") and self._hooks:
            confidence = POSSIBLE
        return Lost(message, address, module, self._instead(message, module), missing, confidence)

    def _elsewhere(self, message: Message) -> bool:
        """Whether another server of the project takes a message."""
        return any(
            self._messages.answers(module, message.kind, message.body)
            for module in self._project.modules
            if module.effects.process in _SERVES
        )

    def _instead(self, message: Message, module: Module) -> str | None:
        for kind, (name, arity) in TAKES.items():
            if kind != message.kind:
                answers = self._messages.answers(module, kind, message.body)
                if any(_names(answer.callback, kind, message.body) for answer in answers):
                    return f"{name}/{arity}"
        return None

    @cached_property
    def _hooks(self) -> bool:
        """Whether something hooks into the messages of LiveViews."""
        calls = self._project.calls_to("Phoenix.LiveView.attach_hook/*")
        return any(
            isinstance(arg, Atom) and arg.name == "handle_info" for c in calls for arg in c.args
        )

    @cached_property
    def misnamed(self) -> tuple[Misnamed, ...]:
        """The servers that are addressed by a name that none of their starts gives, in order."""
        found: dict[str, Misnamed] = {}
        for message in self._messages.decided:
            name = constant(message.to)
            if message.kind not in (CALL, CAST, AGENT) or name is None:
                continue
            if message.site.file.is_test or self._addresses.named(name.removeprefix(":")):
                continue
            module = self._project.module(name, message.site.file)
            if module is None and len(message.calls) == 1:
                module = message.site.module
            if module is not None and module.name not in found:
                start = self._start_without(module, message)
                if start is not None:
                    found[module.name] = Misnamed(message, module, start)
        return tuple(found.values())

    def _start_without(self, module: Module, message: Message) -> Registration | None:
        """Return how a module is started, if it is certain that nothing gives it a name."""
        if module.effects.process not in ("server", "stage", "statem", "agent"):
            return None
        if module.effects.open or not isinstance(message.to, Atom | ModuleRef):
            return None
        starts = self._addresses.registrations(module.name)
        if not starts or not all(r.unnamed or (r.sure and r.name) for r in starts):
            return None
        for call in self._project.calls_to("Process.register/2"):
            if call.module == module:
                return None
        return next((r for r in starts if not r.call.file.is_test), None)

    def unused(self, callback: Callback) -> bool:
        """Whether no message of the project can end in a clause that takes calls or casts.

        Never, where something is sent whose receiver or content nobody knows.
        """
        module = callback.module
        takes = (callback.name, callback.arity)
        kind = next((kind for kind in (CALL, CAST) if TAKES[kind] == takes), None)
        if kind is None or module.effects.process not in ("server", "stage"):
            return False
        tag = tag_of(plain(callback.clause.params[0]))
        if tag is None or tag[0] in _FROM_LIBRARIES:
            return False
        return (kind, tag) not in self._sent and tag[0] not in self._mentioned

    @cached_property
    def _sent(self) -> frozenset[tuple[str, tuple[str, int]]]:
        """The tags that are sent, by kind."""
        tags = ((message.kind, tag_of(message.body)) for message in self._messages.decided)
        return frozenset((kind, tag) for kind, tag in tags if tag is not None)

    @cached_property
    def _mentioned(self) -> frozenset[str]:
        """The tags that functions are given, and those in files that send what nobody knows."""
        found: set[str] = set()
        unclear: set[str] = set()
        for message in self._messages.decided:
            if message.kind in (CALL, CAST) and tag_of(message.body) is None:
                unclear |= {message.site.file.path, message.call.file.path}
        for file in self._project.files:
            args = [a for c in file.outline.calls for a in c.args if type(a) in (Atom, TupleOf)]
            found.update(tag[0] for tag in map(tag_of, args) if tag is not None)
            for function in file.outline.functions if file.path in unclear else ():
                for value in inside(file.outline, *(clause.body for clause in function.clauses)):
                    tag = tag_of(value)
                    if tag is not None:
                        found.add(tag[0])
        return frozenset(found)


def _place(call: Call) -> tuple[str, int]:
    return call.file.path, call.data.index


def _is_known(body: Value) -> bool:
    """Whether enough of a message is known to say that a clause does not take it."""
    if isinstance(body, TupleOf):
        return bool(body.items) and isinstance(body.items[0], Atom | ModuleRef)
    return not isinstance(body, Opaque | Var) and kind_of(body) in ("atom", "string")


def _names(callback: Callback, kind: str, body: Value) -> bool:
    """Whether a clause is meant for a message, and does not take just anything."""
    at = 0 if kind != INFO or callback.process != "statem" else 1
    return tag_of(plain(callback.clause.params[at])) == tag_of(body)
