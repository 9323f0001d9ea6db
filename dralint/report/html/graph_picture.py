"""Graphs as pictures: who waits for whom, and which domain depends on which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .layered import Edge, layered
from .picture import GAP, MARGIN, ROW, Box, Line, Picture, columns, curve, width_of

_BETWEEN = 90


@dataclass(frozen=True)
class Knot:
    """A node to draw: its id on the page, its note and the words for its looks."""

    entry: str
    note: str = ""
    kinds: str = ""
    found: int = 0


def graph_picture(
    name: str,
    title: str,
    knots: Mapping[str, Knot],
    edges: Mapping[Edge, tuple[str, str]],
) -> Picture | None:
    """Draw a graph. `edges` hold a title and the words for the looks of each line."""
    if not knots:
        return None
    layout = layered(knots, edges)
    widths = {each: width_of(each, knot.note) for each, knot in knots.items()}
    starts = columns(((layout.column[each], widths[each]) for each in knots), _BETWEEN)
    boxes = {
        each: Box(
            knot.entry,
            starts[layout.column[each]],
            MARGIN + layout.row[each] * (ROW + GAP),
            widths[each],
            each,
            knot.note,
            knot.kinds,
            knot.found,
        )
        for each, knot in sorted(
            knots.items(), key=lambda item: (layout.column[item[0]], layout.row[item[0]])
        )
    }
    lines = []
    for (source, target), (words, kinds) in sorted(edges.items()):
        middles = [
            (starts[column] + (starts[column + 1] - starts[column] - _BETWEEN) / 2, _y(row))
            for column, row in layout.through.get((source, target), ())
        ]
        path = _path(boxes[source], boxes[target], middles)
        lines.append(Line(path, boxes[source].entry, boxes[target].entry, words, kinds))
    height = max(box.y + box.height for box in boxes.values()) + 2 * MARGIN
    width = starts[-1] + 2 * MARGIN  # a loop needs room beside its box
    return Picture(name, title, width, height, tuple(boxes.values()), tuple(lines))


def _path(one: Box, two: Box, middles: Sequence[tuple[float, float]]) -> str:
    """Leave a box on the side where the other is; a process that waits for itself gets a loop."""
    start, end = one.y + one.height / 2, two.y + two.height / 2
    if one == two:
        right, low = one.x + one.width, one.y + one.height
        far, under, back = right + 44, low + 36, right - 18
        return f"M{right:g} {start:g}C{far:g} {start:g} {back:g} {under:g} {back:g} {low:g}"
    if one.x < two.x:
        return curve([(one.x + one.width, start), *middles, (two.x, end)])
    # What goes back leaves and arrives a little lower, so that it is seen beside what goes forth.
    return curve([(one.x, start + 8), *middles, (two.x + two.width, end + 8)])


def _y(row: float) -> float:
    return MARGIN + row * (ROW + GAP) + ROW / 2
