"""Processes: which modules are processes, their callbacks, and which process runs a function."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.calls.callgraph import CallGraph
from dralint.analysis.calls.closures import Runs
from dralint.outline import Clause
from dralint.outline.values import (
    Atom,
    ListOf,
    MapOf,
    Op,
    Opaque,
    String,
    TupleOf,
    Value,
    Var,
    keyword,
)
from dralint.project import File, Function, Module, Project
from dralint.project.behaviours import CALLBACKS
from dralint.text import Span

SERVERS = ("server", "stage", "statem")
"""Kinds of process that work off a mailbox of their own and answer others."""

EVENTS = ("cast", "info", "internal", "enter", "timeout", "state_timeout")
"""Kinds of event that a state machine is told by name; a call is a tuple."""

STARTS = ("start_link", "child_spec")
"""Functions of a process module that run in whoever starts it."""


@dataclass(frozen=True)
class Callback:
    """One clause of a callback of a process module: what runs in that process on one message.

    `process` is the kind: server, stage, statem, supervisor, agent, live, component, channel,
    worker...
    """

    function: Function
    index: int
    process: str

    @property
    def file(self) -> File:
        """The file that it stands in."""
        return self.function.file

    @property
    def module(self) -> Module:
        """The process module."""
        return self.function.module

    @property
    def name(self) -> str:
        """The name of the callback."""
        return self.function.name

    @property
    def arity(self) -> int:
        """The number of parameters."""
        return self.function.arity

    @property
    def clause(self) -> Clause:
        """The clause."""
        return self.function.clauses[self.index]

    @property
    def span(self) -> Span:
        """Where the clause's name stands."""
        return self.file.at(self.clause.name_start, self.clause.name_end)

    @property
    def label(self) -> str:
        """The clause as people name it: `handle_call(:refresh, ...)`."""
        params = self.clause.params
        if not params:
            return f"{self.name}()"
        rest = ", ..." if len(params) > 1 else ""
        return f"{self.name}({describe(params[0])}{rest})"


def describe(pattern: Value) -> str:
    """Return a pattern in a few characters: `:refresh`, `{:get, ...}`, `message`."""
    match pattern:
        case Atom():
            return pattern.name if pattern.name in ("nil", "true", "false") else f":{pattern.name}"
        case Var():
            return pattern.name
        case String():
            return f'"{pattern.text}"' if len(pattern.text) < 20 else '"..."'
        case TupleOf() if pattern.items:
            first = describe(pattern.items[0])
            return f"{{{first}, ...}}" if len(pattern.items) > 1 else f"{{{first}}}"
        case TupleOf():
            return "{}"
        case Op() if pattern.op == "=":
            best = next((arg for arg in pattern.args if not isinstance(arg, Var)), pattern.args[0])
            return describe(best)
        case ListOf():
            return "[...]" if pattern.items else "[]"
        case MapOf():
            name = getattr(pattern.struct, "name", "")
            return f"%{name}{{...}}"
        case Opaque():
            return "..."
        case _:
            return "..."


class Processes:
    """The processes of a project."""

    def __init__(self, project: Project, graph: CallGraph) -> None:
        self._project = project
        self._graph = graph

    @classmethod
    def of(cls, project: Project, graph: CallGraph) -> "Processes":
        """Return the processes of a project."""
        return cls(project, graph)

    @cached_property
    def modules(self) -> dict[str, str]:
        """The kind of process of each process module, by name."""
        return {m.name: kind for m in self._project.modules if (kind := m.effects.process)}

    @cached_property
    def callbacks(self) -> tuple[Callback, ...]:
        """Every callback clause of every process module, in the order of the source."""
        return tuple(self._callbacks())

    def _callbacks(self) -> Iterator[Callback]:
        for module in self._project.modules:
            kind = module.effects.process
            if kind is None or module.data.kind != "module":
                continue
            own: set[tuple[str, int]] = set()
            for behaviour in module.effects.behaviours:
                own |= CALLBACKS.get(behaviour, frozenset())
            states = kind == "statem" and _has_state_functions(module)
            for function in module.functions:
                if function.data.kind != "def":
                    continue
                state = states and _is_state(function)
                if state or (function.name, function.arity) in own:
                    for index, clause in enumerate(function.clauses):
                        if clause.body is not None:
                            yield Callback(function, index, kind)

    @cached_property
    def _own_roles(self) -> dict[tuple[str, int], set[tuple[str, str]]]:
        """The contexts that functions have by themselves: as callbacks, or by their name."""
        found: dict[tuple[str, int], set[tuple[str, str]]] = defaultdict(set)
        for callback in self.callbacks:
            role = _role(callback)
            if role is not None:
                found[callback.function.key].add((role, callback.module.name))
        for module in self._project.modules:
            application = "Application" in module.effects.behaviours
            if application or module.effects.process:
                for function in module.functions:
                    if function.name in STARTS or (application and function.label == "start/2"):
                        found[function.key].add(("start", module.name))
        return found

    def contexts(self, function: Function) -> frozenset[tuple[str, str]]:
        """Return the contexts of a function: pairs of a role and a process module.

        Roles: server (a mailbox waits for it), start (runs while the process starts), live,
        job (a worker of its own), task (a process that the named module starts for it). A function
        without one is client code only. A function has those of all that call it in their own
        process.
        """
        found: set[tuple[str, str]] = set()
        seen = {function.key}
        waiting = [function]
        while waiting:
            current = waiting.pop()
            found |= self._own_roles.get(current.key, set())
            for edge in self._graph.calls_to(current):
                if edge.runs is Runs.ELSEWHERE:
                    found.add(("task", edge.caller.module.name))
                elif edge.runs is Runs.HERE and edge.caller.key not in seen:
                    seen.add(edge.caller.key)
                    waiting.append(edge.caller)
        return frozenset(found)


def _has_state_functions(module: Module) -> bool:
    """Whether a state machine has a function for each state."""
    for directive in module.file.outline.directives:
        if directive.module == module.data.index and directive.name == "GenStateMachine":
            mode = keyword(directive.options, "callback_mode")
            if mode is not None:
                return _names_state_functions(mode)
    function = module.function("callback_mode", 0)
    return function is not None and any(
        clause.body is not None and _names_state_functions(clause.body)
        for clause in function.clauses
    )


def _is_state(function: Function) -> bool:
    """Whether a function of a state machine can be one of its states."""
    firsts = [clause.params[0] for clause in function.clauses if len(clause.params) == 3]
    return any(
        first.name in EVENTS
        if isinstance(first, Atom)
        else isinstance(first, TupleOf) and bool(first.items) and isinstance(first.items[0], Atom)
        for first in firsts
    )


def _names_state_functions(mode: Value) -> bool:
    modes = mode.items if isinstance(mode, ListOf) else (mode,)
    return any(isinstance(each, Atom) and each.name == "state_functions" for each in modes)


def _role(callback: Callback) -> str | None:
    if callback.name == "init":
        return "start"
    if callback.process in SERVERS:
        return "server"
    if callback.process in ("live", "component", "channel"):
        return "live"
    if callback.process == "worker":
        return "job"
    return None
