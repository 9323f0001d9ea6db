"""Edits applied to texts, byte for byte.

A fix is taken whole or not at all. Of fixes that overlap the first in the file is taken; the others
wait for the next pass. What comes out has to parse, and to define what the text before defined.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from dralint.finding import Edit, Fix
from dralint.outline import Outline, outline_of
from dralint.text import BOM, Lines


def select(fixes: Iterable[Fix], path: str, unsafe: bool) -> list[Edit]:
    """Return the edits of one file that can be made together, in the order of the file.

    Equal fixes (one for several findings) are one. Fixes that edit other files too are left out.
    """
    taken: list[Edit] = []
    for fix in sorted(set(fixes), key=lambda fix: [(e.span, e.text) for e in fix.edits]):
        if not fix.safe and not unsafe:
            continue
        if not fix.edits or any(edit.span.path != path for edit in fix.edits):
            continue
        if not any(_overlap(edit, other) for edit in fix.edits for other in taken):
            taken.extend(fix.edits)
    return sorted(taken, key=lambda edit: (edit.span, edit.text))


def _overlap(one: Edit, other: Edit) -> bool:
    """Whether two edits touch the same text; two insertions at one place do."""
    a, b = one.span, other.span
    if a.start == a.end or b.start == b.end:
        return a.start <= b.end and b.start <= a.end
    return a.start < b.end and b.start < a.end


def apply(source: bytes, edits: Sequence[Edit]) -> bytes:
    """Return a text with edits made that do not overlap; line ends are those of the text.

    A line that a deletion leaves empty goes with it, and so do blanks at the end of a line. Edits
    are in the order of the text.
    """
    lines = Lines.of(source)
    crlf = b"\r\n" in source
    out = source
    floors = [0, *(lines.offset(edit.span.end) for edit in edits)]
    for edit, floor in zip(reversed(edits), reversed(floors[:-1]), strict=True):
        start, end = lines.offset(edit.span.start), lines.offset(edit.span.end)
        if not edit.text and start < end:
            start, end = _cleared(out, start, end, floor)
        text = edit.text.replace("\n", "\r\n") if crlf else edit.text
        out = out[:start] + text.encode() + out[end:]
    return out


_BLANKS = b" \t"


def _cleared(text: bytes, start: int, end: int, floor: int) -> tuple[int, int]:
    """Return what to delete so that a deletion leaves no empty line and no blanks at line ends.

    Nothing before `floor` is touched.
    """
    stop = _newline(text, end)
    if text[end:stop].strip():
        return start, end
    before = text[floor:start].rstrip(_BLANKS)
    begin = floor + len(before)
    if begin > 0 and not text[:begin].endswith((b"\n", BOM)):
        return begin, end
    stop = min(stop + 1, len(text))
    # The empty line below goes too where there would be two, or one below the head of a block.
    above = text[:begin].rstrip(b"\r\n" + _BLANKS)
    double = text[max(begin - 4, 0) : begin].replace(b"\r", b"").endswith(b"\n\n")
    after = _newline(text, stop)
    if stop < len(text) and not text[stop:after].strip() and (double or above.endswith(b" do")):
        stop = min(after + 1, len(text))
    return begin, stop


def _newline(text: bytes, start: int) -> int:
    at = text.find(b"\n", start)
    return len(text) if at < 0 else at


PRIVATE = "defp"
"""What an edit writes that makes a function private."""


def may_become(before: bytes, after: bytes, edits: Iterable[Edit]) -> bool:
    """Whether edits may make one text of another: it parses, and defines what it defined.

    Functions may become private where an edit says so.
    """
    return same_definitions(before, after, any(edit.text == PRIVATE for edit in edits))


def same_definitions(before: bytes, after: bytes, hides: bool = False) -> bool:
    """Whether both texts parse and define the same modules and functions.

    With `hides` a function that was public may be private.
    """
    old, new = outline_of(before), outline_of(after)
    if old.breaks or new.breaks:
        return False
    return _definitions(old, hides) == _definitions(new, hides)


def _definitions(outline: Outline, hides: bool) -> Counter[tuple[str, str, int, str]]:
    names = {module.index: module.name for module in outline.modules}
    found = Counter(
        (
            names.get(f.module, ""),
            f.name,
            f.max_arity,
            "def" if hides and f.kind == PRIVATE else f.kind,
        )
        for f in outline.functions
    )
    found.update((module.name, "", -1, module.kind) for module in outline.modules)
    return found
