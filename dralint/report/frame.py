"""The code frame: lines of source as a terminal shows them, and the stretch to mark in them.

Nothing here knows colours. A column counts code points, a mark is drawn in cells: a tab takes as
many as the next stop is away, a wide character two, a combining one none.
"""

from dataclasses import dataclass
from itertools import accumulate

from dralint.text import Span, cells

from .people import visible

TAB = 4
LINES = 3
ROOM = 24
CUT = "…"


@dataclass(frozen=True, slots=True)
class Row:
    """One line, cropped to its room, in three parts: before the mark, marked, and after it."""

    number: int
    before: str
    marked: str
    after: str

    @property
    def indent(self) -> int:
        """How many cells stand before the mark."""
        return cells(self.before)

    @property
    def width(self) -> int:
        """How many cells the mark takes; an empty stretch is marked by one."""
        return max(1, cells(self.marked))


@dataclass(frozen=True, slots=True)
class Frame:
    """The first lines of a span, and how many more it has."""

    rows: tuple[Row, ...]
    more: int


def frame(lines: list[str], span: Span, room: int) -> Frame:
    """Cut the frame of a span out of the lines of its file."""
    first = span.start.line
    last = max(first, min(span.end.line, len(lines)))
    if last > first and span.end.line == last and span.end.column == 1:
        last -= 1  # a span that ends before the first character of a line does not touch it
    rows: list[Row] = []
    for number in range(first, min(last, first + LINES - 1) + 1):
        line = lines[number - 1] if number <= len(lines) else ""
        body = line.strip()
        start = span.start.column if number == first else line.find(body) + 1
        end = span.end.column if number == span.end.line else line.find(body) + len(body) + 1
        rows.append(row(number, line, start, max(start, end), room))
    return Frame(tuple(rows), max(0, last - first + 1 - len(rows)))


def row(number: int, line: str, start: int, end: int, room: int) -> Row:
    """Show one line with the stretch between two columns marked.

    Where the line is wider than its room the mark is moved into view and `…` stands for the rest.
    Not more than the room can hold is looked at: a line may be a megabyte long.
    """
    room = max(room, ROOM)
    begin = min(start - 1, len(line))
    left = max(0, begin - room)
    pieces = _pieces(line[left : begin + room])
    ends = [0, *accumulate(map(cells, pieces))]
    low, high = begin - left, min(max(start, end) - 1 - left, len(pieces))
    first, stop = 0, len(pieces)
    cut_left, cut_right = left > 0, left + stop < len(line)
    if cut_left or cut_right or ends[stop] > room:
        if cut_left or ends[high] >= room:
            lead = _lead(
                room, ends[high] - ends[low], room if cut_right else ends[stop] - ends[high]
            )
            first = next(at for at in range(low + 1) if ends[low] - ends[at] <= lead)
        cut_left = cut_left or first > 0
        space = ends[first] + room - cut_left
        cut_right = cut_right or ends[stop] > space
        if cut_right:
            stop = max(at for at in range(first, stop + 1) if ends[at] < space)
    high = min(high, stop)
    before, marked, after = pieces[first:low], pieces[low:high], pieces[high:stop]
    return Row(
        number,
        CUT * cut_left + "".join(before),
        "".join(marked),
        ("".join(after) + CUT * cut_right).rstrip(),
    )


def _lead(room: int, mark: int, rest: int) -> int:
    """Return how much of what stands before the mark to show: it is centred, or at the end."""
    return max(room // 4, (room - mark) // 2, room - 1 - mark - rest)


def _pieces(text: str) -> list[str]:
    """Return what is shown of each character; tab stops are counted from the start of the text."""
    column = 0
    if text.isascii() and text.isprintable():
        return list(text)
    pieces: list[str] = []
    for char in text:
        piece = " " * (TAB - column % TAB) if char == "\t" else visible(char)
        column += cells(piece)
        pieces.append(piece)
    return pieces
