"""Places as SARIF writes them: escaped URIs, and regions in UTF-16 code units with their text."""

from typing import Any
from urllib.parse import quote

from dralint.text import Span, utf16_column

from .fingerprints import line_hashes
from .sources import Sources

Json = dict[str, Any]

ROOT = "SRCROOT"
_MOST_LINES = 20


def artifact(path: str) -> Json:
    """Return the location of a file: never absolute, so that every checkout reports the same."""
    return {"uri": quote(path, errors="surrogateescape"), "uriBaseId": ROOT}


class Places:
    """The places of one report, cut out of its texts."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._sources = Sources(texts)
        self._hashes: dict[str, list[str]] = {}

    def known(self, path: str) -> bool:
        """Return whether the text of a file is at hand."""
        return self._sources.text(path) is not None

    def line_hash(self, span: Span) -> str | None:
        """Return the hash of the line on which a span starts."""
        if span.path not in self._hashes:
            text = self._sources.text(span.path)
            self._hashes[span.path] = [] if text is None else line_hashes(text)
        hashes = self._hashes[span.path]
        return hashes[span.start.line - 1] if span.start.line <= len(hashes) else None

    def physical(self, span: Span) -> Json:
        """Return the file and the region of a span, with its text where that is not too long."""
        region = self.region(span)
        lines = self._between(span.path, span.start.line, span.end.line)
        if lines is not None:
            lines[-1] = lines[-1][: span.end.column - 1]
            lines[0] = lines[0][span.start.column - 1 :]
            region["snippet"] = {"text": "\n".join(lines)}
        return {"artifactLocation": artifact(span.path), "region": region}

    def region(self, span: Span) -> Json:
        """Return where a span begins and ends."""
        return {
            "startLine": span.start.line,
            "startColumn": self._column(span.path, span.start.line, span.start.column),
            "endLine": span.end.line,
            "endColumn": self._column(span.path, span.end.line, span.end.column),
        }

    def context(self, span: Span) -> Json | None:
        """Return the region that also holds the line before a span and the one after it."""
        first = max(1, span.start.line - 1)
        last = min(span.end.line + 1, len(self._sources.lines(span.path)))
        lines = self._between(span.path, first, last)
        if lines is None:
            return None
        return {"startLine": first, "endLine": last, "snippet": {"text": "\n".join(lines)}}

    def _between(self, path: str, first: int, last: int) -> list[str] | None:
        lines = self._sources.lines(path)
        if last - first >= _MOST_LINES or not first <= last <= len(lines):
            return None
        return lines[first - 1 : last]

    def _column(self, path: str, line: int, column: int) -> int:
        lines = self._sources.lines(path)
        return utf16_column(lines[line - 1], column) if line <= len(lines) else column
