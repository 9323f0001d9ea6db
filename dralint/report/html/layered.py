"""Nodes in columns, so that most edges go from left to right and few cross.

After Sugiyama: edges that close a circle are turned for the layout, a node's column is the longest
way to it, edges pass columns through points of their own, and each column is put in the order of
the neighbours' middles. The same graph gives the same layout, whatever the order of its edges.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

Edge = tuple[str, str]
_SWEEPS = 8
_Slot = str | tuple[str, str, int]
"""A node, or the point where an edge passes a column."""
_THIN = 0.35
"""How much of a row an edge takes where it passes a column."""


@dataclass(frozen=True)
class Layout:
    """The column and the row of each node; for each edge the points between its ends.

    Rows may be fractions. Points go from the edge's source to its target.
    """

    column: dict[str, int]
    row: dict[str, float]
    through: dict[Edge, tuple[tuple[int, float], ...]]


def layered(nodes: Collection[str], edges: Collection[Edge]) -> Layout:
    """Lay a graph out. An edge from a node to itself needs no place."""
    names = sorted(nodes)
    wanted = sorted({edge for edge in edges if edge[0] != edge[1]})
    forward = {edge: _turned(edge, back) for back in [_closing(names, wanted)] for edge in wanted}
    flow = sorted(set(forward.values()))
    column = _columns(names, flow)
    links: defaultdict[_Slot, list[_Slot]] = defaultdict(list)
    levels: dict[int, list[_Slot]] = defaultdict(list)
    for name in names:
        levels[column[name]].append(name)
    for source, target in flow:
        last: _Slot = source
        for level in range(column[source] + 1, column[target]):
            point = (source, target, level)
            levels[level].append(point)
            links[last].append(point)
            links[point].append(last)
            last = point
        links[last].append(target)
        links[target].append(last)
    rows = _rows([levels[level] for level in range(len(levels))], links)
    through: dict[Edge, tuple[tuple[int, float], ...]] = {}
    for edge, (source, target) in forward.items():
        between = range(column[source] + 1, column[target])
        points = [(level, rows[source, target, level]) for level in between]
        through[edge] = tuple(points if edge == (source, target) else reversed(points))
    return Layout(column, {name: rows[name] for name in names}, through)


def _turned(edge: Edge, back: Collection[Edge]) -> Edge:
    return (edge[1], edge[0]) if edge in back else edge


def _closing(names: Sequence[str], edges: Sequence[Edge]) -> set[Edge]:
    """Return the edges that close a circle, seen from the nodes that nothing leads to."""
    after: defaultdict[str, list[str]] = defaultdict(list)
    for source, target in edges:
        after[source].append(target)
    led_to = {target for _, target in edges}
    state: dict[str, int] = {}
    found: set[Edge] = set()
    for root in sorted(names, key=lambda name: (name in led_to, name)):
        if root in state:
            continue
        state[root] = 1
        stack = [(root, iter(after[root]))]
        while stack:
            source, rest = stack[-1]
            reached = next(rest, None)
            if reached is None:
                state[source] = 2
                stack.pop()
            elif state.get(reached) == 1:
                found.add((source, reached))
            elif reached not in state:
                state[reached] = 1
                stack.append((reached, iter(after[reached])))
    return found


def _columns(names: Sequence[str], flow: Sequence[Edge]) -> dict[str, int]:
    """Return the length of the longest way to each node."""
    before = dict.fromkeys(names, 0)
    after: defaultdict[str, list[str]] = defaultdict(list)
    for source, target in flow:
        before[target] += 1
        after[source].append(target)
    column = dict.fromkeys(names, 0)
    ready = [name for name in names if not before[name]]
    while ready:
        name = ready.pop()
        for target in after[name]:
            column[target] = max(column[target], column[name] + 1)
            before[target] -= 1
            if not before[target]:
                ready.append(target)
    return column


def _rows(levels: list[list[_Slot]], links: defaultdict[_Slot, list[_Slot]]) -> dict[_Slot, float]:
    """Order each column by the middles of its neighbours, then draw nodes towards them."""
    column = {slot: level for level, slots in enumerate(levels) for slot in slots}
    rows = {slot: float(at) for slots in levels for at, slot in enumerate(slots)}
    for sweep in range(_SWEEPS):
        rightward = sweep % 2 == 0
        for slots in levels if rightward else reversed(levels):
            middle = {slot: _middle(slot, links, rows, column, rightward) for slot in slots}
            slots.sort(key=middle.__getitem__)
            rows.update({slot: float(at) for at, slot in enumerate(slots)})
    for slots in levels:
        _spread(slots, [0.0] * len(slots), rows)
    for sweep in range(_SWEEPS):
        for slots in levels if sweep % 2 else reversed(levels):
            _spread(slots, [_middle(slot, links, rows, column, None) for slot in slots], rows)
    least = min(rows.values(), default=0.0)
    return {slot: row - least for slot, row in rows.items()}


def _middle(
    slot: _Slot,
    links: defaultdict[_Slot, list[_Slot]],
    rows: dict[_Slot, float],
    column: dict[_Slot, int],
    rightward: bool | None,
) -> float:
    """Return the middle of the neighbours: those to the left, to the right, or all."""
    near = [
        rows[other]
        for other in links[slot]
        if rightward is None or (column[other] < column[slot]) is rightward
    ]
    return sum(near) / len(near) if near else rows[slot]


def _spread(slots: Sequence[_Slot], wishes: Sequence[float], rows: dict[_Slot, float]) -> None:
    """Put slots as near to where they wish to be as their order and their sizes allow."""
    # Where each would be if all stood close together; slots that press on each other form a block,
    # which lies where its members wish it on the average.
    close: list[float] = []
    for at, slot in enumerate(slots):
        last = close[-1] + (_size(slots[at - 1]) + _size(slot)) / 2 if close else 0.0
        close.append(last)
    blocks: list[tuple[float, int]] = []
    for wish, offset in zip(wishes, close, strict=True):
        blocks.append((wish - offset, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (one, count), (two, more) = blocks[-2:]
            blocks[-2:] = [((one * count + two * more) / (count + more), count + more)]
    starts = [start for start, count in blocks for _ in range(count)]
    for slot, start, offset in zip(slots, starts, close, strict=True):
        rows[slot] = start + offset


def _size(slot: _Slot) -> float:
    return 1.0 if isinstance(slot, str) else _THIN
