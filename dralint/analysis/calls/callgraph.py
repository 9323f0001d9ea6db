"""The call graph: which function calls which, and in whose process.

Edges are between functions, never between modules. A call inside a closure that another process
runs is an edge of another kind, and one whose place is not known is marked so. A call of a
delegate is an edge to what the delegate stands for.
"""

from collections import Counter, defaultdict
from functools import cached_property

from msgspec import Struct

from dralint.analysis.calls.closure_table import ELSEWHERE, MFA, MFA_EXTRA
from dralint.analysis.calls.closures import Runs, runs_at
from dralint.outline import Call as CallData
from dralint.outline.values import Atom, ListOf, ModuleRef
from dralint.project import Call, File, Function, Project

_HOPS = 8


class Edge(Struct, frozen=True, gc=False):
    """One call from a function of the project to another.

    `by_name`: the callee is named by a module, a function and a list of arguments.
    """

    caller: Function
    callee: Function
    call: Call
    runs: Runs
    by_name: bool = False


def delegated(function: Function) -> Function | None:
    """Return what a function stands for: itself, or the end of its delegates.

    None where a delegate leaves the project.
    """
    for _ in range(_HOPS):
        delegate = function.data.delegate
        if delegate is None:
            return function
        to, name = delegate
        if not isinstance(to, ModuleRef):
            return None
        found = function.file.project.function(to.name, name, function.arity, function.file)
        if found is None:
            return None
        function = found
    return None


class CallGraph:
    """All edges, by caller and by callee."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._callees: dict[tuple[str, str, int], Function | None] = {}
        self._leaving: dict[tuple[str, int], list[Edge]] = {}
        self._reaching: dict[tuple[str, int], list[Edge]] = {}

    @classmethod
    def of(cls, project: Project) -> "CallGraph":
        """Return the call graph of a project."""
        return cls(project)

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Every edge, in the order of files and calls."""
        return tuple(
            edge
            for file in self._project.files
            for data, target in zip(file.outline.calls, self._project.targets(file), strict=True)
            if data.function >= 0 and target is not None and not data.quoted
            for edge in self._edges(file, data, target)
        )

    def _edges(self, file: File, data: CallData, target: str) -> tuple[Edge, ...]:
        """Return the edges of one call: one where it reaches a function, or names one."""
        if target in self._modules:
            key = (target, data.name, len(data.args))
            if target in self._several:
                callee = self._find(file, key)
            elif key in self._callees:
                callee = self._callees[key]
            else:
                callee = self._callees[key] = self._find(file, key)
            if callee is not None:
                caller = file.functions[data.function]
                return (Edge(caller, callee, file.calls[data.index], runs_at(file, data.closure)),)
        if data.name in _MFA_NAMES and f"{target}.{data.name}" in MFA:
            return self._by_name(file.calls[data.index], f"{target}.{data.name}")
        return ()

    @cached_property
    def _modules(self) -> frozenset[str]:
        return frozenset(module.name for module in self._project.modules)

    @cached_property
    def _several(self) -> frozenset[str]:
        """The names that more than one module has, so that it matters who asks."""
        times = Counter(module.name for module in self._project.modules)
        return frozenset(name for name, count in times.items() if count > 1)

    def _find(self, file: File, key: tuple[str, str, int]) -> Function | None:
        found = self._project.function(*key, file)
        return None if found is None else delegated(found)

    def _by_name(self, call: Call, name: str) -> tuple[Edge, ...]:
        at = MFA[name]
        if len(call.args) < at + 3:
            return ()
        module, fun, args = call.args[at : at + 3]
        caller = call.function
        if caller is None or not isinstance(fun, Atom) or not isinstance(args, ListOf):
            return ()
        if isinstance(module, ModuleRef) and args.tail is None:
            arity = len(args.items) + MFA_EXTRA.get(name, 0)
            callee = self._find(call.file, (module.name, fun.name, arity))
            if callee is not None:
                around = runs_at(call.file, call.data.closure)
                runs = Runs.ELSEWHERE if name in ELSEWHERE else around
                return (Edge(caller, callee, call, runs, True),)
        return ()

    def calls_from(self, function: Function) -> list[Edge]:
        """Return the edges that leave a function."""
        known = self._leaving.get(function.key)
        if known is None:
            known = self._leaving[function.key] = [
                edge for call in function.calls for edge in self._of_call(call)
            ]
        return known

    def calls_to(self, function: Function) -> list[Edge]:
        """Return the edges that reach a function, in the order of files and calls.

        Most functions are never asked about, so their edges are looked for one by one.
        """
        known = self._reaching.get(function.key)
        if known is None:
            found = [
                edge
                for named in (function, *self._delegates.get(function.key, ()))
                if named.data.module >= 0
                for call in self._project.calls_to(f"{named.module.name}.{named.name}/*")
                if named.data.min_arity <= call.arity <= named.data.max_arity
                for edge in self._of_call(call)
                if not edge.by_name and edge.callee.key == function.key
            ]
            found += self._named.get(function.key, ())
            found.sort(key=_place)
            known = self._reaching[function.key] = found
        return known

    def _of_call(self, call: Call) -> tuple[Edge, ...]:
        data, target = call.data, call.target
        if data.function < 0 or target is None or data.quoted:
            return ()
        return self._edges(call.file, data, target)

    @cached_property
    def _named(self) -> dict[tuple[str, int], list[Edge]]:
        """The edges to what is named by a module, a function and a list of arguments."""
        table: dict[tuple[str, int], list[Edge]] = defaultdict(list)
        for name in MFA:
            for call in self._project.calls_to(f"{name}/*"):
                for edge in self._of_call(call):
                    if edge.by_name:
                        table[edge.callee.key].append(edge)
        return dict(table)

    @cached_property
    def _delegates(self) -> dict[tuple[str, int], list[Function]]:
        """The delegates that stand for a function."""
        table: dict[tuple[str, int], list[Function]] = defaultdict(list)
        for file in self._project.files:
            for function in file.functions:
                if function.data.delegate is not None and function.data.module >= 0:
                    end = delegated(function)
                    if end is not None:
                        table[end.key].append(function)
        return dict(table)


def _place(edge: Edge) -> tuple[str, int]:
    return edge.call.file.path, edge.call.data.index


_MFA_NAMES = frozenset(name.rpartition(".")[2] for name in MFA)
