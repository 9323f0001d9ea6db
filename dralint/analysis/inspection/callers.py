"""Callers: who calls a function, and in which process that is."""

from collections.abc import Iterable
from dataclasses import dataclass

from dralint.analysis.calls.callgraph import CallGraph, Edge
from dralint.analysis.calls.closures import Runs, runs_at
from dralint.analysis.processes.processes import Processes
from dralint.project import Call, File, Function, Project
from dralint.text import Span

_LIVE = {"live": "LiveView", "component": "LiveComponent", "channel": "channel"}
_TASKS = {"task": "mix task", "migration": "migration", "script": "script", "seeds": "script"}


@dataclass(frozen=True)
class Context:
    """In which process code runs.

    `role`: server, start (while a process starts), LiveView, LiveComponent, channel, job, task,
    client (whoever calls it), test, mix task, migration, script, later (whoever holds the closure)
    or unknown. `module` is the process module, None for client and what follows it.
    """

    role: str
    module: str | None = None

    def __str__(self) -> str:
        """The context in words: `server Shop.Orders`, `client`."""
        return self.role if self.module is None else f"{self.role} {self.module}"


@dataclass(frozen=True)
class Caller:
    """One call of a function: from where, and in which processes."""

    call: Call
    function: Function | None
    contexts: tuple[Context, ...]

    @property
    def name(self) -> str:
        """The calling function, in full; of a module's body the module."""
        if self.function is None:
            module = self.call.module
            return module.name if module is not None else self.call.file.path
        if self.function.data.is_test:
            return f'test "{self.function.name}"'
        return self.function.full_name

    @property
    def is_test(self) -> bool:
        """Whether a test, or what serves tests, calls it."""
        return self.call.file.is_test

    @property
    def span(self) -> Span:
        """The callee as it is written in the call."""
        return self.call.name_span


class Callers:
    """Who calls the functions of a project, and in which process."""

    def __init__(self, project: Project, graph: CallGraph, processes: Processes) -> None:
        self._project = project
        self._graph = graph
        self._processes = processes

    @classmethod
    def of(cls, project: Project, graph: CallGraph, processes: Processes) -> "Callers":
        """Return who calls the functions of a project."""
        return cls(project, graph, processes)

    def of_function(self, function: Function) -> tuple[Caller, ...]:
        """Return the calls of a function, other than its own, in the order of the source.

        Those of a function are those of its delegates as well; a delegate has those that name it.
        """
        if function.data.delegate is not None:
            return self._of_delegate(function)
        edges = (e for e in self._graph.calls_to(function) if e.caller.key != function.key)
        return tuple(sorted(map(self._caller, edges), key=lambda c: c.span))

    def _of_delegate(self, function: Function) -> tuple[Caller, ...]:
        named = self._project.calls_to(f"{function.module.name}.{function.name}/*")
        found = [call for call in named if call.callee == function and not call.data.quoted]
        return tuple(
            sorted((self._of_call(call, call.function) for call in found), key=lambda c: c.span)
        )

    def _of_call(self, call: Call, caller: Function | None) -> Caller:
        runs = runs_at(call.file, call.data.closure)
        return Caller(call, caller, self._where(call.file, caller, runs))

    def contexts(self, function: Function) -> tuple[Context, ...]:
        """Return in which processes a function runs, as far as the project's own code says."""
        return self._of_file(function.file) or self._roles(function)

    def _caller(self, edge: Edge) -> Caller:
        return Caller(edge.call, edge.caller, self._where(edge.call.file, edge.caller, edge.runs))

    def _where(self, file: File, caller: Function | None, runs: Runs) -> tuple[Context, ...]:
        around = self._of_file(file)
        if around:
            return around
        if caller is None or runs is Runs.UNKNOWN:
            return (Context("unknown"),)
        if runs is Runs.HERE:
            return self._roles(caller)
        if runs is Runs.ELSEWHERE:
            return (Context("task", caller.module.name),)
        return (Context("later"),)

    def _of_file(self, file: File) -> tuple[Context, ...]:
        if file.is_test:
            return (Context("test"),)
        return (Context(_TASKS[file.kind]),) if file.kind in _TASKS else ()

    def _roles(self, function: Function) -> tuple[Context, ...]:
        found = self._processes.contexts(function)
        return tuple(self._context(*each) for each in sorted(found)) or (Context("client"),)

    def _context(self, role: str, module: str) -> Context:
        kind = self._processes.modules.get(module, "")
        return Context(_LIVE.get(kind, role) if role == "live" else role, module)


def roles(callers: Iterable[Caller]) -> tuple[str, ...]:
    """Return the contexts of some callers in words, each once."""
    return tuple(sorted({str(context) for caller in callers for context in caller.contexts}))
