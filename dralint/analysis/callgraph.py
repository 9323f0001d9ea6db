"""The call graph: which function calls which, and in whose process.

Edges are between functions, never between modules. A call inside a closure that another process
runs is an edge of another kind, and one whose place is not known is marked so.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.outline.values import Atom, ListOf, ModuleRef
from dralint.project import Call, Function, Project

from .closures import ELSEWHERE, Runs, where_runs

MFA = {
    "Kernel.apply": 0,
    "Kernel.spawn": 0,
    "Kernel.spawn_link": 0,
    "Kernel.spawn_monitor": 0,
    "Task.start": 0,
    "Task.start_link": 0,
    "Task.async": 0,
    "Task.Supervisor.start_child": 1,
    "Task.Supervisor.async": 1,
    "Task.Supervisor.async_nolink": 1,
    ":timer.apply_after": 1,
    ":timer.apply_interval": 1,
    ":rpc.call": 1,
    ":erpc.call": 1,
    ":proc_lib.spawn_link": 0,
    ":proc_lib.start_link": 0,
}
"""Functions that take a module, a function and a list of arguments: where the module stands."""


@dataclass(frozen=True)
class Edge:
    """One call from a function of the project to another."""

    caller: Function
    callee: Function
    call: Call
    runs: Runs


class CallGraph:
    """All edges, by caller and by callee."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @classmethod
    def of(cls, project: Project) -> "CallGraph":
        """Return the call graph of a project."""
        return cls(project)

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Every edge, in the order of files and calls."""
        return tuple(self._all())

    def _all(self) -> Iterator[Edge]:
        for file in self._project.files:
            targets = self._project.targets(file)
            for data in file.outline.calls:
                if data.function < 0:
                    continue
                target = targets[data.index]
                if target is None or data.quoted:
                    continue
                call = Call(file, data)
                callee = call.callee
                if callee is not None:
                    caller = file.functions[data.function]
                    yield Edge(caller, callee, call, where_runs(call))
                elif f"{target}.{data.name}" in MFA:
                    yield from self._mfa(call, f"{target}.{data.name}")

    def _mfa(self, call: Call, name: str) -> Iterator[Edge]:
        at = MFA[name]
        if len(call.args) < at + 3:
            return
        module, fun, args = call.args[at : at + 3]
        if isinstance(module, ModuleRef) and isinstance(fun, Atom) and isinstance(args, ListOf):
            callee = self._project.function(module.name, fun.name, len(args.items), call.file)
            caller = call.function
            if callee is not None and caller is not None:
                runs = Runs.ELSEWHERE if name in ELSEWHERE else where_runs(call)
                yield Edge(caller, callee, call, runs)

    @cached_property
    def _out(self) -> dict[tuple[str, int], list[Edge]]:
        table: dict[tuple[str, int], list[Edge]] = defaultdict(list)
        for edge in self.edges:
            table[edge.caller.key].append(edge)
        return dict(table)

    @cached_property
    def _in(self) -> dict[tuple[str, int], list[Edge]]:
        table: dict[tuple[str, int], list[Edge]] = defaultdict(list)
        for edge in self.edges:
            table[edge.callee.key].append(edge)
        return dict(table)

    def calls_from(self, function: Function) -> list[Edge]:
        """Return the edges that leave a function."""
        return self._out.get(function.key, [])

    def calls_to(self, function: Function) -> list[Edge]:
        """Return the edges that reach a function."""
        return self._in.get(function.key, [])
