"""Servers in loops: calls that wait for one and the same server once for each element."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.calls.closures import Runs, runs_at
from dralint.analysis.queries.dependence import mentions, variables
from dralint.analysis.queries.loop import Loop
from dralint.analysis.queries.looped import QueriesInLoops
from dralint.outline.values import Atom, ModuleRef
from dralint.project import Call, Project

_CALLS = ("GenServer.call/*", ":gen_statem.call/*", "GenStateMachine.call/*", ":gen_server.call/*")


@dataclass(frozen=True)
class ServerInLoop:
    """A call in a loop that waits for a server: `asked` is the call that sends the message."""

    call: Call
    loop: Loop
    asked: Call
    own: bool
    """Whether the server is a module of the project, whose messages one may change."""


class ServersInLoops:
    """Those of a project."""

    def __init__(self, project: Project, loops: QueriesInLoops) -> None:
        self._project = project
        self._loops = loops

    @classmethod
    def of(cls, project: Project, loops: QueriesInLoops) -> "ServersInLoops":
        """Return those of a project."""
        return cls(project, loops)

    @cached_property
    def all_(self) -> tuple[ServerInLoop, ...]:
        """All of them; the name of the server is always the same one."""
        return tuple(self._all())

    def _all(self) -> Iterator[ServerInLoop]:
        asking: dict[tuple[str, int], tuple[Call, ...]] = {}
        for name in _CALLS:
            for call in self._project.calls_to(name):
                if not call.args or not call.file.is_code or not _is_one(call):
                    continue
                function = call.function
                if function is None or runs_at(call.file, call.data.closure) is not Runs.HERE:
                    continue
                asking.setdefault(function.key, (call,))
                for loop in self._loops.around(call):
                    if mentions(call.file.outline, call.args[1:], loop.names.all_):
                        yield ServerInLoop(call, loop, call, self._own(call))
                        break
        for call, loop in self._loops.calls_of(asking):
            callee = call.callee
            if callee is None or callee.key not in asking:
                continue
            asked = asking[callee.key][0]
            given = {
                name for clause in callee.clauses for p in clause.params for name in variables(p)
            }
            if mentions(asked.file.outline, asked.args[1:], frozenset(given)):
                yield ServerInLoop(call, loop, asked, self._own(asked))

    def _own(self, asked: Call) -> bool:
        server = asked.args[0]
        if not isinstance(server, ModuleRef):
            return False
        module = self._project.module(server.name, asked.file)
        return module is not None and module.effects.process in ("server", "statem")


def _is_one(call: Call) -> bool:
    """Whether the server that is called is named here: each element is for the same one."""
    return isinstance(call.args[0], Atom | ModuleRef)
