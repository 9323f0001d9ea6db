"""Rendering: functions that make markup or JSON for a page, and those that ask a database."""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.calls.closures import Runs, runs_at
from dralint.analysis.liveview.templates import TemplateCall, Templates
from dralint.analysis.queries.asking import Asking, Way
from dralint.analysis.queries.queries import LOAD, WRITE, Queries
from dralint.outline.values import Block, Op, Sigil, Value
from dralint.project import Function, Module, Paper, Project
from dralint.text import Span

_MARKUP = frozenset(("Phoenix.LiveView", "Phoenix.LiveComponent", "Phoenix.Component"))
_NAMED = re.compile(r"(JSON|HTML|View)$")


@dataclass(frozen=True)
class AskingRender:
    """A function or a template that renders and asks.

    `way` leads to the query from the function, or from the function that the markup calls: then
    `named` is how the markup calls it. `label` is how people call what renders. `template` is
    the file of its own that it is.
    """

    label: str
    span: Span
    way: Way
    named: str = ""
    template: Paper | None = None


class Rendering:
    """What renders in a project."""

    def __init__(
        self, project: Project, queries: Queries, asking: Asking, templates: Templates
    ) -> None:
        self._project = project
        self._queries = queries
        self._asking = asking
        self._templates = templates

    @classmethod
    def of(
        cls, project: Project, queries: Queries, asking: Asking, templates: Templates
    ) -> "Rendering":
        """Return what renders in a project."""
        return cls(project, queries, asking, templates)

    @cached_property
    def asking(self) -> tuple[AskingRender, ...]:
        """The functions that render and ask, in the order of the files."""
        return tuple(self._all())

    def _all(self) -> Iterator[AskingRender]:
        if not self._asking.reads:
            return
        for file in self._project.files:
            if file.kind != "web" and not (file.is_code and file.path.endswith("_live.ex")):
                continue
            for module in file.modules:
                live = not _MARKUP.isdisjoint(module.effects.uses)
                view = _NAMED.search(module.name) is not None
                for function in module.functions if live or view else ():
                    markup = _markup(function)
                    yield from self._in_markup(function, module, markup)
                    if markup or (view and _is_view(function)):
                        yield from self._in_code(function)
                if live or view:
                    for paper in self._templates.of_module(module):
                        yield from self._in_template(module, paper)

    def _in_code(self, function: Function) -> Iterator[AskingRender]:
        if function.key not in self._asking.reads:
            return
        for call in function.calls:
            if runs_at(call.file, call.data.closure) is not Runs.HERE:
                continue
            query = self._queries.query(call)
            if query is not None and query.kind != WRITE:
                yield AskingRender(function.label, call.name_span, (call,))
                continue
            callee = call.callee
            way = None if callee is None else self._asking.reads.get(callee.key)
            if way is not None and callee is not None and not _renders(callee):
                yield AskingRender(function.label, call.name_span, (call, *way))

    def _in_markup(
        self, function: Function, module: Module, markup: list[Sigil]
    ) -> Iterator[AskingRender]:
        found = (each for sigil in markup for each in self._called(module, sigil))
        for call, way in found:
            yield AskingRender(function.label, function.span, way, _named(call))
            return

    def _in_template(self, module: Module, paper: Paper) -> Iterator[AskingRender]:
        seen: set[Function] = set()
        label = paper.name.rpartition("/")[2]
        for call, way in self._called(module, paper):
            # Other templates answer for themselves.
            if call.callee.name != "render" and call.callee not in seen:
                seen.add(call.callee)
                yield AskingRender(label, call.span, way, _named(call), paper)

    def may_be_loaded(self, found: AskingRender) -> bool:
        """Whether the query is a preload, which asks nothing where the rows are there already."""
        query = self._queries.query(found.way[-1])
        return query is not None and query.kind == LOAD

    def _called(
        self, module: Module, template: Paper | Sigil
    ) -> Iterator[tuple[TemplateCall, Way]]:
        """Yield the calls in a template that ask, with the way from there."""
        for call in self._templates.calls(module, template, self._names):
            way = self._asking.reads.get(call.callee.key)
            if way is not None and not _renders(call.callee):
                yield call, way

    @cached_property
    def _names(self) -> Mapping[str, Set[str]]:
        """The modules of the functions that ask, by the names of these."""
        found: dict[str, set[str]] = {}
        for way in self._asking.reads.values():
            function = way[0].function
            if function is not None:
                found.setdefault(function.name, set()).add(function.module.name)
        return found


def _named(call: TemplateCall) -> str:
    """Return how a template calls a function, in short."""
    callee = call.callee
    return f"{callee.module.name.rpartition('.')[2]}.{callee.label}"


def _markup(function: Function) -> list[Sigil]:
    """Return the `~H` in which the clauses of a function end."""
    found: list[Sigil] = []
    for clause in function.clauses:
        last: Value | None = clause.body
        while isinstance(last, Block) and last.items:
            last = last.items[-1]
        if isinstance(last, Op) and last.op == "=":
            last = last.args[-1]
        if isinstance(last, Sigil) and last.name in ("H", "L"):
            found.append(last)
    return found


def _is_view(function: Function) -> bool:
    """Whether a function of a view renders a template: `render("show.json", assigns)`, `show/1`."""
    if function.name == "render":
        return function.arity == 2
    return function.data.public and function.arity == 1 and function.name in _ACTIONS


_ACTIONS = frozenset("index show create update delete edit new data".split())


def _renders(function: Function) -> bool:
    return bool(_markup(function))
