"""Sockets: servers that take a socket's data, and whether they take its end."""

from functools import cached_property

from dralint.analysis.messages.message_table import INFO
from dralint.analysis.messages.messages import Messages, tag_of
from dralint.analysis.processes.processes import Callback, Processes
from dralint.analysis.processes.taking import is_open, plain, received
from dralint.outline.values import Atom, Opaque, TupleOf
from dralint.project import Module, Project

_DATA = {("tcp", 3): ("tcp_closed",), ("ssl", 3): ("ssl_closed",)}
"""The messages of sockets, and what follows when the other side closes them."""


class Sockets:
    """The sockets that a project's servers own."""

    def __init__(self, project: Project, processes: Processes, messages: Messages) -> None:
        self._project = project
        self._processes = processes
        self._messages = messages

    @classmethod
    def of(cls, project: Project, processes: Processes, messages: Messages) -> "Sockets":
        """Return the sockets of a project's servers."""
        return cls(project, processes, messages)

    @cached_property
    def unclosed(self) -> tuple[tuple[Callback, str], ...]:
        """The clauses that take a socket's data in servers that ignore its end, and the end."""
        found: dict[tuple[str, str], tuple[Callback, str]] = {}
        for callback in self._processes.callbacks:
            tag = tag_of(plain(callback.clause.params[0])) if callback.clause.params else None
            if callback.name != "handle_info" or tag not in _DATA or callback.file.is_test:
                continue
            module, start = callback.module, callback.clause.start
            if not self._owns_sockets(module):
                continue
            for name in _DATA[tag]:
                end = TupleOf(start, start, (Atom(start, start, name), Opaque(start, start)))
                taken = self._messages.answers(module, INFO, end) or received(module, end)
                if not taken and not is_open(module, "handle_info", 2):
                    found.setdefault((module.name, name), (callback, name))
        return tuple(found.values())

    def _owns_sockets(self, module: Module) -> bool:
        """Whether a module opens or sets up sockets itself, so that it is who gets their end."""
        index = module.data.index
        targets = zip(module.file.outline.calls, self._project.targets(module.file), strict=True)
        return any(
            call.module == index and target in (":gen_tcp", ":ssl", ":inet")
            for call, target in targets
        )
