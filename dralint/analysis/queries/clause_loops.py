"""Loops whose code is a clause of a function: recursion, views and changesets of many."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from dralint.analysis.queries.dependence import variables
from dralint.analysis.queries.loop import Loop
from dralint.analysis.queries.sizes import Size
from dralint.analysis.values.names_seen import module_name
from dralint.outline import Clause
from dralint.outline.values import Atom, CallRef, Fn, ListOf, String, Value, Var, keyword
from dralint.project import Call, File, Function, Project
from dralint.text import Span

_MANY = frozenset(("has_many", "embeds_many", "many_to_many"))
_NAMES = _MANY | frozenset("render_many cast_assoc cast_embed list_of resolve field".split())


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
                *self._resolved(function),
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
    def _named(self) -> dict[str, list[Call]]:
        """The calls that may make a clause a loop, by name."""
        found: dict[str, list[Call]] = defaultdict(list)
        for file in self._project.files:
            if not file.is_test:
                for data in file.outline.calls:
                    if data.name in _NAMES and data.args and not data.quoted:
                        found[data.name].append(file.calls[data.index])
        return found

    @cached_property
    def _render_many(self) -> dict[tuple[str, str], Call]:
        """The calls of `render_many`, by view and template."""
        found: dict[tuple[str, str], Call] = {}
        for call in self._named["render_many"]:
            if len(call.args) >= 3:
                view, template = call.args[1:3]
                name = module_name(call.file, call.data.module, view)
                if name is not None and isinstance(template, String):
                    found.setdefault((name, template.text), call)
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
        for call in (*self._named["cast_assoc"], *self._named["cast_embed"]):
            field = call.args[1] if len(call.args) > 1 else None
            if isinstance(field, Atom) and keyword(call.args[-1], "with") is None:
                for name in self._many.get(field.name, ()):
                    found.setdefault(name, call)
        return found

    @cached_property
    def _many(self) -> dict[str, set[str]]:
        """The schemas that others have many of, by the name of the association."""
        found: dict[str, set[str]] = {}
        for kind in sorted(_MANY):
            for call in self._named[kind]:
                if call.data.function < 0 and len(call.args) > 1:
                    field, schema = call.args[:2]
                    name = module_name(call.file, call.data.module, schema)
                    if isinstance(field, Atom) and name is not None:
                        found.setdefault(field.name, set()).add(name)
        return found

    @cached_property
    def _resolvers(self) -> dict[tuple[str, int], tuple[str, Call]]:
        """The functions that resolve a field of a GraphQL object of which lists are asked for."""
        asked = (call.args[0] for call in self._named["list_of"])
        listed = {name.name for name in asked if isinstance(name, Atom)}
        found: dict[tuple[str, int], tuple[str, Call]] = {}
        for call in (*self._named["resolve"], *self._named["field"]):
            given = call.args[0] if call.name == "resolve" else keyword(call.args[-1], "resolve")
            if call.data.function >= 0 or not isinstance(given, Fn):
                continue
            resolver = _captured(call.file, given)
            if resolver is not None and resolver.arity == 3:
                name = _object(call)
                if name in listed:
                    found.setdefault(resolver.key, (name, call))
        return found

    def _resolved(self, function: Function) -> Iterator[tuple[Clause, Loop]]:
        """Yield the clauses that resolve a field for each object of a list."""
        name, call = self._resolvers.get(function.key, ("", None))
        for clause in function.clauses if call is not None else ():
            names = set(variables(clause.params[0])) if clause.params else set()
            if call is not None and names and clause.body is not None:
                label = f"`list_of(:{name})`"
                yield clause, _loop(function, clause, label, call.name_span, names)

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


def _captured(file: File, value: Fn) -> Function | None:
    """Return the function that `&Module.name/3` names."""
    closure = file.outline.closures[value.closure]
    body = closure.clauses[0].body if closure.kind == "capture" and closure.clauses else None
    return file.call(body.call).callee if isinstance(body, CallRef) else None


def _object(call: Call) -> str | None:
    """Return the name of the GraphQL object in whose block a call stands."""
    outline = call.file.outline
    index = call.data.closure
    while index >= 0:
        closure = outline.closures[index]
        for user, _ in closure.uses:
            data = outline.calls[user]
            if data.name == "object" and data.args and isinstance(data.args[0], Atom):
                return data.args[0].name
        index = closure.parent
    return None


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
