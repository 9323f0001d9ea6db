"""A picture as plain data: boxes and the lines between them. The template draws it as SVG.

Units are those of the picture: at its natural size one is a pixel. Fonts differ, so widths of text
are estimates, and a text that would be too wide is cut; the whole of it stands below the picture.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dralint.report.people import visible
from dralint.text import cells

ROW = 44
GAP = 12
MARGIN = 16
_CELL = 7.3
_PAD = 12
_MOST = 42
"""How many cells of a text are shown."""


@dataclass(frozen=True, slots=True)
class Box:
    """A node: its place, its lines of text (the first is its name), and what it looks like.

    `entry` is the id of the element that tells the rest. `kinds` are words for the style sheet,
    `found` is how many findings there are in its module.
    """

    entry: str
    x: float
    y: float
    width: float
    text: str
    note: str
    kinds: str
    found: int = 0
    height: float = ROW


@dataclass(frozen=True, slots=True)
class Line:
    """A line: an SVG path, from which box to which (by entry), a title, words for its looks."""

    path: str
    start: str
    end: str
    title: str = ""
    kinds: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole picture with its size."""

    name: str
    title: str
    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def width_of(*texts: str) -> float:
    """Return the width of a box for some lines of text."""
    return max(90.0, round(max(map(cells, map(cut, texts))) * _CELL + 2 * _PAD))


def cut(text: str) -> str:
    """Return a text as it is shown in a box: of a long name the end says most."""
    text = visible(text)
    if cells(text) <= _MOST:
        return text
    while cells(text) >= _MOST:
        text = text[max(1, (cells(text) - _MOST) // 2) :]
    _, dot, rest = text.partition(".")
    return f"…{rest if dot and cells(rest) > _MOST // 2 else text}"


def curve(points: Sequence[tuple[float, float]]) -> str:
    """Return a smooth path through points that lie from left to right, or back."""
    (x, y), *rest = points
    path = f"M{x:g} {y:g}"
    for to_x, to_y in rest:
        middle = (x + to_x) / 2
        path += f"C{middle:g} {y:g} {middle:g} {to_y:g} {to_x:g} {to_y:g}"
        x, y = to_x, to_y
    return path


def columns(widths: Iterable[tuple[int, float]], gap: float) -> list[float]:
    """Return where each column begins, given the column and the width of each box."""
    widest: dict[int, float] = {}
    for column, width in widths:
        widest[column] = max(widest.get(column, 0.0), width)
    starts: list[float] = []
    at = float(MARGIN)
    for column in range(max(widest, default=-1) + 1):
        starts.append(at)
        at += widest.get(column, 0.0) + gap
    return [*starts, at - gap + MARGIN]
