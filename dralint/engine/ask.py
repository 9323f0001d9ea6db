"""Analyses by request: each is computed once, when a rule first asks for it."""

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any, TypeVar, get_type_hints

from dralint.project import Project

T = TypeVar("T")


class Ask:
    """Answers for the analyses of one project.

    An analysis is a class with a classmethod `of`, whose parameters say what it needs: the
    `Project`, other analyses, and its options: a frozen dataclass that the configuration's table of
    the same name fills.
    """

    def __init__(self, project: Project, options: Mapping[type[Any], Any] | None = None) -> None:
        """Answer for a project; `options` holds the options of analyses by their class."""
        self._options = options or {}
        self._known: dict[type[Any], Any] = {Project: project}

    def __call__(self, kind: type[T]) -> T:
        """Return an analysis, or options."""
        found = self._known.get(kind)
        if found is None:
            of = getattr(kind, "of", None)
            if of is not None:
                hints = get_type_hints(of)
                hints.pop("return", None)
                found = of(*(self(want) for want in hints.values()))
            else:
                assert is_dataclass(kind), f"{kind} is no analysis"
                found = self._options.get(kind) or kind()
            self._known[kind] = found
        return found
