"""Branches: whether two places of a function can both be reached in one run of it."""

from dralint.analysis.calls.inside import inside
from dralint.outline.values import Flow
from dralint.project import Function


class Branches:
    """The branches of one function."""

    def __init__(self, function: Function) -> None:
        self._arms = _arms(function)

    def of_place(self, offset: int) -> dict[int, int]:
        """Return the branch taken to a place: by the offset of each fork, that of the branch."""
        return {fork: start for fork, start, end in self._arms if start <= offset < end}

    def exclude(self, one: int, other: int) -> bool:
        """Whether a run that passes one place cannot pass the other."""
        first, second = self.of_place(one), self.of_place(other)
        return any(second.get(fork, start) != start for fork, start in first.items())

    def always(self, offset: int, since: int) -> bool:
        """Whether every run that reaches an offset goes on to another: no fork lies between."""
        return self.of_place(offset) == self.of_place(since)


def _arms(function: Function) -> list[tuple[int, int, int]]:
    found: list[tuple[int, int, int]] = []
    for clause in function.clauses:
        found.append((-1, clause.start, clause.end))
        for value in inside(function.file.outline, clause.body):
            if isinstance(value, Flow) and value.kind != "receive":
                found += [(value.start, arm.start, arm.end) for arm in value.arms]
    return found
