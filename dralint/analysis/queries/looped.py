"""Queries in loops: each query that runs once for each element, directly or through functions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.calls.callgraph import CallGraph, Edge
from dralint.analysis.calls.clauses import clause_of, reaches
from dralint.analysis.queries.asking import Way
from dralint.analysis.queries.constancy import is_constant
from dralint.analysis.queries.dependence import mentions
from dralint.analysis.queries.loop import Loop, associations
from dralint.analysis.queries.loops import Loops
from dralint.analysis.queries.on_the_way import on_the_way
from dralint.analysis.queries.one_off import one_off_modules
from dralint.analysis.queries.queries import LOAD, READ, WRITE, Queries, Query
from dralint.analysis.queries.query_paths import Dep, QueryPaths, Reach, depends, handed_on
from dralint.analysis.queries.rows import RowsOf
from dralint.analysis.queries.sizes import Size
from dralint.finding import CERTAIN, POSSIBLE, PROBABLE, Confidence
from dralint.project import Call, Project
from dralint.text import Span

FAR = 2
"""Beyond so many functions on the way, too much may keep the query from being asked."""


@dataclass(frozen=True)
class QueryOptions:
    """`min_items`: a loop over a literal with no more elements than this is no loop."""

    min_items: int = 5


@dataclass(frozen=True)
class Looped:
    """A query that runs for each element of a loop.

    `call` stands in the loop; `path` leads from the function that it calls to the query.
    """

    call: Call
    loop: Loop
    query: Query
    dep: Dep
    path: tuple[Call, ...] = ()

    @property
    def way(self) -> Iterator[tuple[Span, str]]:
        """The places on the way from the loop to the query, and what each is."""
        yield self.loop.span, f"for each element of {self.loop.label}"
        calls = (self.call, *self.path) if self.query.call != self.call else self.path
        for call in calls:
            yield call.name_span, f"`{short(call)}` is called"
        yield self.query.call.name_span, f"`{short(self.query.call)}` asks the database"

    @property
    def upserts(self) -> bool:
        """Whether it looks for a row to write it where there is none: one for each, by nature."""
        functions = (call.function for call in (*self.path, self.query.call))
        return any(f is not None and _UPSERT.search(f.name) is not None for f in functions)

    @property
    def doubt(self) -> int:
        """0 where every step is resolved, 1 where one goes by convention, 2 where it may be fine.

        It may be fine where there is nothing to gather, or the number of elements does not grow
        with the data, or Ecto may find the association loaded already.
        """
        loaded = self.query.kind == LOAD and self.call != self.query.call and self._loaded()
        early = self.loop.label.startswith(("`Enum.find", "`Stream.take_while"))
        if self.dep is not Dep.PART or self.loop.size is Size.LITERAL or loaded or early:
            return 2
        if len(self.path) > FAR:
            return 2
        return 0 if self.query.sure and len(self.path) <= 1 else 1

    def _loaded(self) -> bool:
        """Whether the elements may come with what the query would load."""
        known = self.loop.preloads
        call = self.query.call
        return known is None or (bool(known) and associations(call.file, call.args[1:]) <= known)


class QueriesInLoops:
    """The queries of a project that run for each element of something."""

    def __init__(
        self,
        project: Project,
        graph: CallGraph,
        queries: Queries,
        loops: Loops,
        paths: QueryPaths,
        rows: RowsOf,
        options: QueryOptions,
    ) -> None:
        self._graph = graph
        self._queries = queries
        self._loops = loops
        self._paths = paths
        self._rows = rows
        self._options = options
        self._one_off = one_off_modules(project)

    @classmethod
    def of(
        cls,
        project: Project,
        graph: CallGraph,
        queries: Queries,
        loops: Loops,
        paths: QueryPaths,
        rows: RowsOf,
        options: QueryOptions,
    ) -> "QueriesInLoops":
        """Return the queries in loops of a project."""
        return cls(project, graph, queries, loops, paths, rows, options)

    @cached_property
    def direct(self) -> tuple[Looped, ...]:
        """The queries that stand in a loop themselves, in the order of the source."""
        return tuple(self._direct())

    def _direct(self) -> Iterator[Looped]:
        for query in self._queries.calls:
            for loop in self.around(query.call):
                dep = depends(query, loop.names)
                if dep is not Dep.NONE:
                    yield Looped(query.call, loop, query, dep)
                    break

    @cached_property
    def invariant(self) -> tuple[Looped, ...]:
        """The queries that a loop asks each time though nothing in it can change them."""
        return tuple(self._invariant())

    def _invariant(self) -> Iterator[Looped]:
        for query in self._queries.calls:
            if query.kind != READ or query.statement is not None:
                continue
            loop = next(self.around(query.call), None)
            if loop is not None and loop.closure >= 0 and is_constant(query.call, loop):
                yield Looped(query.call, loop, query, Dep.NONE)

    def calls_of(self, functions: Mapping[tuple[str, int], Way]) -> Iterator[tuple[Call, Loop]]:
        """Yield the calls of some functions that a loop makes for something of its element."""
        for edge in self._graph.edges:
            if edge.callee.key in functions and not edge.by_name:
                for loop in self.around(edge.call):
                    if _takes(edge.call, loop):
                        yield edge.call, loop
                        break

    @cached_property
    def through(self) -> tuple[Looped, ...]:
        """The calls in loops that lead to a query through functions of the project."""
        return tuple(found for found in self._reaching if found.query.kind != WRITE)

    @cached_property
    def written(self) -> tuple[Looped, ...]:
        """The calls in loops that lead to a write by Ash, which has words for many at once."""
        return tuple(found for found in self._reaching if found.query.kind == WRITE)

    @cached_property
    def _reaching(self) -> tuple[Looped, ...]:
        return tuple(self._through())

    def _through(self) -> Iterator[Looped]:
        leading = self._paths.leading
        looped = [
            (edge, around)
            for edge in self._graph.edges
            if edge.callee.key in leading and not edge.by_name and edge.callee != edge.caller
            if (around := list(self.around(edge.call)))
            and any(_takes(edge.call, loop) for loop in around)
        ]
        reached = self._paths.of_functions(edge.callee for edge, _ in looped)
        for edge, around in looped:
            entered = reached.get(edge.callee.key, ())
            asked = [reach for reach in entered if reach.query.kind != WRITE]
            by_ash = [r for r in entered if r.query.kind == WRITE and r.query.call.target == "Ash"]
            yield from self._first(edge, around, asked)
            yield from self._first(edge, around, by_ash)

    def _first(self, edge: Edge, around: list[Loop], ways: list[Reach]) -> Iterator[Looped]:
        """Yield the surest way to a query from a call, for the innermost loop that it hangs on."""
        if ways:
            for loop in around:
                found = [
                    Looped(edge.call, loop, reach.query, dep, reach.path)
                    for reach in ways
                    for dep in (handed_on(edge.call, edge.callee, reach, loop.names),)
                    if dep is not Dep.NONE and self._enters(edge, reach)
                ]
                if found:
                    yield min(found, key=_rank)
                    break

    def _enters(self, edge: Edge, reach: Reach) -> bool:
        """Whether a call can end in the clause of its callee that leads to a query."""
        if len(edge.callee.clauses) == 1:
            return True
        first = reach.path[0] if reach.path else reach.query.call
        number = clause_of(edge.callee, first.data.index)
        structs = {
            position: name
            for position, arg in enumerate(edge.call.args)
            if (name := self._rows.struct(edge.caller, arg)) is not None
        }
        return reaches(edge.call.data, edge.callee, number, structs)

    def around(self, call: Call) -> Iterator[Loop]:
        """Yield the loops of the running system around a call, the innermost first."""
        if not call.file.is_code or is_seed(call.file.within):
            return
        if call.module is not None and call.module.name in self._one_off:
            return
        for loop in self._loops.around(call):
            if loop.size is Size.CHUNKED or loop.runs_once(call) or loop.builds_a_query:
                continue
            if loop.size is Size.LITERAL and loop.count <= self._options.min_items:
                continue
            if on_the_way(call, loop.closure):
                yield loop


def _takes(call: Call, loop: Loop) -> bool:
    """Whether a call in a loop is handed something of its element."""
    return mentions(call.file.outline, call.args, loop.names.all_)


def confidence_in(found: Looped) -> Confidence:
    """Return how sure a query in a loop is one that costs."""
    return (CERTAIN, PROBABLE, POSSIBLE)[found.doubt]


def short(call: Call) -> str:
    """Return a call as people name it: `Repo.get/2`, `profile/1`."""
    target = call.target
    if call.data.on is None or target is None:
        return f"{call.name}/{call.arity}"
    return f"{target.rpartition('.')[2]}.{call.name}/{call.arity}"


def _rank(found: Looped) -> tuple[int, bool, int]:
    return found.doubt, found.query.kind == LOAD, len(found.path)


_UPSERT = re.compile(r"(?i)upsert|(find|get|fetch)_or_|(create|insert|update)_or_")
_SEED = re.compile(
    r"(?i)(^|[/_])(seeds?|demo|fixtures?|factory|factories|scripts|backfill)([/_.]|$)"
)


def is_seed(path: str) -> bool:
    """Whether a file fills a database with examples rather than runs in the system."""
    return _SEED.search(path) is not None
