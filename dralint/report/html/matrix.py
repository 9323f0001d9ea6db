"""A dense graph as a matrix: a row and a column for each node, and a number where an edge is.

Callers stand above whom they call, as far as there is such an order; what is left below the
diagonal is the least that closes the circles.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dralint.analysis.calls.components import strongly_connected

from .layered import Edge

MANY = 12
"""Nodes up to which a picture with lines can be read, however many lines there are."""
_STEPS = (2, 5, 20)
"""Weights from which a cell is drawn darker."""


@dataclass(frozen=True, slots=True)
class Cell:
    """An edge, or none: its weight as it is shown, a title, and words for its looks."""

    text: str = ""
    title: str = ""
    kinds: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A node: its number (from one), its name, the id of what tells the rest, and its edges."""

    number: int
    name: str
    entry: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """What is known of an edge: its weight, whether it passes an API, and all of it in words."""

    calls: int
    inside: bool
    title: str


def is_dense(nodes: Collection[str], edges: Collection[Edge]) -> bool:
    """Whether lines between the nodes would be a tangle."""
    return len(nodes) > MANY and len(edges) > 2 * len(nodes)


def matrix(nodes: Mapping[str, str], edges: Mapping[Edge, Weight]) -> tuple[Row, ...]:
    """Return the rows, by the names of the nodes and the ids of what tells the rest of them."""
    order = ordered(nodes, {edge: weight.calls for edge, weight in edges.items()})
    return tuple(
        Row(
            at + 1,
            name,
            nodes[name],
            tuple(_cell(edges.get((name, other)), at, to) for to, other in enumerate(order)),
        )
        for at, name in enumerate(order)
    )


def _cell(weight: Weight | None, row: int, column: int) -> Cell:
    if weight is None:
        return Cell(kinds="self" if row == column else "")
    kinds = ["inside"] if weight.inside else []
    if row > column:
        kinds.append("back")
    kinds.append(f"w{sum(weight.calls >= step for step in _STEPS)}")
    return Cell(f"{weight.calls:,}", weight.title, " ".join(kinds))


def ordered(nodes: Collection[str], calls: Mapping[Edge, int]) -> list[str]:
    """Return nodes so that most edges lead from an earlier one to a later one."""
    names = sorted(nodes)
    after: dict[str, list[str]] = {name: [] for name in names}
    for source, target in sorted(calls):
        after[source].append(target)
    # The components come with those first that nothing of the others leads out of.
    components = reversed(strongly_connected(after))
    return [name for component in components for name in _unwound(sorted(component), calls)]


def _unwound(names: Sequence[str], calls: Mapping[Edge, int]) -> list[str]:
    """Return the nodes of a circle so that little leads back (after Eades, Lin and Smyth).

    Who is only led to goes to the end, who only leads to the front; else the one goes to the front
    that leads most beyond what leads to it.
    """
    left = set(names)
    front: list[str] = []
    end: list[str] = []
    while left:
        out = dict.fromkeys(left, 0)
        into = dict.fromkeys(left, 0)
        for (source, target), count in calls.items():
            if source in left and target in left and source != target:
                out[source] += count
                into[target] += count
        sinks = sorted(name for name in left if not out[name] and into[name])
        if sinks:
            end.append(sinks[-1])
            left.remove(sinks[-1])
            continue
        first = min(left, key=lambda name: (into[name] != 0, into[name] - out[name], name))
        front.append(first)
        left.remove(first)
    return [*front, *reversed(end)]
