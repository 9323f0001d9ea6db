"""Mailboxes: which messages the processes of a project are prepared for."""

from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.calls.callgraph import CallGraph
from dralint.analysis.calls.closures import Runs
from dralint.analysis.calls.inside import inside
from dralint.analysis.processes.processes import SERVERS, Callback, Processes
from dralint.analysis.values.shapes import Shape, atom, fits
from dralint.outline import Clause
from dralint.outline.values import Flow, Value, Var
from dralint.project import Function, Module, Project

_TRAP = ["trap_exit", "true"]
_ENDS = """
Process.demonitor/* :erlang.demonitor/* Task.await/* Task.await_many/* Task.yield/*
Task.yield_many/* Task.shutdown/* Task.ignore/*
""".split()
"""Functions that take the end of a task or monitor out of the mailbox, or keep it away."""
REFERENCE = Shape("reference")
TASK_REPLY = Shape("tuple", None, (REFERENCE, None))
"""The answer of a `Task.async`: `{ref, result}`."""
DOWN = Shape("tuple", None, (atom("DOWN"), REFERENCE, atom("process"), Shape("pid"), None))
"""What a monitor sends."""
EXIT_NORMAL = Shape("tuple", None, (atom("EXIT"), Shape("pid"), atom("normal")))
"""The same, of a process that did its work."""
EXIT = Shape("tuple", None, (atom("EXIT"), Shape("pid"), None))
"""What a process that traps exits gets from a link."""


@dataclass(frozen=True)
class Handler:
    """One clause that takes messages: what it matches, and the clause."""

    pattern: Value
    clause: Clause

    def takes(self, message: Shape) -> bool | None:
        """Whether it takes a message; one that a guard may refuse is unknown."""
        answer = fits(self.pattern, message)
        return None if answer and self.clause.guard is not None else answer


class Mailbox:
    """What becomes of a message that reaches a process."""

    def __init__(self, project: Project, graph: CallGraph, processes: Processes) -> None:
        self._project = project
        self._graph = graph
        self._processes = processes

    @classmethod
    def of(cls, project: Project, graph: CallGraph, processes: Processes) -> "Mailbox":
        """Return the mailboxes of a project."""
        return cls(project, graph, processes)

    def handlers(self, module: Module) -> tuple[Handler, ...]:
        """Return what a module's process takes plain messages with, in their order."""
        return self._handlers.get((module.file.path, module.data.index), ())

    @cached_property
    def _handlers(self) -> dict[tuple[str, int], tuple[Handler, ...]]:
        found: dict[tuple[str, int], list[Handler]] = {}
        for callback in self._processes.callbacks:
            handler = handler_of(callback)
            if handler is not None:
                module = callback.module
                found.setdefault((module.file.path, module.data.index), []).append(handler)
        return {key: tuple(handlers) for key, handlers in found.items()}

    def takes(self, module: Module, message: Shape) -> bool | None:
        """Whether a process is prepared for a message: yes, no, or unknown.

        What a `use` may have added, and what a guard may refuse, is unknown. A clause that takes
        anything is prepared for it.
        """
        answers = [handler.takes(message) for handler in self.handlers(module)]
        if True in answers:
            return True
        if None in answers or module.effects.open or _receives(module.functions, message):
            return None
        return False

    def takes_task_replies(self, function: Function) -> bool:
        """Whether every process that runs a function may take the answer of a task.

        False where no process is known to run it, and where one has no clause for `{ref, result}`.
        """
        modules = [m for m in self.owners(function) if self.handlers(m)]
        return bool(modules) and all(self.takes(m, TASK_REPLY) is not False for m in modules)

    def traps_exits(self, module: Module) -> bool:
        """Whether a module asks for the exits of links as messages, somewhere in its code."""
        return module in self._trapping

    @cached_property
    def _trapping(self) -> frozenset[Module]:
        return frozenset(
            call.module
            for call in self._project.calls_to("Process.flag/2")
            if call.module is not None and [getattr(a, "name", "") for a in call.args] == _TRAP
        )

    def unprepared(self, function: Function, message: Shape) -> tuple[Module, ...]:
        """Return the servers that run a function and that a message would end.

        Only those with clauses of their own: without any, the message is logged and dropped. A
        `receive` in the function itself takes the message in time.
        """
        if _receives((function,), message):
            return ()
        return tuple(
            module
            for module in self.servers(function)
            if self.handlers(module) and self.takes(module, message) is False
        )

    def lets_go(self, module: Module) -> bool:
        """Whether a module drops monitors or awaits tasks somewhere, and so misses their end."""
        return module in self._letting_go

    @cached_property
    def _letting_go(self) -> frozenset[Module | None]:
        return frozenset(c.module for name in _ENDS for c in self._project.calls_to(name))

    def servers(self, function: Function) -> tuple[Module, ...]:
        """Return the servers that run a function in their own process."""
        return tuple(m for m in self.owners(function) if m.effects.process in SERVERS)

    def expects_exits(self, module: Module) -> bool:
        """Whether some clause of a module is there for `{:EXIT, ...}`."""
        patterns = (h.pattern for h in self.handlers(module) if not isinstance(h.pattern, Var))
        return any(fits(pattern, EXIT) is not False for pattern in patterns)

    def ignores(self, module: Module, message: Shape) -> bool:
        """Whether only a clause that takes anything takes a message."""
        taking = [h for h in self.handlers(module) if h.takes(message) is not False]
        return bool(taking) and all(isinstance(h.pattern, Var) for h in taking)

    def owners(self, function: Function) -> tuple[Module, ...]:
        """Return the process modules whose callbacks run a function in their own process."""
        found: dict[Module, None] = {}
        seen = {function.key}
        waiting = [function]
        while waiting:
            current = waiting.pop()
            if current.key in self._callbacks:
                found[current.module] = None
                continue
            for edge in self._graph.calls_to(current):
                if edge.runs is Runs.HERE and edge.caller.key not in seen:
                    seen.add(edge.caller.key)
                    waiting.append(edge.caller)
        return tuple(found)

    @cached_property
    def _callbacks(self) -> frozenset[tuple[str, int]]:
        return frozenset(callback.function.key for callback in self._processes.callbacks)


def _receives(functions: tuple[Function, ...], message: Shape) -> bool:
    """Whether some `receive` may take a message."""
    return any(
        fits(arm.patterns[0], message) is not False
        for function in functions
        for value in inside(function.file.outline, *(clause.body for clause in function.clauses))
        if isinstance(value, Flow) and value.kind == "receive"
        for arm in value.arms
        if arm.label != "after" and arm.patterns
    )


def handler_of(callback: Callback) -> Handler | None:
    """Return how a callback takes plain messages: as `handle_info`, or as the event `:info`."""
    params = callback.clause.params
    if callback.name == "handle_info" and callback.arity == 2:
        return Handler(params[0], callback.clause)
    events = callback.process == "statem" and callback.arity in (3, 4)
    if events and fits(params[0], atom("info")) is not False and callback.name != "terminate":
        return Handler(params[1], callback.clause)
    return None
