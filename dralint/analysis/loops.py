"""Loops: code that runs once for each element, and what is known of how many there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.outline import Closure
from dralint.outline.values import (
    Atom,
    CallRef,
    ListOf,
    ModuleRef,
    Op,
    String,
    TupleOf,
    Value,
    Var,
    keyword,
)
from dralint.project import Call, File, Function, Project
from dralint.text import Span

from .dependence import Bindings, Names, parameters, variables
from .inside import inside
from .queries import Queries
from .sizes import WHOLE, Size, size_of

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


@dataclass(frozen=True, eq=False)
class Loop:
    """Code that runs for each element of something.

    `elements` are the variables that hold the element; `region` is the code; `closure` is its index
    in the closure table, -1 for a clause of a function.
    """

    file: File
    label: str
    span: Span
    elements: frozenset[str]
    region: tuple[Value, ...]
    source: Value | None
    size: Size
    count: int
    closure: int

    @cached_property
    def names(self) -> Names:
        """The variables in the loop that carry something of its element."""
        return Bindings.of(self.file.outline, self.region).names(self.elements)

    @cached_property
    def preloaded(self) -> bool:
        """Whether the elements visibly come with associations already loaded."""
        if self.source is None:
            return False
        return any(_preloads(self.file, value) for value in inside(self.file.outline, self.source))

    @cached_property
    def dispatches(self) -> bool:
        """Whether each of its clauses is for an element of another key, as with filters."""
        if self.closure < 0:
            return False
        clauses = self.file.outline.closures[self.closure].clauses
        return dispatches([arm.patterns[0] for arm in clauses if arm.patterns])


def dispatches(patterns: list[Value]) -> bool:
    """Whether patterns tell a fixed set of keys apart: `{:name, x}`, `{:from, x}`, `:all`..."""
    keys = {key for pattern in patterns if (key := _key(pattern)) is not None}
    return len(keys - {"ok", "error"}) >= 3


def _key(pattern: Value) -> str | None:
    if isinstance(pattern, TupleOf) and pattern.items:
        pattern = pattern.items[0]
    if isinstance(pattern, Atom):
        return pattern.name
    return pattern.text if isinstance(pattern, String) else None


def _preloads(file: File, value: Value) -> bool:
    if isinstance(value, CallRef):
        return "preload" in file.outline.calls[value.call].name
    return keyword(value, "preload") is not None


class Loops:
    """The loops of a project."""

    def __init__(self, project: Project, queries: Queries) -> None:
        self._project = project
        self._queries = queries
        self._files: dict[str, dict[int, list[Loop]]] = {}
        self._clauses: dict[tuple[str, int], list[tuple[int, int, Loop]]] = {}

    @classmethod
    def of(cls, project: Project, queries: Queries) -> "Loops":
        """Return the loops of a project."""
        return cls(project, queries)

    def around(self, call: Call) -> Iterator[Loop]:
        """Yield the loops that a call stands in, the innermost first."""
        loops = self._in_file(call.file)
        closures = call.file.outline.closures
        index = call.data.closure
        while index >= 0:
            yield from loops.get(index, ())
            index = closures[index].parent
        function = call.function
        if function is not None:
            for start, end, loop in self._in_clauses(function):
                if start <= call.data.index < end:
                    yield loop

    def _in_file(self, file: File) -> dict[int, list[Loop]]:
        if file.path not in self._files:
            found: dict[int, list[Loop]] = {}
            for closure in file.outline.closures:
                loops = list(self._of_closure(file, closure))
                if loops:
                    found[closure.index] = loops
            self._files[file.path] = found
        return self._files[file.path]

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

    def _in_clauses(self, function: Function) -> list[tuple[int, int, Loop]]:
        if function.key not in self._clauses:
            found = [*self._recursions(function), *self._rendered(function)]
            self._clauses[function.key] = found
        return self._clauses[function.key]

    def _recursions(self, function: Function) -> Iterator[tuple[int, int, Loop]]:
        """Yield the clauses that take a list apart and call the function again with its rest."""
        for clause in function.clauses:
            for position, param in enumerate(clause.params):
                if not (isinstance(param, ListOf) and isinstance(param.tail, Var)):
                    continue
                rest = param.tail.name
                for index in range(*clause.calls):
                    call = function.file.call(index)
                    again = call.name == function.name and call.callee == function
                    if not again or position >= call.arity:
                        continue
                    passed = call.args[position]
                    if isinstance(passed, Var) and passed.name == rest and clause.body:
                        names = {n for item in param.items for n in variables(item)}
                        loop = Loop(
                            function.file,
                            f"the list that `{function.label}` walks",
                            function.file.at(clause.name_start, clause.name_end),
                            frozenset(names),
                            (clause.body,),
                            None,
                            Size.UNKNOWN,
                            0,
                            -1,
                        )
                        yield (*clause.calls, loop)
                        break

    @cached_property
    def _render_many(self) -> dict[tuple[str, str], Call]:
        """The calls of `render_many`, by view and template."""
        found: dict[tuple[str, str], Call] = {}
        for file in self._project.files:
            for data in file.outline.calls:
                if data.name != "render_many" or len(data.args) < 3 or file.is_test:
                    continue
                view, template = data.args[1:3]
                if isinstance(view, ModuleRef) and isinstance(template, String):
                    found.setdefault((view.name, template.text), file.call(data.index))
        return found

    def _rendered(self, function: Function) -> Iterator[tuple[int, int, Loop]]:
        """Yield the clauses of a view that render one element of a list."""
        if function.name != "render" or function.arity != 2 or not self._render_many:
            return
        for clause in function.clauses:
            template = clause.params[0] if clause.params else None
            if not isinstance(template, String) or clause.body is None:
                continue
            call = self._render_many.get((function.module.name, template.text))
            if call is not None:
                names = frozenset(variables(clause.params[1]))
                source = call.args[0]
                loop = Loop(
                    function.file,
                    "`render_many/3`",
                    call.name_span,
                    names,
                    (clause.body,),
                    source,
                    Size.UNKNOWN,
                    0,
                    -1,
                )
                yield (*clause.calls, loop)


def _elements_at(call: Call, position: int) -> int | None:
    """Return which argument holds the elements for which a call runs a closure."""
    target = call.target
    name = f"{target}.{call.name}"
    if target in WHOLE:
        return 0 if position > 0 and name not in _NO_LOOP else None
    at = _FURTHER.get(name)
    return None if at == position else at
