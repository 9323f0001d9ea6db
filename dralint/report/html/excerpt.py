"""Findings as the page shows them: by file, with their code and that of each step."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from dralint.finding import POSSIBLE, Diagnostic, Result
from dralint.report.frame import Row, row
from dralint.report.sources import Sources
from dralint.text import Span

_ROOM = 180
_MOST = 12
"""How many lines of a span are shown."""
_REFUTABLE = "only possible: something that could not be resolved may refute it"


@dataclass(frozen=True, slots=True)
class Code:
    """Lines of code with the stretch that is meant, and how many more lines that has."""

    rows: tuple[Row, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Place:
    """A step of a trail: its number, where it is, what it means, and its code."""

    span: Span
    message: str
    code: Code


@dataclass(frozen=True)
class Entry:
    """A finding: `anchor` is its id on the page, `number` its place in the data."""

    anchor: str
    number: int
    found: Diagnostic
    sources: Sources

    @cached_property
    def code(self) -> Code:
        """The code that it is about."""
        return excerpt(self.sources, self.found.span, 2)

    @property
    def trail(self) -> Iterator[Place]:
        """The steps of its trail."""
        for step in self.found.trail:
            yield Place(step.span, step.message, excerpt(self.sources, step.span, 1))

    @property
    def notes(self) -> Iterator[tuple[str, list[str]]]:
        """What there is to say besides: a label, and the lines of a text."""
        found = self.found
        if found.confidence is POSSIBLE:
            yield "note", [_REFUTABLE]
        if found.help:
            yield "help", found.help.rstrip().split("\n")
        if found.fix:
            yield "fix" if found.fix.safe else "unsafe fix", found.fix.title.split("\n")


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one file."""

    path: str
    entries: tuple[Entry, ...]


def groups(result: Result) -> list[Group]:
    """Return the findings of a result by file, in the order of the report."""
    sources = Sources(result.sources)
    taken: set[str] = set()
    entries: list[Entry] = []
    for number, found in enumerate(result.diagnostics):
        anchor = f"f-{found.fingerprint}"
        if not found.fingerprint.isalnum() or anchor in taken:
            anchor = f"f--{number}"
        taken.add(anchor)
        entries.append(Entry(anchor, number, found, sources))
    by_path = groupby(entries, key=lambda entry: entry.found.span.path)
    return [Group(path, tuple(group)) for path, group in by_path]


def excerpt(sources: Sources, span: Span, around: int) -> Code:
    """Return the lines of a span with some around it; none where the text is not known."""
    lines = sources.lines(span.path)
    first, last = span.start.line, span.end.line
    if first > len(lines):
        return Code((), 0)
    last = max(first, min(last, len(lines)))
    if last > first and span.end.line == last and span.end.column == 1:
        last -= 1
    shown = min(last, first + _MOST - 1)
    rows = []
    for number in range(max(1, first - around), min(len(lines), shown + around) + 1):
        line = lines[number - 1]
        if number < first or (number > last):
            rows.append(row(number, line, 1, 1, _ROOM))
        elif number <= shown:
            body = line.strip()
            start = span.start.column if number == first else line.find(body) + 1
            whole = line.find(body) + len(body) + 1
            end = span.end.column if number == span.end.line else whole
            rows.append(row(number, line, start, max(start, end), _ROOM))
    return Code(tuple(rows), last - shown)


def by_module(result: Result) -> Mapping[str, int]:
    """Count the findings of each module."""
    counts: dict[str, int] = {}
    for found in result.diagnostics:
        if found.module:
            counts[found.module] = counts.get(found.module, 0) + 1
    return counts
