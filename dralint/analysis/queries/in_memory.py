"""In memory: lists that were loaded whole, of which only a part or a number is wanted."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.calls.inside import inside
from dralint.analysis.queries.holders import Holders
from dralint.analysis.queries.queries import Queries
from dralint.analysis.queries.schemas import Schemas
from dralint.analysis.values.bindings import Parameter
from dralint.outline.values import (
    Atom,
    AttrRead,
    CallRef,
    Field,
    Fn,
    ListOf,
    MapOf,
    Number,
    Op,
    String,
    Value,
    Var,
)
from dralint.project import Call, Function

COUNT, FILTER = "count", "filter"

_COUNTS = frozenset("Enum.count/1 Kernel.length/1 Enum.empty?/1".split())
_FILTERS = frozenset("filter reject find any? count find_value".split())
_WORDS = frozenset("== != < > <= >= and or not in && || ! === !==".split())
_KERNEL = frozenset(("is_nil", "not"))


@dataclass(frozen=True)
class InMemory:
    """A call that takes a part of a list, or its number, and the query that loaded the list.

    `sure`: the list is used for nothing else, and the query is in the same function.
    """

    kind: str
    call: Call
    query: Call
    sure: bool


class ListsInMemory:
    """The lists of a project that are loaded whole for a part of them."""

    def __init__(self, queries: Queries, holders: Holders, schemas: Schemas) -> None:
        self._queries = queries
        self._holders = holders
        self._rows = holders.rows
        self._schemas = schemas

    @classmethod
    def of(cls, queries: Queries, holders: Holders, schemas: Schemas) -> "ListsInMemory":
        """Return those of a project."""
        return cls(queries, holders, schemas)

    @cached_property
    def all_(self) -> tuple[InMemory, ...]:
        """All of them, in the order of the files."""
        return tuple(found for each in self._holders.functions for found in self._in(each))

    def _in(self, function: Function) -> Iterator[InMemory]:
        for call in function.calls:
            if not call.args:
                continue
            target, name = call.target, call.name
            kind = None
            if f"{target}.{name}/{call.arity}" in _COUNTS:
                kind = COUNT
            elif target == "Enum" and name in _FILTERS and call.arity == 2:
                kind = FILTER
            if kind is None:
                continue
            found = self._loaded(function, call.args[0])
            if found is None:
                continue
            query, schema = found
            if kind is FILTER and not self._is_sql(function, call, schema):
                continue
            yield InMemory(kind, call, query, query.function == function)

    def _loaded(self, function: Function, value: Value) -> tuple[Call, str | None] | None:
        """Return the query that loaded a list whole, and its schema where that is known."""
        if isinstance(value, Var):
            binding = self._rows.binding(function, value)
            if binding is None or binding.path or isinstance(binding.given, Parameter | None):
                return None
            given = binding.given
            # A `case` binds the same list again in each of its patterns.
            if not isinstance(given, CallRef) or binding.start != given.end:
                return None
            if _uses(function, value.name) != 2:
                return None
            value = given
        if not isinstance(value, CallRef):
            return None
        call = function.file.call(value.call)
        query = self._queries.query(call)
        if query is not None:
            if call.name != "all" or not call.args:
                return None
            asked = self._rows.queried(function, call.args[0])
            return call, None if asked is None else asked.schema
        rows = self._rows.rows(function, value)
        if rows is None or not rows.many or call.callee is None:
            return None
        return rows.query, rows.schema

    def _is_sql(self, function: Function, call: Call, schema: str | None) -> bool:
        """Whether a predicate compares columns of the rows with values."""
        outline = function.file.outline
        fn = call.args[1]
        if not isinstance(fn, Fn):
            return False
        closure = outline.closures[fn.closure]
        if len(closure.clauses) != 1 or closure.kind not in ("fn", "capture"):
            return False
        arm = closure.clauses[0]
        element = "&1"
        if closure.kind == "fn":
            if len(arm.patterns) != 1 or not isinstance(arm.patterns[0], Var):
                return False
            element = arm.patterns[0].name
        columns = None if schema is None else self._schemas.columns(schema, function.file)
        fields = 0
        waiting = [arm.body]
        while waiting:
            value = waiting.pop()
            match value:
                case Field(on=Var(name=name)) if name == element:
                    if columns is not None and value.name not in columns:
                        return False
                    fields += 1
                case Field(on=Var()):
                    pass
                case Var(name=name):
                    if name == element:
                        return False
                case Op() if value.op in _WORDS:
                    waiting += value.args
                case CallRef():
                    data = outline.calls[value.call]
                    if data.on is not None or data.name not in _KERNEL:
                        return False
                    waiting += data.args
                case Atom() | Number() | String() | AttrRead():
                    pass
                case ListOf() | MapOf():
                    return False
                case _:
                    return False
        return fields > 0


def _uses(function: Function, name: str) -> int:
    """Return how often a variable stands in a function, its binding included."""
    outline = function.file.outline
    return sum(
        1
        for clause in function.clauses
        for value in inside(outline, *clause.params, clause.body)
        if isinstance(value, Var) and value.name == name
    )
