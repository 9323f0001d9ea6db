"""Starts: where processes are started, and whether that is a place where they should be.

A process belongs under a supervisor, so it is started by the functions that supervisors call:
`start_link`, what a child specification names, the `init` of a supervisor, the start of an
application, and what only these reach. Everything else starts a process by hand.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from dralint.analysis.calls.callgraph import CallGraph, Edge
from dralint.analysis.calls.closures import Runs
from dralint.analysis.processes.contracts import asking
from dralint.analysis.processes.processes import SERVERS, Processes
from dralint.analysis.processes.spec_names import named_in_specs
from dralint.analysis.processes.start_calls import (
    BESIDE,
    BY_NAME,
    ERRANDS,
    INSIDE,
    PLAIN,
    PRIMITIVES,
)
from dralint.analysis.processes.start_table import STARTERS_OF_ELIXIR
from dralint.analysis.values.fates import Fates
from dralint.outline.values import Atom, Fn, ModuleRef, Var
from dralint.project import Call, Function, Project
from dralint.project.behaviours import CALLBACKS, PROCESS_STARTERS


class Standing(IntEnum):
    """In what code a function runs, the best first: the worst of its callers decides."""

    PRIMITIVE = -1
    """In Elixir's own module that starts processes for others."""
    START = 0
    """Only where a supervisor starts a process."""
    ROOT = 1
    """Where the application starts, beside its tree."""
    SCRIPT = 2
    """Only in mix tasks, scripts and the like."""
    INIT = 3
    """Where a worker starts, its `handle_continue` included."""
    UNKNOWN = 4
    """Called by a behaviour or a `use` that was not read, so by nobody knows whom."""
    SERVER = 5
    """In a process that works off messages."""
    CLIENT = 6
    """Anywhere."""


@dataclass(frozen=True)
class Start:
    """A call that starts a process.

    `what` names it. `linked`: it is linked to its starter. `library`: it is a connection or pool of
    a library.
    """

    call: Call
    what: str
    linked: bool
    library: bool = False


