"""Loops whose code is a clause of a function: recursion, views and changesets of many."""

from collections.abc import Iterator
from functools import cached_property

from dralint.analysis.queries.dependence import variables
from dralint.analysis.queries.loop import Loop
from dralint.analysis.queries.sizes import Size
from dralint.analysis.values.names_seen import module_name
from dralint.outline import Clause
from dralint.outline.values import Atom, ListOf, String, Value, Var, keyword
from dralint.project import Call, Function, Project
from dralint.text import Span

_MANY = frozenset(("has_many", "embeds_many", "many_to_many"))


class ClauseLoops:
    """The clauses of a project's functions that run for each element of something."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[tuple[str, int], tuple[tuple[Clause, Loop], ...]] = {}

    def of_function(self, function: Function) -> tuple[tuple[Clause, Loop], ...]:
        """Return the clauses of a function that are loops."""
        if function.key not in self._known:
            found = (
                *self._recursions(function),
                *self._rendered(function),
                *self._cast(function),
            )
            self._known[function.key] = found
        return self._known[function.key]

    def _recursions(self, function: Function) -> Iterator[tuple[Clause, Loop]]:
        """Yield the clauses that take a list apart and call the function again with its rest."""
        for clause in function.clauses:
            for position, param in enumerate(clause.params):
                if not (isinstance(param, ListOf) and isinstance(param.tail, Var)):
                    continue
                if _goes_on(function, clause, position, param.tail.name):
                    names = {name for item in param.items for name in variables(item)}
                    span = function.file.at(clause.name_start, clause.name_end)
                    label = f"the list that `{function.label}` walks"
                    yield clause, _loop(function, clause, label, span, names)

    @cached_property
    def _render_many(self) -> dict[tuple[str, str], Call]:
        """The calls of `render_many`, by view and template."""
        found: dict[tuple[str, str], Call] = {}
        for file in self._project.files:
            for data in file.outline.calls:
                if data.name != "render_many" or len(data.args) < 3 or file.is_test:
                    continue
                view, template = data.args[1:3]
                name = module_name(file, data.module, view)
                if name is not None and isinstance(template, String):
                    found.setdefault((name, template.text), file.call(data.index))
        return found

    def _rendered(self, function: Function) -> Iterator[tuple[Clause, Loop]]:
        """Yield the clauses of a view that render one element of a list."""
        if function.name != "render" or function.arity != 2:
            return
        for clause in function.clauses:
            template = clause.params[0]
            if not isinstance(template, String) or clause.body is None:
                continue
            call = self._render_many.get((function.module.name, template.text))
            if call is not None:
                names = set(variables(clause.params[1]))
                label = "`render_many/3`"
                yield clause, _loop(function, clause, label, call.name_span, names, call.args[0])

    @cached_property
    def _casts(self) -> dict[str, Call]:
        """The calls that cast lists of associations, by the schema whose changesets they run."""
        found: dict[str, Call] = {}
        for file in self._project.files:
            for data in file.outline.calls:
                if data.name not in ("cast_assoc", "cast_embed") or len(data.args) < 2:
                    continue
                field = data.args[1]
                if file.is_test or data.quoted or not isinstance(field, Atom):
                    continue
                if keyword(data.args[-1], "with") is None:
                    for name in self._many.get(field.name, ()):
                        found.setdefault(name, file.call(data.index))
        return found

    @cached_property
    def _many(self) -> dict[str, set[str]]:
        """The schemas that others have many of, by the name of the association."""
        found: dict[str, set[str]] = {}
        for file in self._project.files:
            for data in file.outline.calls:
                if data.name not in _MANY or data.function >= 0 or len(data.args) < 2:
                    continue
                field, schema = data.args[:2]
                name = module_name(file, data.module, schema)
                if isinstance(field, Atom) and name is not None:
                    found.setdefault(field.name, set()).add(name)
        return found

    def _cast(self, function: Function) -> Iterator[tuple[Clause, Loop]]:
        """Yield the clauses of a changeset function that run for each cast association."""
        if function.name != "changeset" or not function.data.min_arity <= 2 <= function.arity:
            return
        call = self._casts.get(function.module.name)
        if call is None:
            return
        for clause in function.clauses:
            if clause.body is not None:
                names = {name for param in clause.params for name in variables(param)}
                label = f"`{call.name}/{call.arity}`"
                yield clause, _loop(function, clause, label, call.name_span, names)


def _goes_on(function: Function, clause: Clause, position: int, rest: str) -> bool:
    """Whether a clause calls its function again with the rest of the list."""
    for index in range(*clause.calls):
        call = function.file.call(index)
        if call.name == function.name and position < call.arity and call.callee == function:
            passed = call.args[position]
            if isinstance(passed, Var) and passed.name == rest:
                return True
    return False


def _loop(
    function: Function,
    clause: Clause,
    label: str,
    span: Span,
    elements: set[str],
    source: Value | None = None,
) -> Loop:
    region = () if clause.body is None else (clause.body,)
    names = frozenset(elements)
    return Loop(function.file, label, span, names, region, source, Size.UNKNOWN, 0, -1)
