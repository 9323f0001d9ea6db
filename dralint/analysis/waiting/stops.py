"""Stops: processes that wait for a supervisor that waits for them.

Whoever asks a supervisor to end a child waits until that child is gone. A child that traps exits is
not gone before its callback is done and `terminate/2` has run, and what `terminate/2` calls must
answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.messages.message_table import STOP
from dralint.analysis.messages.messages import Messages
from dralint.analysis.messages.sends import Message
from dralint.analysis.processes.mailbox import Mailbox
from dralint.analysis.processes.processes import SERVERS, Callback, Processes
from dralint.analysis.supervision.supervision import Supervision
from dralint.analysis.supervision.tree import Node
from dralint.analysis.waiting.wait import Wait
from dralint.analysis.waiting.wait_graph import WaitGraph
from dralint.finding import POSSIBLE, PROBABLE, Confidence
from dralint.outline.values import Atom, ModuleRef


@dataclass(frozen=True)
class Stop:
    """A clause that waits for a supervisor which waits for it.

    `ending` is the wait of the child's `terminate/2` that closes the ring; None where the process
    that asks is itself below the supervisor.
    """

    callback: Callback
    message: Message
    supervisor: str
    ending: Wait | None
    confidence: Confidence


class Stops:
    """The stops of a project that wait for themselves."""

    def __init__(
        self,
        processes: Processes,
        messages: Messages,
        supervision: Supervision,
        mailbox: Mailbox,
        waits: WaitGraph,
    ) -> None:
        self._processes = processes
        self._messages = messages
        self._supervision = supervision
        self._mailbox = mailbox
        self._waits = waits

    @classmethod
    def of(
        cls,
        processes: Processes,
        messages: Messages,
        supervision: Supervision,
        mailbox: Mailbox,
        waits: WaitGraph,
    ) -> "Stops":
        """Return the stops of a project that wait for themselves."""
        return cls(processes, messages, supervision, mailbox, waits)

    @cached_property
    def all(self) -> tuple[Stop, ...]:
        """Every such stop, in the order of the source."""
        return tuple(self._stops())

    def _stops(self) -> Iterator[Stop]:
        for callback in self._processes.callbacks:
            if callback.process not in SERVERS or callback.file.is_test:
                continue
            for message in self._messages.of_clause(callback.function, callback.index):
                to = message.to
                if message.kind == STOP and message.here and isinstance(to, Atom | ModuleRef):
                    yield from self._held(callback, message, to.name)

    def _held(self, callback: Callback, message: Message, name: str) -> Iterator[Stop]:
        own = callback.module.name
        below = {node.module for top in self._nodes.get(name, ()) for node in top.below}
        if own in below:
            traps = self._mailbox.traps_exits(callback.module)
            yield Stop(callback, message, name, None, PROBABLE if traps else POSSIBLE)
        for wait in self._waits.all:
            if wait.callback.name == "terminate" and wait.waiting in below and wait.on == own:
                traps = self._mailbox.traps_exits(wait.callback.module)
                yield Stop(callback, message, name, wait, PROBABLE if traps else POSSIBLE)

    @cached_property
    def _nodes(self) -> dict[str, list[Node]]:
        """The nodes of the trees by module and by registered name."""
        table: dict[str, list[Node]] = {}
        for root in self._supervision.trees:
            for node in root.node.below:
                names = {n.name.removeprefix(":") for n in node.names if n.kind == "local"}
                for name in sorted(names | ({node.module} if node.module else set())):
                    table.setdefault(name, []).append(node)
        return table
