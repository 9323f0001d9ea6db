"""Places: bytes in, code points out, and back."""

from hypothesis import given
from hypothesis import strategies as st

from dralint.text import BOM, Lines, Position, cells, decode, split_lines, utf16_column

TEXTS = st.text(alphabet=st.sampled_from("ab é🦕\n\r\u0301漢"), max_size=60)


@given(TEXTS)
def test_every_offset_of_a_character_is_its_line_and_column(text: str) -> None:
    lines = Lines.of(text.encode())
    line = column = 1
    offset = 0
    for char in text:
        assert lines.position(offset) == Position(line, column)
        assert lines.offset(Position(line, column)) == offset
        assert lines.line(offset) == line
        offset += len(char.encode())
        line, column = (line + 1, 1) if char == "\n" else (line, column + 1)
    assert lines.position(offset) == Position(line, column)


@given(TEXTS)
def test_a_byte_order_mark_has_no_width(text: str) -> None:
    plain, marked = Lines.of(text.encode()), Lines.of(BOM + text.encode())
    for offset in range(len(text.encode())):
        assert marked.position(offset + len(BOM)) == plain.position(offset)
    assert decode(BOM + text.encode()) == text


@given(st.integers(-5, 99), TEXTS)
def test_an_offset_outside_is_an_end(offset: int, text: str) -> None:
    lines = Lines.of(text.encode())
    position = lines.position(offset)
    assert lines.position(0) <= position <= lines.position(lines.size)


def test_lines_end_with_lf_or_crlf() -> None:
    assert split_lines("a\r\nb\nc") == ["a", "b", "c"]


def test_utf16_counts_pairs() -> None:
    assert utf16_column("a🦕b", 3) == 4


def test_cells_are_those_of_a_terminal() -> None:
    assert [cells(text) for text in ("abc", "漢", "e\u0301", "\u200b")] == [3, 2, 1, 0]
