"""How much of the business logic ran, by what `mix test --cover` printed."""

import re
from dataclasses import dataclass
from pathlib import Path

from dralint.analysis.evidence.coverage_formats import NotUnderstood, read_coverage
from dralint.analysis.evidence.reports import CoverageReport, Reports
from dralint.analysis.plan.plans import Plans
from dralint.analysis.tests.coverage import Coverage
from dralint.engine.choice import Choice
from dralint.engine.look import views
from dralint.engine.wanted import wanted

_TOTAL = re.compile(
    r"^\s*(?:\|\s*)?(\d+(?:\.\d+)?)%\s*\|\s*Total\b|^\[TOTAL\]\s+(\d+(?:\.\d+)?)%", re.M
)


@dataclass(frozen=True)
class Covered:
    """A percentage, and in words what it is one of; `planned`: what a plan asks for."""

    percent: float
    of: str
    planned: float | None = None

    @property
    def text(self) -> str:
        """The percentage for people: rounded down, so that nothing looks better than it is."""
        return f"{int(self.percent * 10) / 10:.1f} % {self.of}"


def covered(root: Path, output: str, choice: Choice) -> Covered | None:
    """Return the least coverage of an application's business logic; None where none was printed.

    Where nothing says which modules are business logic, it is the least total that was printed.
    """
    totals = [float(one or two) for one, two in _TOTAL.findall(output)]
    try:
        report = read_coverage("mix test", output.encode())
    except NotUnderstood:
        report = CoverageReport("mix test")
    reports = Reports(read=True, coverage=(report,))
    shares: list[float] = []
    planned: float | None = None
    for view in views(wanted([str(root)]), choice, {Reports: lambda: reports}):
        coverage = view.ask(Coverage)
        goal = view.ask(Plans).goal
        planned = goal[1].percent if goal else planned
        for app in view.loaded.project.apps:
            measured = coverage.measured(app)
            if measured:
                shares.append(float(coverage.total(measured).percent))
    if shares:
        return Covered(min(shares), "of the business logic", planned)
    return Covered(min(totals), "of all code", planned) if totals else None
