"""Coverage: how much of each module and function ran in the tests, as reports say it.

Shares are counted in lines and added up; nothing is a mean of percentages. Reports that name
modules with a percentage only have no lines: their modules weigh by the length of their functions,
so that what is said of several is an estimate.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from dralint.analysis.evidence.named_files import NamedFiles
from dralint.analysis.evidence.reports import CoverageReport, Reports
from dralint.analysis.layout.layout import Layout
from dralint.project import App, File, Function, Module, Project

BUSINESS = frozenset(
    ("action", "api", "domain-api", "context", "schema", "process", "policy", "query", "ash")
)
"""The roles whose code is the business of an application, besides plain modules of `lib`."""
_OUTSIDE = frozenset(
    """
    application repo exception protocol impl behaviour web task job client notifier storage
    migration release script test
    """.split()
)


@dataclass(frozen=True)
class Share:
    """Lines that ran, of those that could; `exact`: both were counted and not estimated."""

    covered: Fraction
    relevant: int
    exact: bool = True

    def __add__(self, other: "Share") -> "Share":
        return Share(
            self.covered + other.covered,
            self.relevant + other.relevant,
            self.exact and other.exact,
        )

    @property
    def percent(self) -> Fraction:
        """The exact percentage; of nothing, all is covered."""
        return self.covered * 100 / self.relevant if self.relevant else Fraction(100)

    @property
    def text(self) -> str:
        """The percentage for people: rounded down, so that nothing looks better than it is."""
        tenths = int(self.percent * 10)
        return f"{tenths // 10}.{tenths % 10} %"


class Coverage:
    """What the coverage reports of a project say of its code."""

    def __init__(
        self, project: Project, reports: Reports, layout: Layout, named: NamedFiles
    ) -> None:
        self._project = project
        self._named = named
        self._reports = reports
        self._layout = layout

    @classmethod
    def of(
        cls, project: Project, reports: Reports, layout: Layout, named: NamedFiles
    ) -> "Coverage":
        """Return the coverage of a project."""
        return cls(project, reports, layout, named)

    @property
    def known(self) -> bool:
        """Whether a report says anything of this project's files."""
        return bool(self._lines or self._percents)

    @property
    def reports(self) -> tuple[CoverageReport, ...]:
        """The reports, in the order of their paths."""
        return self._reports.coverage

    @property
    def stale(self) -> CoverageReport | None:
        """The first report that is older than the code, None where all are fresh."""
        return next((r for r in self.reports if self._reports.is_stale(r)), None)

    @cached_property
    def _lines(self) -> dict[str, dict[int, int]]:
        """How often each relevant line of a file ran, in all reports together."""
        found: dict[str, dict[int, int]] = {}
        for report in self.reports:
            for name, lines in report.lines.items():
                file = self._named.file(report.path, name)
                if file is not None:
                    known = found.setdefault(file.path, {})
                    for number, hits in lines.items():
                        known[number] = max(known.get(number, 0), hits)
        return found

    @cached_property
    def _percents(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for report in self.reports:
            for name, share in report.modules.items():
                found[name] = max(found.get(name, 0.0), share)
        return found

    def module(self, module: Module) -> Share | None:
        """Return how much of a module ran; None where no report speaks of it.

        Modules that are nested in it have shares of their own in some reports; by lines they are
        part of it.
        """
        lines = self._lines.get(module.file.path)
        if lines is not None:
            return _share(lines, self._rows(module.file, module.data.start, module.data.end))
        percent = self._percents.get(module.name)
        if percent is None:
            return None
        weight = max(
            1,
            sum(
                len(self._rows(module.file, c.start, c.end))
                for f in module.functions
                for c in f.clauses
            ),
        )
        return Share(Fraction(str(percent)) * weight / 100, weight, exact=False)

    def function(self, function: Function) -> Share | None:
        """Return how much of a function ran; None where no report has its lines."""
        lines = self._lines.get(function.file.path)
        if lines is None:
            return None
        file = function.file
        rows = [row for c in function.clauses for row in self._rows(file, c.start, c.end)]
        return _share(lines, rows)

    def _rows(self, file: File, start: int, end: int) -> range:
        lines = file.outline.lines
        return range(lines.line(start), lines.line(max(start, end - 1)) + 1)

    def is_business(self, module: Module) -> bool:
        """Whether a module is business logic: neither web, nor generated, nor wiring."""
        if module.file.kind != "lib" or module.data.quoted or module.data.parent >= 0:
            return False
        role = self._layout.role(module)
        return role in BUSINESS or role not in _OUTSIDE

    def measured(self, app: App) -> list[tuple[Module, Share]]:
        """Return the business modules of an application that a report speaks of."""
        return [
            (module, share)
            for module in self._project.modules
            if module.file.app is app and self.is_business(module)
            if (share := self.module(module)) is not None and share.relevant
        ]

    def total(self, modules: Iterable[tuple[Module, Share]]) -> Share:
        """Return the share of several modules together."""
        return sum((share for _, share in modules), Share(Fraction(0), 0))


def _share(lines: Mapping[int, int], rows: Iterable[int]) -> Share:
    relevant = [lines[row] for row in rows if row in lines]
    return Share(Fraction(sum(hits > 0 for hits in relevant)), len(relevant))
