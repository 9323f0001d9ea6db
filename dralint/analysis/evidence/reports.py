"""Reports: what other tools said of a project, as files beside its source tell it.

That is what a coverage tool measured, how tests ended, and what a compiler or checker remarked.

This is evidence: the engine reads it when a rule or command first asks for it. Where nobody
reads, in a snippet for instance, there is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dralint.finding import Severity, Unanalysed


@dataclass(frozen=True)
class ReportsOptions:
    """The table `[reports]`.

    `coverage` and `tests` name the files to read, as paths or patterns below the project's root;
    empty: where the tools write them. `tools` names those of Credo, Dialyzer and the others, which
    have no usual place. What is named is expected to be there.
    """

    coverage: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()


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
class Remark:
    """What a tool says of a place: `check` is its own name for the kind of it, or empty.

    `path` is as the tool names it. `line` and `column` count from one; None: not told. `width` is
    that of the text it speaks of, in code points. `package` is set where it speaks of a dependency.
    `app` is the application that was being compiled, where mix says so: then the path starts there.
    """

    check: str
    message: str
    severity: Severity
    path: str
    line: int | None = None
    column: int | None = None
    width: int = 0
    package: str = ""
    app: str = ""


@dataclass(frozen=True)
class ToolReport:
    """One report of a tool: `tool` is its name as people write it."""

    path: str
    tool: str
    remarks: tuple[Remark, ...]
    time: float | None = None


@dataclass(frozen=True)
class Reports:
    """All reports of a project.

    `newest` is the time of the newest source or test and `newest_path` names it. `coveralls` is
    the `minimum_coverage` of each `coveralls.json`, by its folder. `missing_coverage`,
    `missing_runs` and `missing_tools` are patterns of the configuration that no file has, `faults`
    files that could not be understood.
    """

    read: bool = False
    coverage: tuple[CoverageReport, ...] = ()
    runs: tuple[RunReport, ...] = ()
    tools: tuple[ToolReport, ...] = ()
    newest: float | None = None
    newest_path: str | None = None
    coveralls: Mapping[str, float | None] = field(default_factory=dict)
    missing_coverage: tuple[str, ...] = ()
    missing_runs: tuple[str, ...] = ()
    missing_tools: tuple[str, ...] = ()
    faults: tuple[Unanalysed, ...] = ()

    @classmethod
    def of(cls) -> "Reports":
        """Return no reports: the engine puts what it reads in their place."""
        return cls()

    @property
    def is_any(self) -> bool:
        """Whether there is a report at all, understood or not."""
        return bool(self.coverage or self.runs or self.tools or self.faults)

    def is_stale(self, report: CoverageReport | RunReport | ToolReport) -> bool:
        """Whether a report is older than the newest file that it speaks of."""
        # A checkout writes its files in any order within moments.
        slack = 2.0
        return None not in (self.newest, report.time) and (
            (report.time or 0) + slack < (self.newest or 0)
        )
