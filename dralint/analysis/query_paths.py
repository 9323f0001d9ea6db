"""Where functions lead to queries: which parameters flow into which query, and on which path."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, partial

from dralint.outline.values import Atom, ListOf, TupleOf, Value, Var
from dralint.project import Call, Function, Project

from .callgraph import CallGraph, Edge
from .closures import Runs, closure_runs, parameter_of
from .dependence import Bindings, Names, mentions, variables
from .loop import dispatches
from .queries import LOAD, Queries, Query

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
_CACHE = re.compile(r"(?i)cache|memo|get_or_store|fetch_or_store|once$")
_STORES = frozenset((":ets", ":persistent_term", "Process"))


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


def on_the_way(call: Call, until: int = -1) -> bool:
    """Whether a call runs whenever a closure around it does (-1: the function that it stands in).

    A task that is awaited counts too; a closure given to a cache does not.
    """
    outline = call.file.outline
    index = call.data.closure
    while index >= 0 and index != until:
        closure = outline.closures[index]
        if closure.kind == "quote":
            return False
        if closure.kind in ("fn", "capture"):
            users = [call.file.call(user) for user, _ in closure.uses]
            if any(_is_cache(user) for user in users):
                return False
            runs = closure_runs(call.file, index)
            task = bool(users) and all(map(_is_awaited, users))
            if runs is not Runs.HERE and not task and not _lazy(users):
                return False
        index = closure.parent
    return True


def _is_awaited(call: Call) -> bool:
    """Whether a call starts a task of which somebody awaits the result."""
    return (call.target or "").startswith("Task") and call.name.startswith("async")


def _lazy(users: list[Call]) -> bool:
    return bool(users) and all(user.target == "Stream" for user in users)


def _is_cache(call: Call) -> bool:
    return _CACHE.search(f"{call.target or ''}.{call.name}") is not None


def is_cached(function: Function) -> bool:
    """Whether a function seems to remember its results, so that it need not ask each time."""
    attributes = function.file.outline.attributes
    if _CACHE.search(function.name):
        return True
    if any(attributes[index].name == "decorate" for index in function.data.attrs):
        return True
    return any(
        (call.target in _STORES and call.name in ("get", "lookup", "lookup_element"))
        or (call.target is not None and "Cache" in call.target.rpartition(".")[2])
        for call in function.calls
    )


def _asks_if_loaded(function: Function) -> bool:
    return any(call.name == "assoc_loaded?" for call in function.calls)


class QueryPaths:
    """Which functions lead to a query that hangs on one of their parameters."""

    def __init__(self, project: Project, graph: CallGraph, queries: Queries) -> None:
        self._project = project
        self._graph = graph
        self._queries = queries
        self._bound: dict[tuple[str, int], Bindings] = {}

    @classmethod
    def of(cls, project: Project, graph: CallGraph, queries: Queries) -> "QueryPaths":
        """Return the paths of a project."""
        return cls(project, graph, queries)

    def from_function(self, function: Function) -> tuple[Reach, ...]:
        """Return the queries that a function leads to, those on the shortest path first."""
        return tuple(self._reached.get(function.key, {}).values())

    @cached_property
    def _reached(self) -> dict[tuple[str, int], dict[Call, Reach]]:
        found: dict[tuple[str, int], dict[Call, Reach]] = defaultdict(dict)
        fresh: list[tuple[Function, Reach]] = []
        for query in self._queries.calls:
            function = query.call.function
            if function is None or function.file.is_test or not on_the_way(query.call):
                continue
            flows = self._flows(function, partial(depends, query))
            fresh += self._enter(found, function, Reach(query, (), flows))
        for _ in range(HOPS):
            waiting, fresh = fresh, []
            for callee, reach in waiting:
                for edge in self._graph.calls_to(callee):
                    if not edge.caller.file.is_test and not edge.by_name and on_the_way(edge.call):
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
        if not reach.flows or len(known) >= KEPT or is_cached(function):
            return []
        if reach.query.kind == LOAD and _asks_if_loaded(function):
            return []
        known[reach.query.call] = reach
        return [(function, reach)]

    def _flows(self, function: Function, handed: "Handed") -> tuple[tuple[int, Dep], ...]:
        """Return which parameters of a function a call in it hands on to a query."""
        found: list[tuple[int, Dep]] = []
        for position in range(function.arity):
            roots = [
                name
                for clause in function.clauses
                for param in clause.params[position : position + 1]
                for name in variables(param)
            ]
            if roots:
                dep = handed(self._bindings(function).names(roots))
                if dep is not Dep.NONE:
                    found.append((position, dep))
        return tuple(found)

    def _bindings(self, function: Function) -> Bindings:
        if function.key not in self._bound:
            bodies: Iterable[Value] = [c.body for c in function.clauses if c.body is not None]
            params = [param for clause in function.clauses for param in clause.params]
            self._bound[function.key] = Bindings.of(function.file.outline, (*params, *bodies))
        return self._bound[function.key]


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
