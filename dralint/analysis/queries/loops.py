"""Loops: code that runs once for each element, and what is known of how many there are."""

from collections.abc import Iterator

from dralint.analysis.queries.clause_loops import ClauseLoops
from dralint.analysis.queries.dependence import parameters, variables
from dralint.analysis.queries.loop import Loop
from dralint.analysis.queries.queries import Queries
from dralint.analysis.queries.sizes import WHOLE, Size, size_of
from dralint.outline import Closure
from dralint.outline.values import Op
from dralint.project import Call, File, Project

_NO_LOOP = frozenset(
    "Stream.resource Stream.unfold Stream.iterate Stream.repeatedly Enum.count_until".split()
)
_FURTHER = {
    "Map.new": 0,
    "Map.filter": 0,
    "Map.reject": 0,
    "Map.map": 0,
    "MapSet.new": 0,
    "MapSet.filter": 0,
    "MapSet.reject": 0,
    "Keyword.new": 0,
    "Keyword.filter": 0,
    "Keyword.map": 0,
    "Task.async_stream": 0,
    "Task.Supervisor.async_stream": 1,
    "Task.Supervisor.async_stream_nolink": 1,
    ":lists.map": 1,
    ":lists.foreach": 1,
    ":lists.filter": 1,
    ":lists.filtermap": 1,
    ":lists.flatmap": 1,
    ":lists.foldl": 2,
    ":lists.foldr": 2,
}
"""Functions besides those of Enum and Stream that run a closure for each element: which argument
holds the elements."""


class Loops:
    """The loops of a project."""

    def __init__(self, project: Project, queries: Queries) -> None:
        self._project = project
        self._queries = queries
        self._known: dict[tuple[str, int], list[Loop]] = {}
        self._clauses = ClauseLoops(project)

    @classmethod
    def of(cls, project: Project, queries: Queries) -> "Loops":
        """Return the loops of a project."""
        return cls(project, queries)

    def around(self, call: Call) -> Iterator[Loop]:
        """Yield the loops that a call stands in, the innermost first."""
        closures = call.file.outline.closures
        index = call.data.closure
        while index >= 0:
            yield from self._at(call.file, index)
            index = closures[index].parent
        function = call.function
        if function is not None:
            for clause, loop in self._clauses.of_function(function):
                if clause.calls[0] <= call.data.index < clause.calls[1]:
                    yield loop

    def _at(self, file: File, index: int) -> list[Loop]:
        """Return the loops whose code one closure is."""
        key = (file.path, index)
        found = self._known.get(key)
        if found is None:
            found = list(self._of_closure(file, file.outline.closures[index]))
            self._known[key] = found
        return found

    def _of_closure(self, file: File, closure: Closure) -> Iterator[Loop]:
        outline = file.outline
        if closure.kind == "for":
            generators = [
                head for head in closure.heads if isinstance(head, Op) and head.op == "<-"
            ]
            names = {name for each in generators for name in variables(each.args[0])}
            if generators:
                source = generators[0].args[1]
                region = (*closure.heads[1:], *closure.clauses)
                span = file.at(closure.start, closure.start + len("for"))
                size, count = size_of(self._queries, file, source, closure.function)
                if len(generators) > 1 and size is Size.LITERAL:
                    size = Size.UNKNOWN
                yield Loop(
                    file,
                    "`for`",
                    span,
                    frozenset(names),
                    region,
                    source,
                    size,
                    count,
                    closure.index,
                )
        elif closure.kind in ("fn", "capture"):
            for index, position in closure.uses:
                call = file.call(index)
                at = _elements_at(call, position)
                if at is None or at >= len(call.args):
                    continue
                names = set(parameters(outline, closure.index, 0))
                source = call.args[at]
                size, count = size_of(self._queries, file, source, closure.function)
                name = f"`{call.target}.{call.name}/{call.arity}`"
                yield Loop(
                    file,
                    name,
                    call.name_span,
                    frozenset(names),
                    closure.clauses,
                    source,
                    size,
                    count,
                    closure.index,
                )


def _elements_at(call: Call, position: int) -> int | None:
    """Return which argument holds the elements for which a call runs a closure."""
    target = call.target
    name = f"{target}.{call.name}"
    if target in WHOLE:
        return 0 if position > 0 and name not in _NO_LOOP else None
    at = _FURTHER.get(name)
    return None if at == position else at
