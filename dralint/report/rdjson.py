"""The format `rdjson`: the Reviewdog Diagnostic Format.

Columns are bytes of UTF-8. Its readers refuse a member that they do not know, so that only those
are written that every version of reviewdog has.
"""

from itertools import pairwise
from typing import TextIO

from dralint.finding import Diagnostic, Edit, Fix, Result, Severity
from dralint.text import Position, Span

from .base import ReportOptions
from .machine import write_json
from .sarif_places import Json
from .sources import Sources

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


class RdJson:
    """Findings with their fixes. It has no room for places not analysed, nor for problems."""

    name = "rdjson"
    for_people = False

    def write(self, result: Result, out: TextIO, options: ReportOptions) -> None:
        """Write the whole report."""
        sources = Sources(result.sources)
        diagnostics = [_diagnostic(found, sources) for found in result.diagnostics]
        write_json({"source": {"name": "dralint"}, "diagnostics": diagnostics}, out)


def _diagnostic(found: Diagnostic, sources: Sources) -> Json:
    diagnostic: Json = {
        "message": _message(found),
        "location": {"path": found.span.path, "range": _range(found.span, sources)},
        "severity": _SEVERITIES[found.severity],
        "code": {"value": found.rule},
    }
    if found.fix and (edit := _joined(found.fix, found.span.path, sources)):
        diagnostic["suggestions"] = [{"range": _range(edit.span, sources), "text": edit.text}]
    return diagnostic


def _message(found: Diagnostic) -> str:
    return f"{found.message}\n\n{found.help}" if found.help else found.message


def _range(span: Span, sources: Sources) -> Json:
    start, end = _position(span.path, span.start, sources), _position(span.path, span.end, sources)
    if start is None or end is None:
        # Without the text no byte can be counted; a range without columns means whole lines.
        return {"start": {"line": span.start.line}, "end": {"line": span.end.line}}
    return {"start": start, "end": end}


def _position(path: str, at: Position, sources: Sources) -> Json | None:
    lines = sources.lines(path)
    if at.line > len(lines):
        return None
    before = lines[at.line - 1][: at.column - 1]
    return {"line": at.line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}


def _joined(fix: Fix, path: str, sources: Sources) -> Edit | None:
    """Return a fix as one edit of the finding's file, where it is that.

    Several suggestions would be alternatives, so the text between two edits goes into one.
    """
    lines = (sources.text(path) or "").split("\n")  # with each CR, for it goes into the edit
    edits = sorted(fix.edits, key=lambda edit: edit.span)
    if not edits or any(
        each.span.path != path or each.span.end.line > len(lines) for each in edits
    ):
        return None
    text = edits[0].text
    for last, edit in pairwise(edits):
        if edit.span.start < last.span.end:
            return None
        text += _between(lines, last.span.end, edit.span.start) + edit.text
    return Edit(Span(path, edits[0].span.start, edits[-1].span.end), text)


def _between(lines: list[str], start: Position, end: Position) -> str:
    if start.line == end.line:
        return lines[start.line - 1][start.column - 1 : end.column - 1]
    first = lines[start.line - 1][start.column - 1 :]
    last = lines[end.line - 1][: end.column - 1]
    return "\n".join((first, *lines[start.line : end.line - 1], last))
