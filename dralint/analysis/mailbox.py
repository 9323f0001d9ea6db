"""Mailboxes: which messages the processes of a project are prepared for."""

from functools import cached_property

from dralint.outline import Clause
from dralint.outline.values import Flow, Value
from dralint.project import Function, Module, Project

from .callgraph import CallGraph
from .closures import Runs
from .inside import inside
from .processes import Processes
from .shapes import Shape, atom, fits

REFERENCE = Shape("reference")
TASK_REPLY = Shape("tuple", None, (REFERENCE, None))
"""The answer of a `Task.async`: `{ref, result}`."""
DOWN = Shape("tuple", None, (atom("DOWN"), REFERENCE, atom("process"), Shape("pid"), None))
"""What a monitor sends."""
EXIT = Shape("tuple", None, (atom("EXIT"), Shape("pid"), None))
"""What a process that traps exits gets from a link."""


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

    def handlers(self, module: Module) -> tuple[Clause, ...]:
        """Return the clauses of a module's `handle_info/2`."""
        found = self._project.function_in(module, "handle_info", 2)
        return () if found is None else found.clauses

    def takes(self, module: Module, message: Shape) -> bool | None:
        """Whether a process is prepared for a message: yes, no, or unknown.

        What a `use` may have added, and what a guard may refuse, is unknown. A clause that takes
        anything is prepared for it.
        """
        answers = [_takes(clause, message) for clause in self.handlers(module)]
        if True in answers:
            return True
        if None in answers or module.effects.open or self._receives(module, message):
            return None
        return False

    def _receives(self, module: Module, message: Shape) -> bool:
        """Whether some `receive` of the module may take a message."""
        outline = module.file.outline
        bodies = [clause.body for function in module.functions for clause in function.clauses]
        return any(
            fits(arm.patterns[0], message) is not False
            for value in inside(outline, *bodies)
            if isinstance(value, Flow) and value.kind == "receive"
            for arm in value.arms
            if arm.label != "after" and arm.patterns
        )

    def takes_task_replies(self, function: Function) -> bool:
        """Whether every process that runs a function may take the answer of a task.

        False where no process is known to run it, and where one has no clause for `{ref, result}`.
        """
        modules = [m for m in self.owners(function) if self.handlers(m)]
        return bool(modules) and all(self.takes(m, TASK_REPLY) is not False for m in modules)

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


def _takes(clause: Clause, message: Shape) -> bool | None:
    pattern: Value = clause.params[0]
    answer = fits(pattern, message)
    if answer is True and clause.guard is not None:
        return None
    return answer
