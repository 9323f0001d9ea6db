"""Who is harmed when a callback waits: waits that their authors mean, and nobody suffers from."""

from collections.abc import Iterable
from functools import cached_property

from dralint.analysis.calls.inside import parts_of
from dralint.analysis.calls.repetition import in_loop
from dralint.analysis.messages.message_table import CALL
from dralint.analysis.messages.messages import Messages
from dralint.analysis.processes.explained import is_tool
from dralint.analysis.processes.processes import Callback
from dralint.analysis.supervision.supervision import Supervision
from dralint.analysis.values.tails import Tails
from dralint.analysis.waiting.blocking import GRAVE, Wait
from dralint.outline.values import (
    Arm,
    Atom,
    AttrRead,
    MapOf,
    Number,
    Op,
    TupleOf,
    Value,
)
from dralint.project import Call, File, Module

SHORT = 100
"""How many milliseconds a literal pause may take without anybody noticing."""

PATIENT = 5_000
"""How long a call waits when it does not say how long."""

_FAILED = frozenset(("error", "exit", "EXIT", "DOWN", "timeout"))


class Harm:
    """Whether anybody is harmed by a wait."""

    def __init__(self, messages: Messages, tails: Tails, supervision: Supervision) -> None:
        self._supervision = supervision
        self._messages = messages
        self._tails = tails
        self._patience: dict[Module, bool] = {}

    @classmethod
    def of(cls, messages: Messages, tails: Tails, supervision: Supervision) -> "Harm":
        """Return who is harmed by the waits of a project."""
        return cls(messages, tails, supervision)

    def is_own_row(self, callback: Callback, waits: Iterable[Wait]) -> bool:
        """Whether a process loads with one query what it is the process of.

        Such processes are started one by one while the system runs, and the start of no tree waits
        for them.
        """
        queries = [wait for wait in waits if wait.category == "db"]
        return len(queries) == 1 and callback.module.name in self._one_by_one

    def is_meant_at_start(self, callback: Callback, wait: Wait) -> bool:
        """Whether a wait of an `init/1` is a pause after a failure, or that of a tool."""
        if wait.category == "sleep" and self._has_failed(callback, wait):
            return True
        return is_tool(callback.file)

    @cached_property
    def _one_by_one(self) -> frozenset[str | None]:
        """The modules whose processes are only started while the system runs."""
        static = {node.module for root in self._supervision.roots for node in root.node.below}
        dynamic = {c.module for each in self._supervision.dynamic for c in each.children}
        return frozenset(dynamic - static)

    def is_meant(self, callback: Callback, wait: Wait) -> bool:
        """Whether a wait is one that its authors mean.

        The process stops with the clause; the pause is short, or comes only after something has
        failed; or all who call the server say how long they wait.
        """
        if wait.category == "sleep" and (_is_short(wait.site) or self._has_failed(callback, wait)):
            return True
        if self._stops(callback):
            return True
        return wait.category in GRAVE and self.is_awaited_patiently(callback.module)

    def is_awaited_patiently(self, module: Module) -> bool:
        """Whether every call of a server in the project sets a time longer than the default.

        False where nobody calls it, or where it is not known who does.
        """
        known = self._patience.get(module)
        if known is None:
            known = self._patience[module] = self._patient(module)
        return known

    def _patient(self, module: Module) -> bool:
        calls = [
            message
            for message in self._messages.sent
            if message.kind == CALL
            and len(message.calls) == 1
            and not message.function.file.is_test
            and (address := self._messages.address(message)) is not None
            and address.module == module.name
        ]
        return bool(calls) and all(_is_patient(message.call) for message in calls)

    def _stops(self, callback: Callback) -> bool:
        """Whether a process ends with the clause that waits."""
        tails = self._tails.of_clause(callback.function, callback.index)
        return bool(tails) and all(t.shape is not None and t.shape.tag == "stop" for t in tails)

    def _has_failed(self, callback: Callback, wait: Wait) -> bool:
        """Whether the way to a wait leads through an arm that is there for failures."""
        nodes = ((callback.function.key, callback.index), *wait.nodes)
        for call, (key, index) in zip(wait.calls, nodes, strict=False):
            function = call.function
            if function is None or function.key != key or index >= len(function.clauses):
                continue
            clause = function.clauses[index]
            if any(is_failure(param) for param in clause.params):
                return True
            if clause.body is not None and _fails(function.file, clause.body, call):
                return True
        return False


def is_failure(pattern: Value) -> bool:
    """Whether a pattern takes failures only: `{:error, _}`, `:error`, an exception."""
    match pattern:
        case Atom():
            return pattern.name in _FAILED
        case TupleOf():
            return bool(pattern.items) and is_failure(pattern.items[0])
        case MapOf():
            return getattr(pattern.struct, "name", "").endswith(("Error", "Exception"))
        case Op() if pattern.op == "=":
            return any(is_failure(arg) for arg in pattern.args)
        case _:
            return False


def _fails(file: File, body: Value, call: Call) -> bool:
    """Whether a call stands in an arm of a body that is there for failures."""
    waiting: list[Value] = [body]
    while waiting:
        value = waiting.pop()
        for part in _around(parts_of(file.outline, value), call):
            if isinstance(part, Arm) and (
                part.label in ("rescue", "catch") or any(map(is_failure, part.patterns))
            ):
                return True
            waiting.append(part)
    return False


def _around(parts: Iterable[Value], call: Call) -> Iterable[Value]:
    """Return the parts that a call stands in."""
    return [p for p in parts if p.start <= call.data.start and call.data.end <= p.end]


def _is_short(call: Call) -> bool:
    """Whether a pause is written as a few milliseconds, and comes once."""
    time = call.args[0] if call.args else None
    if not isinstance(time, Number) or _number(time) > SHORT or in_loop(call):
        return False
    function = call.function
    return function is None or all(other.callee != function for other in function.calls)


def _number(value: Number) -> float:
    try:
        return float(value.text.replace("_", ""))
    except ValueError:
        return float("inf")


def _is_patient(call: Call) -> bool:
    """Whether a call says that it waits longer than others do."""
    if len(call.args) < 3:
        return False
    time = call.args[2]
    if isinstance(time, Number):
        return _number(time) > PATIENT
    return isinstance(time, AttrRead) or (isinstance(time, Atom) and time.name == "infinity")
