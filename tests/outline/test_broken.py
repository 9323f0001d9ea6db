"""What the grammar makes of broken code has parts missing; an outline comes of it all the same.

Each of these was found by `tools/fuzz.py` and cut down to what mattered.
"""

import pytest

from dralint.outline import outline_of
from dralint.text import Position, decode, split_lines

BROKEN = (
    b"def o: _,,n: _",
    b'p n: ""],s: [',
    b"fn->end.R",
    b'defmodule p do(:e t"nd"do}end\ndef h({,,),do: {}end',
)


@pytest.mark.parametrize("source", BROKEN)
def test_nothing_raises_where_parts_are_missing(source: bytes) -> None:
    outline = outline_of(source)
    assert outline.lines.size == len(source)


@pytest.mark.parametrize("end", (b"\n", b"\r\n"))
def test_a_break_ends_before_the_end_of_its_line(end: bytes) -> None:
    source = end.join((b'a "b" "c,', b"  d", b'"', b""))
    outline = outline_of(source)
    (broken,) = outline.breaks
    assert outline.lines.position(broken[1]) == Position(1, 10)
    assert broken[2].endswith('before `"c,`')


def test_a_carriage_return_at_the_end_of_a_file_is_a_column_of_its_line() -> None:
    source = b"a\r\nend\r"
    assert split_lines(decode(source)) == ["a", "end\r"]
    place = outline_of(source).lines.position(len(source))
    assert place.column <= len(split_lines(decode(source))[place.line - 1]) + 1
