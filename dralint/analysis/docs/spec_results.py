"""Spec results: what functions give although their specs do not say so."""

from collections.abc import Iterator

from dralint.analysis.values.shapes import Shape
from dralint.analysis.values.types import Types, Union, differ
from dralint.analysis.values.written import written_ends
from dralint.outline import Spec
from dralint.outline.values import Value
from dralint.project import Function

WEAK = frozenset(("any", "term", "map", "keyword"))
"""Types that say nothing of what is in a result."""


def specs_of(function: Function) -> list[Spec]:
    """Return the specs of a function, of any arity that it may be called with."""
    low, high = function.data.min_arity, function.data.max_arity
    return [
        spec
        for spec in function.module.specs_by_name.get(function.data.name, ())
        if spec.kind == "spec" and low <= spec.arity <= high
    ]


class SpecResults:
    """The results of a project's functions, held against their specs."""

    def __init__(self, types: Types) -> None:
        self._types = types

    @classmethod
    def of(cls, types: Types) -> "SpecResults":
        """Return the results that are held against specs."""
        return cls(types)

    def beyond(self, function: Function) -> Iterator[tuple[Value, Shape]]:
        """Yield the atoms and tagged tuples that a function gives and no spec of it names.

        What other functions give is no matter of this spec.
        """
        data = function.data
        if data.kind not in ("def", "defp") or data.dynamic or data.impl >= 0:
            return
        specs = specs_of(function)
        if not specs or function.is_callback:
            return
        promised: Union | None = None
        seen: set[Shape] = set()
        for value, shape in written_ends(function):
            if shape is None or shape.tag is None or shape in seen:
                continue
            seen.add(shape)
            promised = promised or self._promised(function, specs)
            if not promised or None in promised:
                return
            if all(differ(shape, each) for each in promised):
                yield value, shape

    def _promised(self, function: Function, specs: list[Spec]) -> Union:
        """Return the members of what specs promise; a None among them is what is not known."""
        found: list[Shape | None] = []
        for spec in specs:
            if spec.result is None:
                return (None,)
            found += self._types.members(function.module, spec.result)
        return tuple(found)
