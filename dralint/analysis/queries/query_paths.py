"""Where functions lead to queries: which parameters flow into which query, and on which path."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, partial

from dralint.analysis.calls.callgraph import CallGraph, Edge
from dralint.analysis.calls.closures import parameter_of
from dralint.analysis.queries.dependence import Bindings, Names, mentions, variables
from dralint.analysis.queries.loop import dispatches
from dralint.analysis.queries.on_the_way import asks_if_loaded, is_cached, on_the_way
from dralint.analysis.queries.queries import LOAD, Queries, Query
from dralint.outline.values import Atom, ListOf, TupleOf, Value, Var
from dralint.project import Call, Function, Project

HOPS = 5
"""How many functions a path may pass through."""
KEPT = 6
"""How many queries are remembered for a function."""

_OPTIONS = frozenset(
    """
    prefix timeout log caller tenant actor authorize? context domain page lock telemetry_options
    telemetry_event pool_timeout queue force stale_error_field returning max_rows consistency
    """.split()
)


class Dep(Enum):
    """How a query hangs on a value."""

    NONE = "none"
    WHOLE = "whole"
    """The value is the query or the schema itself: nothing is there to be gathered."""
    GROUP = "group"
    """The value holds many keys, for which one query asks."""
    TEXT = "text"
    """The value is built into SQL text, where it may name a table."""
    PART = "part"
    """Something of the value is asked for: an id, a field, the owner of an association."""


@dataclass(frozen=True)
class Reach:
    """A query that a function leads to.

    `path` are the calls that lead there from inside the function; the query's own call is not
    among them. `flows` are the parameters that flow into the query.
    """

    query: Query
    path: tuple[Call, ...]
    flows: tuple[tuple[int, Dep], ...]


def depends(query: Query, names: Names) -> Dep:
    """Return how the arguments of a query hang on a value."""
    outline = query.call.file.outline
    args = _without_options(query.call)
    if query.statement is not None:
        text = args[query.statement : query.statement + 1]
        bare_text = any(isinstance(a, Var) and a.name in names.roots for a in args)
        if bare_text or mentions(outline, text, names.all_):
            return Dep.TEXT
        args = args[query.statement + 1 :]
    if not mentions(outline, args, names.all_):
        return Dep.NONE
    if not mentions(outline, args, names.parts, strict=True):
        return Dep.GROUP
    first = args[0]
    bare = isinstance(first, Var) and first.name in names.roots
    if bare and query.statement is None and not _of_a_row(query):
        rest = mentions(outline, args[1:], names.parts, strict=True)
        return Dep.PART if rest else Dep.WHOLE
    return Dep.PART


def _of_a_row(query: Query) -> bool:
    """Whether the first argument is a row rather than a query."""
    return query.kind == LOAD or query.call.name.startswith("reload")


def _without_options(call: Call) -> list[Value]:
    """Return the arguments of a query without options, such as the prefix of a tenant."""
    first = 2 if call.name.startswith("get_by") else 1
    args = list(call.args)
    for position in range(first, len(args)):
        value = args[position]
        if isinstance(value, ListOf):
            kept = tuple(item for item in value.items if not _is_option(item))
            args[position] = ListOf(value.start, value.end, kept, value.tail)
        elif isinstance(value, Var) and value.name in ("opts", "options"):
            args[position] = ListOf(value.start, value.end, ())
    return args


def _is_option(item: Value) -> bool:
    match item:
        case TupleOf(items=(Atom(name=name), _)):
            return name in _OPTIONS
        case _:
            return False


class QueryPaths:
    """Which functions lead to a query that hangs on one of their parameters."""

    def __init__(self, project: Project, graph: CallGraph, queries: Queries) -> None:
        self._project = project
        self._graph = graph
        self._queries = queries
        self._cached: dict[tuple[str, int], bool] = {}
        self._bound: dict[tuple[str, int], list[tuple[int, Names]]] = {}

    @classmethod
    def of(cls, project: Project, graph: CallGraph, queries: Queries) -> "QueryPaths":
        """Return the paths of a project."""
        return cls(project, graph, queries)

    @cached_property
    def leading(self) -> frozenset[tuple[str, int]]:
        """The keys of all functions that may lead to a query: only these are worth a look."""
        asking = (query.call.function for query in self._queries.calls)
        fresh = [f for f in asking if f is not None and not f.file.is_test]
        found = {function.key for function in fresh}
        for _ in range(HOPS):
            waiting, fresh = fresh, []
            for callee in waiting:
                for edge in self._graph.calls_to(callee):
                    caller = edge.caller
                    if caller.key not in found and not caller.file.is_test and not edge.by_name:
                        found.add(edge.caller.key)
                        fresh.append(edge.caller)
        return frozenset(found)

    def of_functions(
        self, functions: Iterable[Function]
    ) -> dict[tuple[str, int], tuple[Reach, ...]]:
        """Return the queries that functions lead to, those on the shortest path first."""
        found = self._reached(self._below(functions))
        return {key: tuple(reaches.values()) for key, reaches in found.items()}

    def _below(self, functions: Iterable[Function]) -> set[tuple[str, int]]:
        """Return the keys of functions and of all that they call on the way to a query."""
        leading = self.leading
        waiting = [function for function in functions if function.key in leading]
        found = {function.key for function in waiting}
        while waiting:
            for edge in self._graph.calls_from(waiting.pop()):
                key = edge.callee.key
                if key in leading and key not in found:
                    found.add(key)
                    waiting.append(edge.callee)
        return found

    def _reached(self, wanted: set[tuple[str, int]]) -> dict[tuple[str, int], dict[Call, Reach]]:
        """Return where some functions lead; what these call has to be among them."""
        found: dict[tuple[str, int], dict[Call, Reach]] = defaultdict(dict)
        fresh: list[tuple[Function, Reach]] = []
        for query in self._queries.calls:
            function = query.call.function
            if function is None or function.key not in wanted:
                continue
            if function.file.is_test or not on_the_way(query.call):
                continue
            flows = self._flows(function, partial(depends, query))
            fresh += self._enter(found, function, Reach(query, (), flows))
        for _ in range(HOPS):
            waiting, fresh = fresh, []
            for callee, reach in waiting:
                for edge in self._graph.calls_to(callee):
                    if edge.caller.key not in wanted or edge.caller.file.is_test or edge.by_name:
                        continue
                    if on_the_way(edge.call):
                        fresh += self._through(found, edge, reach)
        return dict(found)

    def _through(
        self, found: dict[tuple[str, int], dict[Call, Reach]], edge: Edge, reach: Reach
    ) -> list[tuple[Function, Reach]]:
        if reach.query.call in found[edge.caller.key]:
            return []
        flows = self._flows(edge.caller, partial(handed_on, edge.call, edge.callee, reach))
        further = Reach(reach.query, (edge.call, *reach.path), flows)
        return self._enter(found, edge.caller, further)

    def _enter(
        self, found: dict[tuple[str, int], dict[Call, Reach]], function: Function, reach: Reach
    ) -> list[tuple[Function, Reach]]:
        known = found[function.key]
        if not reach.flows or len(known) >= KEPT or self._is_cached(function):
            return []
        if reach.query.kind == LOAD and asks_if_loaded(function):
            return []
        known[reach.query.call] = reach
        return [(function, reach)]

    def _is_cached(self, function: Function) -> bool:
        found = self._cached.get(function.key)
        if found is None:
            found = self._cached[function.key] = is_cached(function)
        return found

    def _flows(self, function: Function, handed: "Handed") -> tuple[tuple[int, Dep], ...]:
        """Return which parameters of a function a call in it hands on to a query."""
        found: list[tuple[int, Dep]] = []
        for position, names in self._carried(function):
            dep = handed(names)
            if dep is not Dep.NONE:
                found.append((position, dep))
        return tuple(found)

    def _carried(self, function: Function) -> list[tuple[int, Names]]:
        """Return, by the position of a parameter, which variables carry something of it."""
        known = self._bound.get(function.key)
        if known is None:
            known = self._bound[function.key] = list(_carried(function))
        return known


def _carried(function: Function) -> Iterator[tuple[int, Names]]:
    clauses = function.clauses
    bodies: list[Value] = [c.body for c in clauses if c.body is not None]
    params = [param for clause in clauses for param in clause.params]
    bindings = Bindings.of(function.file.outline, (*params, *bodies))
    for position in range(function.arity):
        roots = [
            name
            for clause in clauses
            for param in clause.params[position : position + 1]
            for name in variables(param)
        ]
        if roots:
            yield position, bindings.names(roots)


Handed = Callable[[Names], Dep]


def handed_on(call: Call, callee: Function, reach: Reach, names: Names) -> Dep:
    """Return how the query behind a call hangs on a value around the call."""
    outline = call.file.outline
    flows = dict(reach.flows)
    best = Dep.NONE
    for position, arg in enumerate(call.args):
        at = parameter_of(callee, call.arity, position)
        dep = flows.get(at, Dep.NONE)
        if dep is Dep.NONE or not mentions(outline, (arg,), names.all_):
            continue
        if dep is Dep.TEXT:
            best = dep
            continue
        if dispatches([c.params[at] for c in callee.clauses if at < len(c.params)]):
            best = Dep.WHOLE
            continue
        bare = isinstance(arg, Var) and arg.name in names.roots
        single = isinstance(arg, ListOf)
        if dep is Dep.PART or (dep is Dep.WHOLE and not bare) or (dep is Dep.GROUP and single):
            return Dep.PART
        best = dep
    return best
