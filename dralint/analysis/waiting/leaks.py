"""Leaks: messages that an HTTP client leaves in the mailbox of a server that uses it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.processes.mailbox import Handler, Mailbox
from dralint.analysis.processes.processes import Callback, Processes
from dralint.analysis.values.shapes import Shape, atom
from dralint.analysis.waiting.blocking import Blocking, Wait
from dralint.project import Module, Project

SSL_CLOSED = Shape("tuple", None, (atom("ssl_closed"), None))
"""What hackney leaves behind when the other side closes a connection that it keeps."""

_HACKNEY = frozenset(("HTTPoison", ":hackney"))


@dataclass(frozen=True)
class Leak:
    """A server with clauses for some messages, none of which takes what its HTTP client leaves.

    `handler` is its first clause, `wait` the way to a request.
    """

    module: Module
    handler: Handler
    wait: Wait


class Leaks:
    """What HTTP clients leave in the mailboxes of a project's servers."""

    def __init__(
        self, project: Project, processes: Processes, blocking: Blocking, mailbox: Mailbox
    ) -> None:
        self._project = project
        self._processes = processes
        self._blocking = blocking
        self._mailbox = mailbox

    @classmethod
    def of(
        cls, project: Project, processes: Processes, blocking: Blocking, mailbox: Mailbox
    ) -> "Leaks":
        """Return the leaks of a project."""
        return cls(project, processes, blocking, mailbox)

    @cached_property
    def unprepared(self) -> tuple[Leak, ...]:
        """The servers that a leaked message ends, with the first request of each."""
        return tuple(self._unprepared())

    def _unprepared(self) -> Iterator[Leak]:
        servers: dict[Module, list[Callback]] = {}
        for callback in self._processes.callbacks:
            if callback.process == "server" and callback.file.is_code:
                servers.setdefault(callback.module, []).append(callback)
        for module, callbacks in servers.items():
            handlers = self._mailbox.handlers(module)
            if handlers and self._mailbox.takes(module, SSL_CLOSED) is False:
                wait = next(filter(None, map(self._request, callbacks)), None)
                if wait is not None:
                    yield Leak(module, handlers[0], wait)

    def _request(self, callback: Callback) -> Wait | None:
        """Return the way to a request that a clause sends with hackney, in its own process."""
        for wait in self._blocking.grave(callback.function, callback.index):
            if wait.category == "http" and wait.doubt == 0 and self._is_hackney(wait):
                return wait
        return None

    def _is_hackney(self, wait: Wait) -> bool:
        target = wait.site.target or ""
        if target in _HACKNEY:
            return True
        module = self._project.module(target)
        uses = module.effects.uses if module is not None else {target}
        if "HTTPoison.Base" in uses:
            return True
        deps = {dependency.name for dependency in wait.site.file.app.mix.deps}
        return "Tesla" in uses and "hackney" in deps
