"""Spec results: what functions give although their specs do not say so."""

from collections.abc import Iterator

from dralint.analysis.values.ends import Tail
from dralint.analysis.values.shapes import Shape
from dralint.analysis.values.tails import Tails
from dralint.analysis.values.types import Types, differ
from dralint.outline import Spec
from dralint.project import Function, Project

WEAK = frozenset(("any", "term", "map", "keyword"))
"""Types that say nothing of what is in a result."""


def specs_of(function: Function) -> list[Spec]:
    """Return the specs of a function, of any arity that it may be called with."""
    low, high = function.data.min_arity, function.data.max_arity
    return [
        spec
        for spec in function.module.specs
        if spec.kind == "spec" and spec.name == function.name and low <= spec.arity <= high
    ]


class SpecResults:
    """The results of a project's functions, held against their specs."""

    def __init__(self, types: Types, tails: Tails) -> None:
        self._types = types
        self._tails = tails

    @classmethod
    def of(cls, project: Project, types: Types, tails: Tails) -> "SpecResults":
        """Return the results that are held against specs."""
        return cls(types, tails)

    def beyond(self, function: Function) -> Iterator[tuple[Tail, Shape]]:
        """Yield the atoms and tagged tuples that a function gives and no spec of it names."""
        data = function.data
        if data.kind not in ("def", "defp") or data.dynamic:
            return
        if function.has_impl or function.is_callback:
            return
        specs = specs_of(function)
        promised = tuple(
            member
            for spec in specs
            for member in (
                (None,)
                if spec.result is None
                else self._types.members(function.module, spec.result)
            )
        )
        if not specs or None in promised:
            return
        seen: set[Shape] = set()
        for tail in self._tails.of_function(function):
            shape = tail.shape
            # What other functions give is followed too widely to hold it against this spec.
            if shape is None or shape.tag is None or shape in seen or tail.path:
                continue
            if all(differ(shape, each) for each in promised):
                seen.add(shape)
                yield tail, shape
