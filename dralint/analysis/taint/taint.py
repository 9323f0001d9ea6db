"""Taint: whether what others wrote can be in a value.

A value is followed backwards: through variables, patterns, fields, well-known functions, the
results of the project's own functions and, from a parameter, to those who call. What is a
constant, chosen by the operator or checked on the way is no origin.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.taint.graphql import GraphQL
from dralint.analysis.taint.taint_origin import Frame, Origin
from dralint.analysis.taint.taint_search import Search
from dralint.analysis.taint.taint_sources import routed_actions
from dralint.analysis.values.bindings import Bindings, bindings_of
from dralint.finding import CERTAIN, POSSIBLE, Confidence
from dralint.outline.values import Atom, ListOf, MapOf, ModuleRef, TupleOf, Value
from dralint.project import Call, File, Function, Project


@dataclass(frozen=True)
class Taint:
    """What is asked of a project about the origins of its values."""

    project: Project
    graphql: GraphQL

    @classmethod
    def of(cls, project: Project, graphql: GraphQL) -> "Taint":
        """Return the taint analysis of a project."""
        return cls(project, graphql)

    def origins(
        self, call: Call, *values: Value, clean: frozenset[str] = frozenset()
    ) -> tuple[Origin, ...]:
        """Return where values come from that stand in a call; constants come from nowhere.

        The gravest is first. `clean` are further functions whose result comes from nowhere.
        """
        if call.function is None or call.data.quoted:
            return ()
        return self.origins_in(call.function, *values, clean=clean)

    def origins_in(
        self, function: Function, *values: Value, clean: frozenset[str] = frozenset()
    ) -> tuple[Origin, ...]:
        """Return where values come from that stand in a function."""
        if _is_macro(function):
            return ()
        search = Search(self, clean)
        for value in values:
            search.look(value, (), Frame(function.file, function), ())
        return tuple(sorted(search.found.values(), key=lambda origin: origin.rank))

    def bindings(self, function: Function) -> Bindings:
        """Return the bindings of a function."""
        known = self._bindings.get(function.key)
        if known is None:
            known = bindings_of(function.file.outline, function.data)
            self._bindings[function.key] = known
        return known

    @cached_property
    def actions(self) -> frozenset[str]:
        """The names of the functions that routers send requests to."""
        return routed_actions(self.project)

    @cached_property
    def _bindings(self) -> dict[tuple[str, int], Bindings]:
        return {}

    @cached_property
    def _callers(self) -> dict[tuple[str, int], tuple[Call, ...]]:
        return {}

    def callers(self, function: Function) -> tuple[Call, ...]:
        """Return the calls in the running system that reach a function, through delegates too."""
        known = self._callers.get(function.key)
        if known is None:
            found: list[Call] = []
            for each in (function, *self._delegates.get(function.key, ())):
                found.extend(
                    call
                    for call in self.project.calls_to(f"{each.module.name}.{each.name}/*")
                    if call.callee == each and call.file.is_code and not call.data.quoted
                )
            known = self._callers[function.key] = tuple(found)
        return known

    @cached_property
    def _delegates(self) -> dict[tuple[str, int], list[Function]]:
        table: dict[tuple[str, int], list[Function]] = defaultdict(list)
        for file in self.project.files:
            for function in file.functions:
                if function.data.kind == "defdelegate":
                    target = self.behind(function)
                    if target is not None and target != function:
                        table[target.key].append(function)
        return table

    def behind(self, function: Function) -> Function | None:
        """Return the function that a delegate stands for; any other stands for itself."""
        for _ in range(3):
            delegate = function.data.delegate
            if delegate is None:
                return function
            module, name = delegate
            if not isinstance(module, ModuleRef):
                return None
            found = self.project.function(module.name, name, function.arity, function.file)
            if found is None:
                return None
            function = found
        return None

    @cached_property
    def _assigns(self) -> dict[tuple[str, int], dict[str, list[tuple[Call, Value]]]]:
        return {}

    def assigns(self, file: File, module: int) -> dict[str, list[tuple[Call, Value]]]:
        """Return what a LiveView keeps under each name, and the calls that put it there."""
        known = self._assigns.get((file.path, module))
        if known is None:
            known = self._assigns[file.path, module] = _assigned(file, module)
        return known


def _assigned(file: File, module: int) -> dict[str, list[tuple[Call, Value]]]:
    found: dict[str, list[tuple[Call, Value]]] = defaultdict(list)
    for data in file.outline.calls:
        if data.module != module or data.name != "assign" or data.function < 0:
            continue
        call = file.calls[data.index]
        if len(data.args) == 3 and isinstance(data.args[1], Atom):
            found[data.args[1].name].append((call, data.args[2]))
        pairs: Iterable[tuple[Value, Value]] = ()
        last = data.args[-1] if len(data.args) == 2 else None
        if isinstance(last, MapOf):
            pairs = last.pairs
        elif isinstance(last, ListOf):
            pairs = [
                (item.items[0], item.items[1])
                for item in last.items
                if isinstance(item, TupleOf) and len(item.items) == 2
            ]
        for key, value in pairs:
            if isinstance(key, Atom):
                found[key.name].append((call, value))
    return found


def _is_macro(function: Function) -> bool:
    return function.data.kind in ("defmacro", "defmacrop", "defguard", "defguardp")


def confidence_of(origin: Origin) -> Confidence:
    """Return how sure it is that what others wrote arrives."""
    direct = origin.source is not None and origin.source.direct
    return CERTAIN if direct and not origin.checked else POSSIBLE
