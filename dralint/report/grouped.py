"""The format `grouped`: findings under their file, for reading a folder through."""

from collections.abc import Iterator
from itertools import groupby
from typing import TextIO

from dralint.finding import Diagnostic, Result

from .base import ReportOptions, write_text
from .people import ending, plural, shown, visible, wrap


class Grouped:
    """Each file once; under it `line:column severity[rule] message`, once a finding."""

    name = "grouped"
    for_people = True

    def write(self, result: Result, out: TextIO, options: ReportOptions) -> None:
        """Write the whole report."""
        write_text("".join(f"{line}\n" for line in _lines(result, options)), out)


def _lines(result: Result, options: ReportOptions) -> Iterator[str]:
    chosen = shown(result, options)
    for path, group in groupby(chosen.diagnostics, key=lambda found: found.span.path):
        found = list(group)
        yield f"{visible(path)}: {plural(len(found), 'finding')}"
        room = max(len(_place(each)) for each in found)
        for each in found:
            yield from _row(each, room, options.width)
        yield ""
    yield from ending(result, chosen, options)


def _row(found: Diagnostic, room: int, width: int) -> Iterator[str]:
    title = f"  {_place(found):>{room}}  {found.severity.label}[{visible(found.rule)}]"
    indent = room + 4
    first, *rest = wrap(visible(found.message), width - indent, len(title) + 1 - indent)
    yield f"{title} {first}"
    for line in rest:
        yield f"{'':{indent}}{line}"


def _place(found: Diagnostic) -> str:
    return f"{found.span.start.line}:{found.span.start.column}"
