"""The supervision trees as a picture: they grow from left to right, one process a row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .picture import GAP, MARGIN, ROW, Box, Line, Picture, columns, curve, width_of

_BETWEEN = 56


@dataclass(frozen=True)
class Seat:
    """A process of the tree in its place: `row` counts in rows, and is a half between two."""

    entry: str
    node: Mapping[str, Any]
    parent: str | None
    depth: int
    row: float


def seats(roots: Sequence[Mapping[str, Any]]) -> list[Seat]:
    """Return the processes of trees (the view `tree`) in their order of start, each seated.

    A parent sits in the middle of its children; a childless process has a row to itself.
    """
    found: list[Seat] = []
    rows = 0

    def grow(node: Mapping[str, Any], parent: str | None, depth: int) -> float:
        # Trees are at most as deep as dralint follows supervisors, far below Python's limit.
        nonlocal rows
        entry, index = f"tree-{len(found)}", len(found)
        found.append(Seat(entry, node, parent, depth, 0))
        below = [grow(child, entry, depth + 1) for child in node["children"]]
        row = (below[0] + below[-1]) / 2 if below else float(rows)
        rows += not below
        found[index] = Seat(entry, node, parent, depth, row)
        return row

    for root in roots:
        grow(root, None, 0)
    return found


def tree_picture(found: Sequence[Seat], counts: Mapping[str, int]) -> Picture | None:
    """Draw the trees. `counts`: how many findings a module has."""
    if not found:
        return None
    starts = columns(((seat.depth, _width(seat.node)) for seat in found), _BETWEEN)
    boxes = {
        seat.entry: Box(
            seat.entry,
            starts[seat.depth],
            MARGIN + seat.row * (ROW + GAP),
            _width(seat.node),
            name_of(seat.node),
            note_of(seat.node),
            _kinds(seat.node),
            counts.get(seat.node["module"] or "", 0),
        )
        for seat in found
    }
    height = max(box.y + box.height for box in boxes.values()) + MARGIN
    lines = tuple(_lines(found, boxes))
    return Picture("tree", "Supervision trees", starts[-1], height, tuple(boxes.values()), lines)


def name_of(node: Mapping[str, Any]) -> str:
    """Return what a process is called."""
    many = "* " if node["many"] else ""
    if node["unknown"] is not None:
        return f"{many}? {node['unknown']}"
    return f"{many}{node['module'] or node['name'] or node['kind']}"


def note_of(node: Mapping[str, Any]) -> str:
    """Return the second line of a process: its kind, and what is out of the ordinary."""
    words = [node["kind"].replace("_", " "), node["strategy"]]
    if node["restart"] != "permanent":
        words.append(node["restart"])
    return " · ".join(filter(None, words))


def _width(node: Mapping[str, Any]) -> float:
    return width_of(name_of(node), note_of(node))


def _kinds(node: Mapping[str, Any]) -> str:
    supervises = node["kind"].endswith("supervisor") or node["kind"] == "application"
    return f"{'supervisor ' if supervises else ''}{'unknown' if node['unknown'] else ''}".strip()


def _lines(found: Sequence[Seat], boxes: Mapping[str, Box]) -> Iterator[Line]:
    for seat in found:
        if seat.parent is None:
            continue
        parent, box = boxes[seat.parent], boxes[seat.entry]
        loose = seat.node["dynamic"] or seat.node["linked"] or seat.node["condition"]
        yield Line(
            curve(
                [
                    (parent.x + parent.width, parent.y + parent.height / 2),
                    (box.x, box.y + box.height / 2),
                ]
            ),
            parent.entry,
            box.entry,
            kinds="dashed" if loose else "",
        )
