"""Rendering: functions that make markup or JSON for a page, and those that ask a database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.calls.closures import Runs, runs_at
from dralint.analysis.queries.asking import Asking, Way
from dralint.analysis.queries.queries import WRITE, Queries
from dralint.outline.values import Block, Op, Sigil, Value
from dralint.project import Function, Module, Project
from dralint.text import Span

_MARKUP = frozenset(("Phoenix.LiveView", "Phoenix.LiveComponent", "Phoenix.Component"))
_NAMED = re.compile(r"(JSON|HTML|View)$")
_CALL = re.compile(r"(?<![\w.:])((?:[A-Z]\w*\.)+)([a-z_]\w*[?!]?)\(")
_CODE = re.compile(r"\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}|<%=?(.*?)%>", re.S)


@dataclass(frozen=True)
class AskingRender:
    """A function that renders and asks.

    `way` leads to the query from the function, or from the function that its markup calls: then
    `named` is how the markup calls it.
    """

    function: Function
    span: Span
    way: Way
    named: str = ""


class Rendering:
    """What renders in a project."""

    def __init__(self, project: Project, queries: Queries, asking: Asking) -> None:
        self._project = project
        self._queries = queries
        self._asking = asking

    @classmethod
    def of(cls, project: Project, queries: Queries, asking: Asking) -> "Rendering":
        """Return what renders in a project."""
        return cls(project, queries, asking)

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
                    if markup:
                        yield from self._in_markup(function, module, markup)
                    if markup or (view and _is_view(function)):
                        yield from self._in_code(function)

    def _in_code(self, function: Function) -> Iterator[AskingRender]:
        if function.key not in self._asking.reads:
            return
        for call in function.calls:
            if runs_at(call.file, call.data.closure) is not Runs.HERE:
                continue
            query = self._queries.query(call)
            if query is not None and query.kind != WRITE:
                yield AskingRender(function, call.name_span, (call,))
                continue
            callee = call.callee
            way = None if callee is None else self._asking.reads.get(callee.key)
            if way is not None and callee is not None and not _renders(callee):
                yield AskingRender(function, call.name_span, (call, *way))

    def _in_markup(
        self, function: Function, module: Module, markup: list[Sigil]
    ) -> Iterator[AskingRender]:
        for sigil in markup:
            for code in _CODE.finditer(sigil.text):
                for found in _CALL.finditer(code[1] or code[2] or ""):
                    name = self._full(module, found[1][:-1])
                    way = self._reads(name, found[2])
                    if way is not None:
                        named = f"{name.rpartition('.')[2]}.{found[2]}/{_arity(way)}"
                        yield AskingRender(function, function.span, way, named)
                        return

    def _full(self, module: Module, name: str) -> str:
        first, dot, rest = name.partition(".")
        for directive in module.file.outline.directives:
            if directive.kind == "alias" and directive.as_name == first and directive.name:
                return directive.name + dot + rest
        for short, full in module.effects.aliases:
            if short == first:
                return full + dot + rest
        return name

    def _reads(self, module: str, name: str) -> Way | None:
        found = self._project.module(module)
        if found is None:
            return None
        same = [function for function in found.functions if function.name == name]
        ways = [self._asking.reads.get(function.key) for function in same]
        return ways[0] if ways and all(way is not None for way in ways) else None


def _arity(way: Way) -> int:
    function = way[0].function
    return function.arity if function is not None else 0


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
