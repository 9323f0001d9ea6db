"""Text, and places in it.

Every place that leaves this module is a line and a column counted from one, in code points, with
exclusive ends. Inside the analyser a place is a byte offset, because that is what the parser
counts in and it costs one small integer; `Lines` turns one into the other. UTF-16 units and
terminal cells are made here too, for the reporters that need them.
"""

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol

import msgspec

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, order=True, slots=True)
class Position:
    """A point between two characters."""

    line: int
    column: int


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A stretch of one file: `path` is relative to the project, `end` is exclusive."""

    path: str
    start: Position
    end: Position


class Located(Protocol):
    """Anything a finding can point at."""

    @property
    def span(self) -> Span:
        """Where it is."""
        ...


class Lines(msgspec.Struct, frozen=True, array_like=True):
    """Where the lines of a text begin: turns byte offsets into positions.

    `starts` holds the byte offset of each line's first byte. `wide` holds, by line index, the byte
    columns of UTF-8 continuation bytes, for those lines that have any.
    """

    starts: tuple[int, ...]
    wide: dict[int, tuple[int, ...]]
    size: int

    @classmethod
    def of(cls, source: bytes) -> "Lines":
        """Index the text. A line ends with LF or CRLF; a byte order mark has no width."""
        rows = source.split(b"\n")
        starts = tuple(accumulate((len(row) + 1 for row in rows[:-1]), initial=0))
        wide: dict[int, tuple[int, ...]] = {}
        if not source.isascii():
            for index, row in enumerate(rows):
                if not row.isascii():
                    extra = [i for i, byte in enumerate(row) if 0x80 <= byte < 0xC0]
                    if index == 0 and row.startswith(BOM):
                        extra.insert(0, 0)
                    wide[index] = tuple(extra)
        return cls(starts, wide, len(source))

    def position(self, offset: int) -> Position:
        """Return the place of a byte offset; one past the end is the end."""
        offset = max(0, min(offset, self.size))
        row = bisect_right(self.starts, offset) - 1
        column = offset - self.starts[row]
        if row in self.wide:
            column -= bisect_right(self.wide[row], column - 1)
        return Position(row + 1, column + 1)

    def offset(self, position: Position) -> int:
        """Return the byte offset of a place; the inverse of `position`."""
        row = min(position.line, len(self.starts)) - 1
        column = position.column - 1
        for extra in self.wide.get(row, ()):
            if extra > column:
                break
            column += 1
        return min(self.starts[row] + column, self.size)

    def line(self, offset: int) -> int:
        """Return the line, counted from one, on which a byte offset stands."""
        return bisect_right(self.starts, offset)

    def span(self, path: str, start: int, end: int) -> Span:
        """Return the span between two byte offsets."""
        return Span(path, self.position(start), self.position(end))


def decode(source: bytes) -> str:
    """Return the text of a file without its byte order mark; invalid UTF-8 raises UnicodeError."""
    return source.removeprefix(BOM).decode("utf-8")


def split_lines(text: str) -> list[str]:
    """Return the lines of a text without their ends (LF or CRLF)."""
    *lines, last = text.split("\n")
    return [*(line.removesuffix("\r") for line in lines), last]


def utf16_column(line: str, column: int) -> int:
    """Turn a column in code points into one in UTF-16 code units. Both are counted from one."""
    return len(line[: column - 1].encode("utf-16-le")) // 2 + 1


def cells(text: str) -> int:
    """Return how many terminal cells a text takes: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(_cell_width(char) for char in text)


def _cell_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
