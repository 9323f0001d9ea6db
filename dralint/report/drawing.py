"""A finding drawn for a terminal, as pieces of styled text.

Only the colours that every terminal has are used, and no background, so that it reads on light
and on dark ones. Without any colour nothing is lost but the looks.
"""

from collections.abc import Iterator

from dralint.finding import Confidence, Diagnostic, Severity, Step
from dralint.text import cells

from .frame import Frame, Row, frame, row
from .people import place, plural, visible, wrap
from .sources import Sources

Part = tuple[str, str]
"""A piece of text and its style."""

COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
QUIET = "dim"
_NEWLINE: Part = ("\n", "")
_REFUTABLE = "only possible: something that could not be resolved may refute it"


def draw(found: Diagnostic, sources: Sources, width: int) -> Iterator[Part]:
    """Draw one finding: title, place, code, trail, notes, and an empty line."""
    color = COLORS[found.severity]
    title = f"{found.severity.label}[{visible(found.rule)}]"
    yield title, f"bold {color}"
    yield from wrapped(f": {visible(found.message)}", "bold", width, len(title), 4)

    picture = _frame(found, sources, width)
    gutter = max((len(str(line.number)) for line in picture.rows), default=1)
    pad = " " * (gutter + 1)
    yield f"{'':{gutter}}--> ", QUIET
    yield f"{place(found.span)}\n", ""
    if picture.rows:
        yield f"{pad}│\n", QUIET
    for line in picture.rows:
        yield from _code(line, gutter, color)
    if picture.more:
        yield f"{pad}│ … {plural(picture.more, 'more line')}\n", QUIET

    notes = list(_notes(found))
    if found.trail or notes:
        yield f"{pad}│\n", QUIET
    yield from _trail(found, picture, sources, width, pad, closed=not notes)
    for label, text in notes:
        yield f"{pad}= ", QUIET
        yield f"{label}: ", "bold"
        yield from _paragraphs(text, width, gutter + 5 + len(label), gutter + 3)
    yield _NEWLINE


def _frame(found: Diagnostic, sources: Sources, width: int) -> Frame:
    lines = sources.lines(found.span.path)
    if not lines:
        return Frame((), 0)
    return frame(lines, found.span, width - len(str(found.span.start.line + 2)) - 3)


def _code(line: Row, gutter: int, color: str) -> Iterator[Part]:
    yield f"{line.number:>{gutter}} │ ", QUIET
    yield f"{line.before}{line.marked}{line.after}".rstrip(), ""
    yield _NEWLINE
    yield f"{'':{gutter}} │ ", QUIET
    yield " " * line.indent + "^" * line.width, f"bold {color}"
    yield _NEWLINE


def _trail(
    found: Diagnostic, picture: Frame, sources: Sources, width: int, pad: str, *, closed: bool
) -> Iterator[Part]:
    """The steps, each with its line of code where none has shown it yet."""
    seen = {(found.span.path, line.number) for line in picture.rows}
    for number, step in enumerate(found.trail, 1):
        last = closed and number == len(found.trail)
        label = f"{number}. "
        yield f"{pad}{'╰' if last else '├'}─ ", QUIET
        yield label, "bold"
        below = f"{pad}{' ' if last else '│'}  {'':{len(label)}}"
        where = place(step.span)
        yield where, "cyan"
        first, *rest = wrap(visible(step.message), width - len(below), cells(where) + 2)
        yield f": {first}\n", ""
        for text in rest:
            yield below, QUIET
            yield f"{text}\n", ""
        at = step.span.path, step.span.start.line
        lines = sources.lines(step.span.path)
        if at not in seen and step.span.start.line <= len(lines):
            seen.add(at)
            yield below, QUIET
            yield from _excerpt(step, lines[step.span.start.line - 1], width - len(below))


def _excerpt(step: Step, line: str, room: int) -> Iterator[Part]:
    """One line without its indentation; what the step means is underlined."""
    start, end = step.span.start, step.span.end
    margin = min(len(line) - len(line.lstrip()), start.column - 1)
    stop = end.column if end.line == start.line else len(line) + 1
    number = f"{start.line} │ "
    cut = row(start.line, line[margin:], start.column - margin, stop - margin, room - len(number))
    yield number, QUIET
    yield cut.before, ""
    yield cut.marked, "underline"
    yield f"{cut.after}\n", ""


def _notes(found: Diagnostic) -> Iterator[tuple[str, str]]:
    if found.confidence is Confidence.POSSIBLE:
        yield "note", _REFUTABLE
    if found.help:
        yield "help", found.help
    if found.fix:
        yield "fix" if found.fix.safe else "unsafe fix", found.fix.title


def _paragraphs(text: str, width: int, used: int, indent: int) -> Iterator[Part]:
    """Lines of text; an indented one is code and keeps its shape."""
    first, *rest = text.rstrip().split("\n")
    yield from wrapped(visible(first), "", width, used, indent)
    for line in rest:
        if line.startswith(" "):
            yield f"{'':{indent}}{visible(line)}\n", ""
        elif line:
            yield " " * indent, ""
            yield from wrapped(visible(line), "", width, indent, indent)
        else:
            yield _NEWLINE


def wrapped(text: str, style: str, width: int, used: int, indent: int) -> Iterator[Part]:
    """Break a text into lines, of which the first goes on at `used` and the others at `indent`."""
    first, *rest = wrap(text, width - indent, used - indent)
    yield f"{first}\n", style
    for line in rest:
        yield f"{'':{indent}}{line}\n", style
