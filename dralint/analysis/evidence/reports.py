"""Reports: what a coverage tool measured and how tests ended, as the files of a project say it.

This is evidence: the engine reads it when a rule or command first asks for it. Where nobody
reads, in a snippet for instance, there is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dralint.finding import Unanalysed


@dataclass(frozen=True)
class ReportsOptions:
    """The table `[reports]`.

    `coverage` and `tests` name the files to read, as paths or patterns below the project's root;
    empty: where the tools write them. What is named is expected to be there.
    """

    coverage: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()


@dataclass(frozen=True)
class CoverageReport:
    """One report of a coverage tool.

    `lines` holds for each source file, as the report names it, how often each relevant line ran
    (1-based). `modules` holds the percentage of each module, in reports without lines; `total` is
    then the percentage of everything. `time` is that of the file, in seconds; None: unknown.
    """

    path: str
    time: float | None = None
    lines: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    modules: Mapping[str, float] = field(default_factory=dict)
    total: float | None = None


@dataclass(frozen=True)
class Failure:
    """A test that failed: its module and title (`test adds up`), and where it says it stands."""

    module: str
    name: str
    message: str
    path: str | None = None
    line: int | None = None


@dataclass(frozen=True)
class RunReport:
    """One report of a test run: how many tests it names, and which failed."""

    path: str
    time: float | None = None
    tests: int = 0
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True)
class Reports:
    """All reports of a project.

    `newest` is the time of the newest source or test and `newest_path` names it. `coveralls` is
    the `minimum_coverage` of each `coveralls.json`, by its folder. `missing_coverage` and
    `missing_runs` are patterns of the configuration that no file has, `faults` files that could
    not be understood.
    """

    read: bool = False
    coverage: tuple[CoverageReport, ...] = ()
    runs: tuple[RunReport, ...] = ()
    newest: float | None = None
    newest_path: str | None = None
    coveralls: Mapping[str, float | None] = field(default_factory=dict)
    missing_coverage: tuple[str, ...] = ()
    missing_runs: tuple[str, ...] = ()
    faults: tuple[Unanalysed, ...] = ()

    @classmethod
    def of(cls) -> "Reports":
        """Return no reports: the engine puts what it reads in their place."""
        return cls()

    def is_stale(self, report: CoverageReport | RunReport) -> bool:
        """Whether a report is older than the newest file that it speaks of."""
        # A checkout writes its files in any order within moments.
        slack = 2.0
        return None not in (self.newest, report.time) and (
            (report.time or 0) + slack < (self.newest or 0)
        )
