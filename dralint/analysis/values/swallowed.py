"""Swallowed failures: clauses that turn any exception or error into a constant."""

import re
from collections import defaultdict
from collections.abc import Iterator

from dralint.analysis.values.shapes import literal, show
from dralint.outline import Swallow
from dralint.outline.values import Atom, ListOf, TupleOf
from dralint.project import Function, Project

_CLEANUP = re.compile(
    r"(^|_)(terminate|stop|close|cleanup|clean|shutdown|disconnect|kill|flush|release|unregister|"
    r"unsubscribe|cancel|delete|remove|rm|drop|try|maybe|safe|safely|exists|alive|available|"
    r"ignore|silent|silently|quiet|quietly|supports?|loaded)(_|$|[?!])"
)
"""Names of functions that say that failing is no matter."""


class Swallowed:
    """The clauses of a project that drop a failure."""

    def __init__(self) -> None:
        self._tables: dict[str, dict[int, list[Swallow]]] = {}

    @classmethod
    def of(cls, project: Project) -> "Swallowed":
        """Return the swallowed failures of a project."""
        return cls()

    def in_function(self, function: Function) -> Iterator[tuple[Swallow, str]]:
        """Yield the clauses of a function that drop a failure, with what they make of it."""
        outline = function.file.outline
        if not outline.swallowed or function.name.endswith("?") or _CLEANUP.search(function.name):
            return
        table = self._tables.get(function.file.path)
        if table is None:
            table = self._tables[function.file.path] = defaultdict(list)
            for each in outline.swallowed:
                table[each.function].append(each)
        for each in table.get(function.data.index, ()):
            if _is_swallowed(each):
                yield each, _shown(each)


def _is_swallowed(each: Swallow) -> bool:
    """Whether the constant hides that something failed."""
    result = each.result
    if isinstance(result, Atom):
        if each.label in ("rescue", "catch"):
            return result.name in ("nil", "ok", "noop", "ignore", "ignored", "true")
        return result.name in ("ok", "noop", "ignore", "ignored")
    if isinstance(result, TupleOf):
        first = result.items[0] if result.items else None
        return isinstance(first, Atom) and first.name == "ok"
    return isinstance(result, ListOf) and each.label in ("rescue", "catch")


def _shown(each: Swallow) -> str:
    if isinstance(each.result, ListOf) and not each.result.items:
        return "[]"
    return show(literal(each.result))
