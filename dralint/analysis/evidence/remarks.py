"""What other tools remarked, each at its place in the project, without repetitions."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.evidence.echoes import echoes_of
from dralint.analysis.evidence.named_files import NamedFiles
from dralint.analysis.evidence.reports import Remark, Reports, ToolReport
from dralint.analysis.tests.places import mix_place
from dralint.project import File, Paper, Project
from dralint.text import Position, Span


@dataclass(frozen=True)
class Placed:
    """A remark and where it stands. `echoes` are the rules of ours that say the same.

    `exact`: the place is the one that the tool means, and not just the project's `mix.exs`.
    """

    report: ToolReport
    remark: Remark
    span: Span
    exact: bool
    echoes: tuple[str, ...]


class ToolRemarks:
    """The remarks of other tools on a project."""

    def __init__(self, project: Project, reports: Reports, named: NamedFiles) -> None:
        self._project = project
        self._reports = reports
        self._named = named

    @classmethod
    def of(cls, project: Project, reports: Reports, named: NamedFiles) -> "ToolRemarks":
        """Return the remarks on a project."""
        return cls(project, reports, named)

    @cached_property
    def all(self) -> tuple[Placed, ...]:
        """The remarks in the order of their reports; what two reports repeat is there once."""
        found: dict[tuple[str, str, str, Span], Placed] = {}
        for report in self._reports.tools:
            for remark in report.remarks:
                placed = self._placed(report, remark)
                if placed is not None:
                    key = (report.tool, remark.check, remark.message, placed.span)
                    found.setdefault(key, placed)
        return tuple(found.values())

    def _placed(self, report: ToolReport, remark: Remark) -> Placed | None:
        near = report.path
        if remark.app:
            app = next((each for each in self._project.apps if each.name == remark.app), None)
            if app is None:
                # A dependency was compiled: its paths start in its own folder.
                return None
            near = f"{app.root}/{report.path}"
        file = self._named.file(near, remark.path)
        paper = None if file else self._paper(remark)
        if paper is not None:
            if paper.ignores("quality-tool-report", _row(paper, remark)):
                return None
            span = paper.line_span(_row(paper, remark))
        elif file is not None:
            if (remark.line or 1) > len(file.outline.lines.starts):
                return None
            span = _span(file, remark)
        else:
            place = mix_place(self._project)
            if place is None or _is_foreign(remark.path):
                return None
            return Placed(report, remark, place.span, False, ())
        return Placed(report, remark, span, True, echoes_of(report.tool, remark))

    def _paper(self, remark: Remark) -> Paper | None:
        parts = remark.path.removeprefix("./").split("/")
        # A tool may name a file by where it lies on the machine.
        starts = range(len(parts)) if remark.path.startswith("/") else range(1)
        names = ("/".join(parts[start:]) for start in starts)
        papers = self._project.papers
        return next((found for name in names if name and (found := papers.get(name))), None)


def _is_foreign(path: str) -> bool:
    """Whether a path is one of a dependency: nobody here can mend what is said of it."""
    return path.startswith("deps/") or "/deps/" in path


def _row(paper: Paper, remark: Remark) -> int:
    """Return the line (0-based) of a paper that a remark speaks of."""
    if remark.line is not None:
        return remark.line - 1
    sign = f'"{remark.package}":'
    rows: Iterator[int] = (n for n, row in enumerate(paper.rows) if sign in row)
    return next(rows, 0)


def _span(file: File, remark: Remark) -> Span:
    lines = file.outline.lines
    row = max(remark.line or 1, 1)
    start = lines.offset(Position(row, max(remark.column or 1, 1)))
    begin = lines.position(start)
    if begin.line != row:
        # The file has changed since, and the line is shorter now.
        start = lines.starts[row - 1]
        begin = lines.position(start)
    end = lines.position(lines.offset(Position(row, begin.column + remark.width)))
    return Span(file.path, begin, end if end.line == row else begin)
