"""The call graph: which function calls which, and in whose process.

Edges are between functions, never between modules. A call inside a closure that another process
runs is an edge of another kind, and one whose place is not known is marked so. A call of a
delegate is an edge to what the delegate stands for.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from dralint.analysis.calls.closure_table import ELSEWHERE, MFA, MFA_EXTRA
from dralint.analysis.calls.closures import Runs, runs_at
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

    @classmethod
    def of(cls, project: Project) -> "CallGraph":
        """Return the call graph of a project."""
        return cls(project)

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Every edge, in the order of files and calls."""
        return tuple(edge for file in self._project.files for edge in self._edges(file))

    def _edges(self, file: File) -> Iterator[Edge]:
        functions = file.functions
        where = {-1: Runs.HERE}
        modules, several, callees = self._modules, self._several, self._callees
        for data, target in zip(file.outline.calls, self._project.targets(file), strict=True):
            if data.function < 0 or target is None or data.quoted:
                continue
            if target in modules:
                key = (target, data.name, len(data.args))
                if target in several:
                    callee = self._find(file, key)
                elif key in callees:
                    callee = callees[key]
                else:
                    callee = callees[key] = self._find(file, key)
                if callee is not None:
                    runs = where.get(data.closure)
                    if runs is None:
                        runs = where[data.closure] = runs_at(file, data.closure)
                    yield Edge(functions[data.function], callee, file.calls[data.index], runs)
                    continue
            if data.name in _MFA_NAMES and f"{target}.{data.name}" in MFA:
                yield from self._by_name(file.calls[data.index], f"{target}.{data.name}")

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

    def _by_name(self, call: Call, name: str) -> Iterator[Edge]:
        at = MFA[name]
        if len(call.args) < at + 3:
            return
        module, fun, args = call.args[at : at + 3]
        caller = call.function
        if caller is None or not isinstance(fun, Atom) or not isinstance(args, ListOf):
            return
        if isinstance(module, ModuleRef) and args.tail is None:
            arity = len(args.items) + MFA_EXTRA.get(name, 0)
            callee = self._find(call.file, (module.name, fun.name, arity))
            if callee is not None:
                around = runs_at(call.file, call.data.closure)
                runs = Runs.ELSEWHERE if name in ELSEWHERE else around
                yield Edge(caller, callee, call, runs, True)

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


_MFA_NAMES = frozenset(name.rpartition(".")[2] for name in MFA)
