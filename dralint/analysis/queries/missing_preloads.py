"""Missing preloads: associations that are read from rows which come without them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.calls.inside import inside
from dralint.analysis.queries.holders import Holders
from dralint.analysis.queries.on_the_way import asks_if_loaded
from dralint.analysis.queries.rows import Rows
from dralint.analysis.queries.schemas import Association, Schemas
from dralint.outline.values import Field, Flow, Value
from dralint.project import Call, File, Function, Project
from dralint.text import Span

_ASKS = frozenset(("assoc", "preload", "assoc_loaded?", "build_assoc", "get_assoc", "is_nil"))


@dataclass(frozen=True)
class Missing:
    """An association that is read though it was not loaded; `rows` says where they come from."""

    file: File
    field: Field
    rows: Rows
    association: Association

    @property
    def span(self) -> Span:
        """The place that reads it."""
        return self.file.place(self.field)


class MissingPreloads:
    """The missing preloads of a project."""

    def __init__(self, project: Project, holders: Holders, schemas: Schemas) -> None:
        self._project = project
        self._holders = holders
        self._rows = holders.rows
        self._schemas = schemas

    @classmethod
    def of(cls, project: Project, holders: Holders, schemas: Schemas) -> "MissingPreloads":
        """Return the missing preloads of a project."""
        return cls(project, holders, schemas)

    @cached_property
    def all_(self) -> tuple[Missing, ...]:
        """All of them, in the order of the files."""
        return tuple(found for each in self._holders.functions for found in self._in(each))

    def _in(self, function: Function) -> Iterator[Missing]:
        outline = function.file.outline
        fields: list[Field] = []
        spared: set[tuple[int, int]] = set()
        for clause in function.clauses:
            for value in inside(outline, clause.body):
                if isinstance(value, Field):
                    if value.name in self._schemas.names:
                        fields.append(value)
                elif isinstance(value, Flow) and value.kind == "case":
                    spared |= _places(value.heads)
        if not fields:
            return
        for call in function.calls:
            if call.name in _ASKS:
                spared |= _places(call.args)
        seen: set[str] = set()
        careful: bool | None = None
        for field in sorted(fields, key=lambda each: each.start):
            rows = self._rows.rows(function, field.on)
            if rows is None or rows.many or field.name in rows.preloads:
                continue
            known = self._schemas.associations(rows.schema, function.file)
            association = known.get(field.name)
            if association is None or (field.start, field.end) in spared or field.name in seen:
                continue
            if careful is None:
                careful = asks_if_loaded(function)
            if not careful and not self._prepared(rows.query):
                seen.add(field.name)
                yield Missing(function.file, field, rows, association)

    def _prepared(self, query: Call) -> bool:
        """Whether a repository may preload by itself what it is asked for."""
        target = query.target
        module = None if target is None else self._project.module(target, query.file)
        return module is not None and any(
            function.name in (query.name, "prepare_query") for function in module.functions
        )


def _places(values: tuple[Value, ...]) -> set[tuple[int, int]]:
    return {(value.start, value.end) for value in values if isinstance(value, Field)}
