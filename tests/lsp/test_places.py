"""Places between the engine and an editor, held against pygls' own codec; texts that change."""

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from pygls.workspace import PositionCodec

from dralint.finding import CERTAIN, WARNING, Diagnostic
from dralint.lsp.places import Text
from dralint.lsp.shifting import Shift
from dralint.text import Lines, Position

# No lone CR and none of the other signs at which Python, unlike us, ends a line.
LINE = st.text(st.sampled_from("ab =\té→🦊👩‍"), max_size=12)
TEXT = st.lists(LINE, min_size=1, max_size=5).map("\n".join)
ENCODING = st.sampled_from(["utf-8", "utf-16", "utf-32"])


@given(TEXT, ENCODING, st.data())
def test_places_are_those_of_pygls(text: str, encoding: str, data: st.DataObject) -> None:
    lines = text.split("\n")
    row = data.draw(st.integers(0, len(lines) - 1))
    column = data.draw(st.integers(0, len(lines[row])))
    ours = Text(text.encode(), encoding)
    there = ours.position(Position(row + 1, column + 1))
    codec = PositionCodec(types.PositionEncodingKind(encoding))
    assert there == codec.position_to_client_units(lines, types.Position(row, column))
    assert ours.place(there) == Position(row + 1, column + 1)


@given(TEXT, TEXT, st.sampled_from(["", "x", "\n", "🦊"]), st.sampled_from(["", "QQ", "Q\nQ"]))
def test_what_stands_before_and_behind_a_change_moves_with_it(
    head: str, tail: str, old: str, new: str
) -> None:
    before, after = (head + old + "#" + tail).encode(), (head + new + "#" + tail).encode()
    lines, moved = Lines.of(before), Lines.of(after)
    shift = Shift(before, after)
    first = lines.span("a.ex", 0, 0)
    assert shift.span(first) == first
    end = lines.span("a.ex", len(before) - len(tail.encode()), len(before))
    if tail and old != new:
        assert shift.span(end) == moved.span("a.ex", len(after) - len(tail.encode()), len(after))


def test_a_finding_moves_and_one_that_was_typed_over_is_dropped() -> None:
    old, new = b"one\ntwo three\nfour\n", b"one\n\ntwo 3\nfour\n"
    lines = Lines.of(old)

    def found(word: bytes) -> Diagnostic:
        start = old.index(word)
        return Diagnostic(
            "a-b", lines.span("a.ex", start, start + len(word)), WARNING, CERTAIN, "m"
        )

    moved = list(Shift(old, new).diagnostics([found(b"one"), found(b"wo"), found(b"four")]))
    assert [(d.span.start.line, d.span.start.column) for d in moved] == [(1, 1), (4, 1)]
