from time import perf_counter

from hypothesis import assume, example, given
from hypothesis import strategies as st

from dralint.report.frame import CUT, ROOM, Row, frame, row
from dralint.report.people import visible
from dralint.text import Position, Span, cells

# Characters of every kind that code may hold: tabs, wide, combining, joined, controls, unassigned.
CHARS = st.sampled_from(list('ab .({"#\t\t😀価ｗé\u0301\u200d\u202e\x1b\x00\x9b\u00a0\u0378👩'))
LINES = st.text(CHARS, max_size=60)


def cell_width(text: str) -> int:
    """The width of a line's beginning: tab stops are every four cells."""
    width = 0
    for char in text:
        width += 4 - width % 4 if char == "\t" else cells(visible(char))
    return width


def whole(found: Row) -> str:
    return found.before + found.marked + found.after


@given(LINES, LINES, LINES)
@example("\t", "x", "\t")
@example("😀\t", "", "y")
def test_the_mark_stands_where_the_terminal_puts_the_text(
    before: str, marked: str, after: str
) -> None:
    line = before + marked + after
    found = row(1, line, len(before) + 1, len(before) + len(marked) + 1, room=10_000)
    assert found.indent == cell_width(before)
    assert found.width == max(1, cell_width(before + marked) - cell_width(before))
    assert cells(whole(found)) <= cell_width(line)


@given(LINES, LINES.filter(bool), LINES, st.integers(1, 70))
def test_a_cropped_line_keeps_its_mark(before: str, marked: str, after: str, room: int) -> None:
    line = before + marked + after
    # The tab stops of a cropped line are those of what is left of it.
    assume("\t" not in line)
    start, end = len(before) + 1, len(before) + len(marked) + 1
    cut = row(1, line, start, end, room)
    full = row(1, line, start, end, room=10_000)
    room = max(room, ROOM)
    assert cells(whole(cut)) <= room
    assert full.before.endswith(cut.before.removeprefix(CUT))
    assert full.marked.startswith(cut.marked)
    assert cut.marked[:1] == full.marked[:1]
    if cells(whole(full)) <= room - cells(line) and CUT not in line:
        assert whole(cut) == whole(full)
    if whole(cut) != whole(full):
        assert cut.before.startswith(CUT) or whole(cut).endswith(CUT)


def test_a_line_that_fits_is_whole_and_one_cell_more_is_cut() -> None:
    line = "x" * 40
    assert whole(row(1, line, 40, 41, room=40)) == line
    cut = row(1, line, 1, 2, room=39)
    assert whole(cut) == "x" * 38 + "…"
    cut = row(1, line, 40, 41, room=39)
    assert (cut.before, cut.marked, cut.after) == ("…" + "x" * 37, "x", "")


def test_a_mark_in_the_middle_of_a_long_line_has_text_on_both_sides() -> None:
    cut = row(1, "a" * 500 + "MARK" + "b" * 500, 501, 505, room=40)
    assert (cut.before, cut.marked, cut.after) == ("…" + "a" * 18, "MARK", "b" * 16 + "…")


def test_a_mark_wider_than_its_room_is_cut_at_the_end() -> None:
    cut = row(1, "ab" + "M" * 500, 3, 503, room=40)
    assert (cut.before, cut.marked, cut.after) == ("ab", "M" * 37, "…")


def test_a_megabyte_on_one_line_is_not_walked() -> None:
    line = "x\t" * 15_000_000
    start = perf_counter()
    cut = row(1, line, 15_000_000, 15_000_001, room=80)
    assert perf_counter() - start < 0.5
    assert 70 <= cells(whole(cut)) <= 80
    assert cut.before.startswith(CUT)
    assert cut.after.endswith(CUT)


def test_an_empty_mark_at_the_end_of_a_line_stands_behind_it() -> None:
    found = row(1, "end", 4, 4, room=80)
    assert (found.indent, found.width) == (3, 1)


def test_a_place_past_the_end_of_a_line_stands_at_its_end() -> None:
    found = row(1, "end", 90, 95, room=80)
    assert (found.indent, found.width) == (3, 1)


def make(text: str, start: tuple[int, int], end: tuple[int, int]) -> list[tuple[int, str, int]]:
    lines = text.split("\n")
    found = frame(lines, Span("a.ex", Position(*start), Position(*end)), 80)
    assert found.more == max(0, end[0] - start[0] + 1 - 3 - (end[1] == 1 and end[0] > start[0]))
    return [(line.number, line.marked, line.indent) for line in found.rows]


def test_a_span_over_lines_marks_what_each_of_them_has_of_it() -> None:
    text = "x = [\n  1,\n  2\n] ++ y"
    assert make(text, (1, 5), (3, 4)) == [(1, "[", 4), (2, "1,", 2), (3, "2", 2)]


def test_the_first_lines_stand_for_a_long_span() -> None:
    text = "def a do\n  b\n\n  c\n  d\nend"
    assert make(text, (1, 1), (6, 4)) == [(1, "def a do", 0), (2, "b", 2), (3, "", 0)]


def test_a_span_that_ends_at_the_start_of_a_line_does_not_touch_it() -> None:
    assert make("a\nb\nc", (1, 1), (2, 1)) == [(1, "a", 0)]


def test_a_span_behind_the_last_line_has_a_frame() -> None:
    assert make("a", (2, 1), (2, 1)) == [(2, "", 0)]
