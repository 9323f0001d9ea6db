"""Split writes: functions that write rows of two schemas without a transaction."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.calls.closures import Runs, runs_at
from dralint.analysis.queries.looped import is_seed
from dralint.analysis.queries.queries import WRITE, Queries
from dralint.analysis.queries.rows import RowsOf
from dralint.analysis.queries.schemas import Schemas
from dralint.analysis.queries.transactions import Transactions
from dralint.analysis.values.bindings import Parameter
from dralint.analysis.values.branches import Branches
from dralint.analysis.values.names_seen import module_name
from dralint.outline.values import CallRef, MapOf, ModuleRef, Value, Var
from dralint.project import Call, Function, Project

DEPTH = 8


@dataclass(frozen=True)
class SplitWrite:
    """Two writes of one run of a function, in their order, and the schemas of their rows."""

    function: Function
    first: Call
    second: Call
    schemas: tuple[str, str]


class SplitWrites:
    """Those of a project."""

    def __init__(
        self,
        project: Project,
        queries: Queries,
        transactions: Transactions,
        rows: RowsOf,
        schemas: Schemas,
    ) -> None:
        self._project = project
        self._queries = queries
        self._transactions = transactions
        self._rows = rows
        self._schemas = schemas

    @classmethod
    def of(
        cls,
        project: Project,
        queries: Queries,
        transactions: Transactions,
        rows: RowsOf,
        schemas: Schemas,
    ) -> "SplitWrites":
        """Return those of a project."""
        return cls(project, queries, transactions, rows, schemas)

    @cached_property
    def all_(self) -> tuple[SplitWrite, ...]:
        """The first of each function, in the order of the files."""
        writing: dict[Function, list[Call]] = defaultdict(list)
        for query in self._queries.calls:
            call, function = query.call, query.call.function
            if query.kind != WRITE or function is None or not call.file.is_code:
                continue
            if is_seed(call.file.within):
                continue
            if self._queries.repo(call.target or "") and call.name.startswith(_WORDS):
                writing[function].append(call)
        return tuple(
            found
            for function, calls in writing.items()
            if len(calls) > 1
            if (found := next(self._in(function, calls), None)) is not None
        )

    def _in(self, function: Function, calls: list[Call]) -> Iterator[SplitWrite]:
        steps = [
            (call, schema)
            for call in calls
            if runs_at(call.file, call.data.closure) is Runs.HERE
            and self._transactions.around(call) is None
            and (schema := self._schema(function, call.args[0])) is not None
        ]
        if len({schema for _, schema in steps}) < 2:
            return
        branches = Branches(function)
        for index, (first, one) in enumerate(steps):
            for second, other in steps[index + 1 :]:
                apart = branches.exclude(first.data.name_start, second.data.name_start)
                if one != other and not apart and not self._transactions.may_surround(function):
                    yield SplitWrite(function, first, second, (one, other))

    def _schema(self, function: Function, value: Value, depth: int = 0) -> str | None:
        """Return the schema of the row that is written, None where it is not seen."""
        if depth > DEPTH:
            return None
        match value:
            case MapOf(struct=ModuleRef() as name) | (ModuleRef() as name):
                return module_name(function.file, function.data.module, name)
            case Var():
                binding = self._rows.binding(function, value)
                given = None if binding is None else binding.given
                struct = self._rows.struct(function, value)
                if struct is not None:
                    return struct
                if given is None or isinstance(given, Parameter) or (binding and binding.path):
                    return None
                return (
                    self._schema(function, given, depth + 1) if isinstance(given, CallRef) else None
                )
            case CallRef():
                call = function.file.call(value.call)
                if call.target is not None and self._schemas.is_schema(call.target, function.file):
                    return call.target if "changeset" in call.name else None
                made = call.args and isinstance(call.args[0], MapOf)
                if made or (call.args and call.target in _THROUGH):
                    return self._schema(function, call.args[0], depth + 1)
                rows = self._rows.rows(function, value)
                return None if rows is None else rows.schema
            case _:
                return None


_WORDS = ("insert", "update", "delete")
_THROUGH = frozenset(("Ecto.Changeset", "Ecto", "Kernel", "Ecto.Query"))
