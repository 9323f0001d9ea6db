"""How many elements a loop has, as far as that is written."""

from enum import Enum

from dralint.analysis.calls.inside import inside
from dralint.analysis.queries.dependence import variables
from dralint.analysis.queries.queries import LOAD, WRITE, Queries
from dralint.outline.values import (
    AttrRead,
    Block,
    CallRef,
    ListOf,
    MapOf,
    ModuleRef,
    Number,
    Op,
    Sigil,
    Value,
    Var,
)
from dralint.project import Call, File

WHOLE = frozenset(("Enum", "Stream"))
"""Modules whose functions take the elements first."""
_SAME_SIZE = frozenset(
    """
    map filter reject with_index sort sort_by uniq uniq_by reverse shuffle to_list each flat_map
    zip take take_while drop drop_while dedup concat map_every keys values into new
    """.split()
)


class Size(Enum):
    """What is known of the number of elements."""

    LITERAL = "literal"
    CHUNKED = "chunked"
    TABLE = "table"
    """All rows of a table."""
    QUERY = "query"
    UNKNOWN = "unknown"


def size_of(
    queries: Queries, file: File, source: Value, function: int, depth: int = 0
) -> tuple[Size, int]:
    """Return what is known of how many elements a value has."""
    if depth > 8:
        return Size.UNKNOWN, 0
    match source:
        case ListOf(tail=None):
            return Size.LITERAL, len(source.items)
        case MapOf(base=None):
            return Size.LITERAL, len(source.pairs)
        case Sigil(name="w" | "W"):
            return Size.LITERAL, len(source.text.split())
        case Op(op="..", args=(Number() as low, Number() as high)):
            first, last = _integer(low), _integer(high)
            return Size.LITERAL, abs(last - first) + 1
        case AttrRead():
            return _of_attribute(queries, file, source, depth)
        case Var():
            bound = _bound_once(file, function, source)
            if bound is not None:
                return size_of(queries, file, bound, function, depth + 1)
        case Block() if source.items:
            return size_of(queries, file, source.items[-1], function, depth + 1)
        case CallRef():
            return _of_call(queries, file.call(source.call), function, depth)
        case _:
            pass
    return Size.UNKNOWN, 0


def _of_attribute(queries: Queries, file: File, value: AttrRead, depth: int) -> tuple[Size, int]:
    given = [a for a in file.outline.attributes if a.name == value.name and a.value is not None]
    if len(given) == 1 and given[0].value is not None:
        return size_of(queries, file, given[0].value, -1, depth + 1)
    return Size.UNKNOWN, 0


def _of_call(queries: Queries, call: Call, function: int, depth: int) -> tuple[Size, int]:
    target, name = call.target, call.name
    if name in ("chunk_every", "chunk", "chunk_by") and target in WHOLE:
        return Size.CHUNKED, 0
    if target in WHOLE or target in ("Map", "MapSet", "Keyword"):
        if name == "take" and call.arity == 2 and isinstance(call.args[1], Number):
            return Size.LITERAL, _integer(call.args[1])
        if name in _SAME_SIZE and call.args:
            return size_of(queries, call.file, call.args[0], function, depth + 1)
        return Size.UNKNOWN, 0
    callee = call.callee
    if callee is not None and call.arity == 0 and len(callee.clauses) == 1:
        body = callee.clauses[0].body
        if body is not None:
            return size_of(queries, callee.file, body, callee.data.index, depth + 1)
    query = queries.query(call)
    if query is None or query.kind == WRITE:
        return Size.UNKNOWN, 0
    if query.kind == LOAD:
        return size_of(queries, call.file, call.args[0], function, depth + 1)
    return (Size.TABLE if _whole_table(call) else Size.QUERY), 0


def _integer(number: Number) -> int:
    text = number.text.replace("_", "")
    return int(text) if text.isdigit() else 1_000_000


def _bound_once(file: File, function: int, variable: Var) -> Value | None:
    """Return what a variable is bound to where there is one binding in the function."""
    if function < 0:
        return None
    found: list[Op] = []
    for clause in file.outline.functions[function].clauses:
        if clause.start <= variable.start < clause.end:
            if any(variable.name in variables(param) for param in clause.params):
                return None
            for value in inside(file.outline, clause.body):
                if isinstance(value, Op) and value.op == "=" and len(value.args) == 2:
                    found += [value] if variable.name in variables(value.args[0]) else []
    if len(found) == 1 and isinstance(found[0].args[0], Var):
        return found[0].args[1]
    return None


_NARROWING = frozenset(
    "where or_where limit first last having join inner_join select_merge distinct".split()
)


def _whole_table(call: Call) -> bool:
    """Whether a query visibly takes all rows: nothing in it narrows, and nothing is unknown."""
    first = call.args[0]
    outline = call.file.outline
    if isinstance(first, ModuleRef):
        return call.name == "all" or call.name == "stream"
    for value in inside(outline, first):
        if isinstance(value, Var):
            return False
        if isinstance(value, CallRef):
            inner = outline.calls[value.call]
            known = inner.name in ("from", "order_by", "preload", "select")
            if not known and inner.args:
                return False
        if isinstance(value, ListOf) and any(
            getattr(item, "items", None) and getattr(item.items[0], "name", "") in _NARROWING  # type: ignore[union-attr]
            for item in value.items
        ):
            return False
    return isinstance(first, CallRef)