class Starts:
    """The starts of a project's processes."""

    def __init__(
        self, project: Project, graph: CallGraph, processes: Processes, fates: Fates
    ) -> None:
        self._project = project
        self._graph = graph
        self._processes = processes
        self._fates = fates
        self._standings: dict[tuple[str, int], Standing] = {}

    @classmethod
    def of(cls, project: Project, graph: CallGraph, processes: Processes, fates: Fates) -> "Starts":
        """Return the starts of a project."""
        return cls(project, graph, processes, fates)

    @cached_property
    def calls(self) -> tuple[Start, ...]:
        """Every call that starts a process, except where a module starts itself."""
        return tuple(self._calls())

    def of_module(self, name: str) -> list[Start]:
        """Return the calls that start the process of a module."""
        return self._by_module.get(name, [])

    @cached_property
    def _by_module(self) -> dict[str, list[Start]]:
        table: dict[str, list[Start]] = defaultdict(list)
        for start in self.calls:
            table[start.what].append(start)
        return dict(table)

    def _calls(self) -> Iterator[Start]:
        for name, linked in PRIMITIVES.items():
            for call in self._project.calls_to(f"{name}/*"):
                yield Start(call, _what(call), linked, library=call.target not in PLAIN)
        for function, linked, library in self._starters.values():
            for edge in self._graph.calls_to(function):
                if not edge.by_name and edge.callee.key != edge.caller.key:
                    yield Start(edge.call, function.module.name, linked, library)
        for module in self._project.modules:
            if module.effects.process in PROCESS_STARTERS:
                for call in self._project.calls_to(f"{module.name}.start_link/*"):
                    if call.callee is None:
                        yield Start(call, module.name, True)
        for name, at in BY_NAME.items():
            for call in self._project.calls_to(f"{name}/*"):
                started = self._by_name(call, at)
                if started is not None:
                    yield Start(call, started.module.name, False)

    def _by_name(self, call: Call, at: int) -> Function | None:
        """Return the start function of a worker that a registry is told to call."""
        if len(call.args) < at + 3:
            return None
        module, name = call.args[at : at + 2]
        if not isinstance(module, ModuleRef) or not isinstance(name, Atom):
            return None
        found = self._project.module(module.name, call.file)
        if found is None or found.effects.process not in SERVERS:
            return None
        return next((f for f in found.functions if f.name == name.name == "start_link"), None)

    @cached_property
    def _starters(self) -> dict[tuple[str, int], tuple[Function, bool, bool]]:
        """The functions that start the process of their own module.

        With each: whether it links the process, and whether that is a library's.
        """
        found: dict[tuple[str, int], tuple[Function, bool, bool]] = {}
        for name, linked in (*PRIMITIVES.items(), *dict.fromkeys(INSIDE, True).items()):
            for call in self._project.calls_to(f"{name}/*"):
                function = call.function
                if function is None or call.data.quoted or function.data.is_test:
                    continue
                named = function.name.startswith("start_link")
                if named or (_is_own(call, function) and self.hands_on(call)):
                    library = name in PRIMITIVES and call.target not in PLAIN
                    found[function.key] = function, linked or named, library
        waiting = list(found.values())
        while waiting:
            function, linked, library = waiting.pop()
            for edge in self._graph.calls_to(function):
                caller = edge.caller
                own = caller.module == function.module and caller.name.startswith("start")
                if caller.key not in found and (own or caller.name.startswith("start_link")):
                    found[caller.key] = caller, linked, library
                    waiting.append(found[caller.key])
        return found

    def hands_on(self, call: Call) -> bool:
        """Whether the function that a start stands in returns the process."""
        return self._fates.is_returned(call)

    def is_supervisor(self, start: Start) -> bool:
        """Whether what is started is a supervisor itself."""
        module = self._project.module(start.what, start.call.file)
        if module is None or start.what in PRIMITIVES:
            return start.what.rpartition(".")[2].endswith("Supervisor")
        return module.effects.process == "supervisor"

    def is_ended(self, call: Call) -> bool:
        """Whether the process is stopped again in the function that starts it."""
        return self._is_given_to(call, ("stop", "close", "exit", "terminate", "shutdown", "kill"))

    def is_watched(self, call: Call) -> bool:
        """Whether the process is monitored in the function that starts it."""
        return self._is_given_to(call, ("monitor",))

    def is_watcher(self, call: Call) -> bool:
        """Whether the code that a call gives a new process watches another one."""
        closures = [arg for arg in call.args if isinstance(arg, Fn)]
        return call.function is not None and any(
            closure.start < other.data.start < closure.end
            for other in call.function.calls
            if other.target == "Process" and other.name == "monitor"
            for closure in closures
        )

    def is_errand(self, call: Call) -> bool:
        """Whether the code that a call gives a new process only ends, tells or traces others.

        Nothing is left of such a process that a supervisor could restart or stop.
        """
        closures = [arg for arg in call.args if isinstance(arg, Fn)]
        inner = [
            other
            for other in (call.function.calls if call.function is not None else ())
            if any(c.start < other.data.start < c.end for c in closures)
        ]
        logs = [other.data for other in inner if other.target == "Logger"]
        names = [
            f"{other.target}.{other.name}"
            for other in inner
            if not any(log.start <= other.data.start < log.end for log in logs)
        ]
        return not ERRANDS.isdisjoint(names) and all(n in ERRANDS or n in BESIDE for n in names)

    def is_awaited(self, call: Call) -> bool:
        """Whether the function that starts a process goes on to receive a message."""
        return call.function is not None and any(
            (other.target, other.name, other.data.closure)
            == ("Kernel", "receive", call.data.closure)
            and other.data.start > call.data.start
            for other in call.function.calls
        )

    def _is_given_to(self, call: Call, words: tuple[str, ...]) -> bool:
        function = call.function
        if function is None:
            return False
        names = set(self._fates.parts(call))
        for other in function.calls:
            if any(word in other.name for word in words):
                for arg in other.args:
                    if isinstance(arg, Var) and arg.name in names:
                        return True
        return False

    def has_callers(self, function: Function) -> bool:
        """Whether code of the project calls a function."""
        return any(edge.caller.file.is_code for edge in self._graph.calls_to(function))

    def standing(self, function: Function) -> Standing:
        """Return in what code a function runs."""
        return self._standing(function, frozenset())

    def _standing(self, function: Function, seen: frozenset[tuple[str, int]]) -> Standing:
        known = self._standings.get(function.key)
        if known is not None:
            return known
        own = self._own_standing(function)
        if own is not None:
            self._standings[function.key] = own
            return own
        seen |= {function.key}
        edges = [
            edge
            for edge in self._graph.calls_to(function)
            if edge.caller.key not in seen and not edge.caller.file.is_test
        ]
        unseen = _is_called_unseen(function)
        if not edges:
            hidden = unseen or (function.data.public and function.module.effects.open)
            return Standing.UNKNOWN if hidden else Standing.CLIENT
        found = max(self._through(edge, seen) for edge in edges)
        if unseen:
            found = max(found, Standing.UNKNOWN)
        if len(seen) == 1:
            self._standings[function.key] = found
        return found

    def _through(self, edge: Edge, seen: frozenset[tuple[str, int]]) -> Standing:
        if not edge.caller.file.is_code:
            return Standing.SCRIPT
        if edge.runs is Runs.ELSEWHERE and not edge.by_name:
            return Standing.SERVER
        return self._standing(edge.caller, seen)

    def _own_standing(self, function: Function) -> Standing | None:
        module = function.module
        if module.name in STARTERS_OF_ELIXIR:
            return Standing.PRIMITIVE
        label = function.name, function.arity
        if "Application" in module.effects.behaviours and label in (
            ("start", 2),
            ("start_phase", 3),
        ):
            return Standing.ROOT
        if function.name == "child_spec" or function.name.startswith("start_link"):
            return Standing.START
        role = self._roles.get(function.key)
        if role is not None:
            return role
        if function.key in self._starters or (module.name, function.name) in self._named:
            return Standing.START
        return None

    @cached_property
    def _roles(self) -> dict[tuple[str, int], Standing]:
        """What the callbacks of process modules are."""
        found: dict[tuple[str, int], Standing] = {}
        for callback in self._processes.callbacks:
            standing: Standing | None = None
            if callback.name == "handle_continue":
                standing = Standing.INIT
            elif callback.name == "init":
                above = callback.process == "supervisor"
                standing = Standing.START if above else Standing.INIT
            elif callback.process in (*SERVERS, "live", "component", "channel"):
                standing = Standing.SERVER
            if standing is not None:
                found[callback.function.key] = standing
        return found

    @cached_property
    def _named(self) -> frozenset[tuple[str, str]]:
        return named_in_specs(self._project)


def _is_called_unseen(function: Function) -> bool:
    """Whether a behaviour calls a function that is none of the well-known ones."""
    behaviours = asking(function)
    if any(name in CALLBACKS for name in behaviours):
        return False
    return function.has_impl or bool(behaviours)


def _what(call: Call) -> str:
    """Return what a primitive starts: the module that it is given, or what it is called on."""
    first = call.args[0] if call.args else None
    if isinstance(first, ModuleRef) and call.target in ("GenServer", "GenStage", ":gen_server"):
        return first.name
    return call.target or "?"


def _is_own(call: Call, function: Function) -> bool:
    """Whether a call starts the process of the module that it stands in."""
    module = function.module.name
    if any(isinstance(arg, ModuleRef) and arg.name == module for arg in call.args[:3]):
        return True
    starts_nameless = call.target in ("Agent", "Supervisor", "DynamicSupervisor")
    return starts_nameless and function.name.startswith("start")
