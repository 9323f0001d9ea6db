"""Rows: which schema a value's rows are of, one or many, and what was preloaded with them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dralint.analysis.calls.callgraph import delegated
from dralint.analysis.queries.queried import Queried, preloads_in, queried
from dralint.analysis.queries.queries import LOAD, READ, Queries
from dralint.analysis.queries.sizes import WHOLE
from dralint.analysis.values.bindings import (
    ELEMENT,
    Binding,
    Bindings,
    ClosureParameter,
    Parameter,
    bindings_of,
    untagged,
)
from dralint.outline.values import (
    Atom,
    Block,
    CallRef,
    Flow,
    MapOf,
    ModuleRef,
    Op,
    TupleOf,
    Value,
    Var,
)
from dralint.project import Call, Function, Project

DEPTH = 10
HOPS = 2
"""How many functions of the project a row is followed through."""

_KEEPS = frozenset(
    """
    filter reject sort sort_by uniq uniq_by reverse shuffle take take_while drop drop_while dedup
    dedup_by to_list slice each
    """.split()
)
"""Functions of Enum that return some of the rows that they are given."""

_PICKS = frozenset("at fetch! find random max_by min_by".split())
_ONE = frozenset("get get! get_by get_by! one one!".split())


@dataclass(frozen=True)
class Rows:
    """What is known of a value that comes from the database.

    `schema` is the module of the rows; `many`: a list of them; `preloads` are the associations
    that come with them. `query` is the call that asked; `hops` counts the functions between.
    """

    schema: str
    many: bool
    preloads: frozenset[str]
    query: Call
    hops: int = 0

    @property
    def one(self) -> "Rows":
        """One of them."""
        return replace(self, many=False)


class RowsOf:
    """Answers which rows a value is."""

    def __init__(self, project: Project, queries: Queries) -> None:
        self._project = project
        self._queries = queries
        self._bindings: dict[tuple[str, int], Bindings] = {}
        self._returned: dict[tuple[str, int], Rows | None] = {}

    @classmethod
    def of(cls, project: Project, queries: Queries) -> "RowsOf":
        """Return the rows of a project."""
        return cls(project, queries)

    def bindings(self, function: Function) -> Bindings:
        """Return the bindings of a function."""
        known = self._bindings.get(function.key)
        if known is None:
            known = bindings_of(function.file.outline, function.data)
            self._bindings[function.key] = known
        return known

    def binding(self, function: Function, variable: Var) -> Binding | None:
        """Return where a variable of a function was bound."""
        return self.bindings(function).at(variable.name, variable.start)

    def rows(self, function: Function, value: Value, depth: int = 0) -> Rows | None:
        """Return what is known of a value in a function, None where nothing is."""
        if depth > DEPTH:
            return None
        match value:
            case CallRef():
                return self._of_call(function, function.file.call(value.call), depth + 1)
            case Var():
                binding = self.binding(function, value)
                return None if binding is None else self._bound(function, binding, depth + 1)
            case Block() if value.items:
                return self.rows(function, value.items[-1], depth + 1)
            case Op(op="=") | Op(op="||"):
                return self.rows(function, value.args[-1 if value.op == "=" else 0], depth + 1)
            case _:
                return None

    def struct(self, function: Function, value: Value) -> str | None:
        """Return the struct that a value in a function is known to be, None where it is not."""
        if isinstance(value, MapOf) and isinstance(value.struct, ModuleRef):
            return value.struct.name
        if not isinstance(value, Var):
            return None
        binding = self.binding(function, value)
        pattern = None if binding is None else binding.pattern
        if isinstance(pattern, Op) and pattern.op == "=":
            for part in pattern.args:
                if isinstance(part, MapOf) and isinstance(part.struct, ModuleRef):
                    return part.struct.name if Var in map(type, pattern.args) else None
        found = self.rows(function, value)
        return None if found is None or found.many else found.schema

    def _bound(self, function: Function, binding: Binding, depth: int) -> Rows | None:
        given = binding.given
        if given is None or isinstance(given, Parameter):
            return None
        path = untagged(binding.path)
        if isinstance(given, ClosureParameter):
            if path or not _is_plain(binding.pattern):
                return None
            return self._element(function, given, depth)
        found = self.rows(function, given, depth)
        if found is None:
            return None
        if path == (ELEMENT,) and found.many:
            return found.one
        tagged = isinstance(binding.pattern, TupleOf)
        return found if not path or (tagged and path == (1,)) else None

    def _element(self, function: Function, given: ClosureParameter, depth: int) -> Rows | None:
        """Return what a closure is given that Enum runs for each row."""
        uses = function.file.outline.closures[given.closure].uses
        if len(uses) != 1 or given.position != 0:
            return None
        index, position = uses[0]
        call = function.file.call(index)
        if call.target == "Kernel" and call.name in ("then", "tap") and position == 1:
            return self.rows(function, call.args[0], depth)
        if call.target not in WHOLE or position < 1 or not call.args:
            return None
        found = self.rows(function, call.args[0], depth)
        return found.one if found is not None and found.many else None

    def _of_call(self, function: Function, call: Call, depth: int) -> Rows | None:
        query = self._queries.query(call)
        if query is not None:
            if query.kind == LOAD:
                return self._preloaded(function, call, depth)
            return self._asked(function, call) if query.kind == READ else None
        if call.target in WHOLE and call.args:
            return self._of_enum(function, call, depth)
        if call.target == "List" and call.name in ("first", "last") and call.args:
            found = self.rows(function, call.args[0], depth)
            return found.one if found is not None and found.many else None
        if call.target == "Kernel" and call.name == "hd":
            found = self.rows(function, call.args[0], depth)
            return found.one if found is not None and found.many else None
        return self._of_callee(call)

    def _of_enum(self, function: Function, call: Call, depth: int) -> Rows | None:
        if call.name not in _KEEPS and call.name not in _PICKS:
            return None
        found = self.rows(function, call.args[0], depth)
        if found is None or not found.many:
            return None
        return found.one if call.name in _PICKS else found

    def _preloaded(self, function: Function, call: Call, depth: int) -> Rows | None:
        found = self.rows(function, call.args[0], depth)
        more = preloads_in(call.args[1]) if len(call.args) > 1 else None
        if found is None or more is None:
            return None
        return replace(found, preloads=found.preloads | more)

    def _asked(self, function: Function, call: Call) -> Rows | None:
        name = call.name
        if call.target == "Ash" or (name not in _ONE and name != "all"):
            return None
        asked = self.queried(function, call.args[0])
        if asked is None or not asked.whole_rows:
            return None
        return Rows(asked.schema, name == "all", asked.preloads, call)

    def queried(self, function: Function, value: Value) -> Queried | None:
        """Return what is known of a query in a function."""
        return queried(function, value, self.bindings(function))

    def _of_callee(self, call: Call) -> Rows | None:
        callee = call.callee
        found = None if callee is None else self.returned(callee)
        return None if found is None else replace(found, hops=found.hops + 1)

    def returned(self, function: Function) -> Rows | None:
        """Return what a function returns, where all its ends are the same rows."""
        known = self._returned.get(function.key, self)
        if known is not self:
            return known  # type: ignore[return-value]
        self._returned[function.key] = None
        found = self._returned[function.key] = self._ends(function)
        return found

    def _ends(self, function: Function) -> Rows | None:
        real = delegated(function)
        if real is None:
            return None
        if real != function:
            return self.returned(real)
        bodies = [clause.body for clause in function.clauses if clause.body is not None]
        ends = [end for body in bodies for end in _tails(body)]
        if not ends or len(ends) > 6:
            return None
        found = [self.rows(function, end) for end in ends]
        first = found[0]
        if first is None or first.hops >= HOPS:
            return None
        for other in found[1:]:
            if other is None or (other.schema, other.many) != (first.schema, first.many):
                return None
            first = replace(first, preloads=first.preloads | other.preloads)
        return first


def _is_plain(pattern: Value) -> bool:
    return isinstance(pattern, Var) or (
        isinstance(pattern, Op)
        and pattern.op == "="
        and any(isinstance(a, Var) for a in pattern.args)
    )


def _tails(value: Value) -> Iterator[Value]:
    """Yield the ends of a body that may be rows; `nil` and errors are none."""
    match value:
        case Block() if value.items:
            yield from _tails(value.items[-1])
        case Flow():
            for arm in value.arms:
                if arm.label in ("do", "else", "->", ""):
                    yield from _tails(arm.body)
        case Atom(name="nil"):
            return
        case TupleOf(items=(Atom(name="error"), *_)):
            return
        case TupleOf(items=(Atom(name="ok"), rows)):
            yield rows
        case _:
            yield value
