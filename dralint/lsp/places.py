"""Places as editors count them: from zero, in the units that were agreed on.

A line is what `dralint.text` takes for one (it ends with LF or CRLF). The units are the bytes of
UTF-8, the code units of UTF-16, or code points, as the client and the server agreed.
"""

from dataclasses import dataclass, field

from lsprotocol import types

from dralint.text import Position, Span, decode, split_lines

_BYTES = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


@dataclass(frozen=True)
class Text:
    """One text, whose places are turned into those of the editor.

    `encoding` is utf-8, utf-16 or utf-32.
    """

    source: bytes
    encoding: str
    _lines: list[str] = field(init=False)

    def __post_init__(self) -> None:
        # What is no UTF-8 has one finding, at its first character.
        try:
            text = decode(self.source)
        except UnicodeDecodeError:
            text = ""
        object.__setattr__(self, "_lines", split_lines(text))

    def line(self, number: int) -> str:
        """Return a line, counted from one, without its end; empty beyond the last."""
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    def position(self, place: Position) -> types.Position:
        """Return a place as the editor counts; a column beyond the line is its end."""
        name, width = _BYTES[self.encoding]
        before = self.line(place.line)[: place.column - 1]
        return types.Position(place.line - 1, len(before.encode(name)) // width)

    def range(self, span: Span) -> types.Range:
        """Return a span as the editor counts."""
        return types.Range(self.position(span.start), self.position(span.end))

    def place(self, position: types.Position) -> Position:
        """Return what the editor points at; one beyond the line is its end."""
        name, width = _BYTES[self.encoding]
        units = self.line(position.line + 1).encode(name)[: position.character * width]
        return Position(position.line + 1, len(units.decode(name, "ignore")) + 1)


def covers(range_: types.Range, position: types.Position) -> bool:
    """Whether a position is in a range or at its end."""
    at = (position.line, position.character)
    start, end = range_.start, range_.end
    return (start.line, start.character) <= at <= (end.line, end.character)


def touch(one: types.Range, other: types.Range) -> bool:
    """Whether two ranges have a place in common."""
    return covers(one, other.start) or covers(other, one.start)
