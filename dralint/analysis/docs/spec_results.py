"""Spec results: what functions give although their specs do not say so."""

from collections.abc import Iterator

from dralint.analysis.docs.spec_types import SpecTypes
from dralint.analysis.values.ends import Tail
from dralint.analysis.values.shapes import Shape
from dralint.analysis.values.tails import Tails
from dralint.project import Function, Project


class SpecResults:
    """The results of a project's functions, held against their specs."""

    def __init__(self, types: SpecTypes, tails: Tails) -> None:
        self._types = types
        self._tails = tails

    @classmethod
    def of(cls, project: Project, types: SpecTypes, tails: Tails) -> "SpecResults":
        """Return the results that are held against specs."""
        return cls(types, tails)

    def beyond(self, function: Function) -> Iterator[tuple[Tail, Shape]]:
        """Yield the atoms and tagged tuples that a function gives and no spec of it names."""
        data = function.data
        if data.kind not in ("def", "defp") or data.dynamic:
            return
        if function.has_impl or function.is_callback:
            return
        promised = self._types.promised(function)
        if promised is None:
            return
        seen: set[Shape] = set()
        for tail in self._tails.of_function(function):
            shape = tail.shape
            # What other functions give is followed too widely to hold it against this spec.
            if shape is None or shape.tag is None or shape in seen or tail.path:
                continue
            if not any(_may_be(shape, each) for each in promised):
                seen.add(shape)
                yield tail, shape


def _may_be(shape: Shape, promised: Shape | None) -> bool:
    """Whether a value of a shape can be of a type."""
    if promised is None:
        return True
    if shape.kind != promised.kind:
        return False
    if shape.kind == "tuple":
        if shape.items is None or promised.items is None:
            return True
        return len(shape.items) == len(promised.items) and all(
            known is None or _may_be(known, wanted)
            for known, wanted in zip(shape.items, promised.items, strict=True)
        )
    if shape.kind != "atom":
        return True
    return shape.name is None or promised.name is None or shape.name == promised.name
