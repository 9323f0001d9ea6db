"""What reports say of modules, functions and the business logic."""

from dralint.analysis.evidence.reports import CoverageReport, Reports
from dralint.analysis.tests.coverage import Coverage
from dralint.engine.ask import Ask
from dralint.testing import project_of

FILES = {
    "lib/a.ex": "defmodule A do\n  def f, do: 1\n  def g, do: 2\n  def h, do: 3\nend\n",
    "lib/b.ex": "defmodule B do\n  def f, do: 1\nend\n",
    "lib/app_web/c.ex": "defmodule AppWeb.C do\n  def f, do: 1\nend\n",
}


def coverage(*reports: CoverageReport) -> Coverage:
    evidence = {Reports: lambda: Reports(read=True, coverage=reports)}
    return Ask(project_of(FILES), {}, evidence)(Coverage)


def text(found: Coverage) -> dict[str, str | None]:
    shares = {m.name: found.module(m) for m in found._project.modules}
    return {name: share.text if share else None for name, share in shares.items()}


def test_nothing_is_known_without_reports() -> None:
    found = coverage()
    assert not found.known
    assert set(text(found).values()) == {None}


def test_lines_are_added_up_over_modules_and_reports() -> None:
    found = coverage(
        CoverageReport("one", lines={"lib/a.ex": {2: 1, 3: 0, 4: 0}, "./lib/b.ex": {2: 0}}),
        CoverageReport("two", lines={"/home/ci/lib/a.ex": {3: 5}, "lib/gone.ex": {1: 1}}),
    )
    assert text(found) == {"A": "66.6 %", "B": "0.0 %", "AppWeb.C": None}
    [app] = found._project.apps
    total = found.total(found.measured(app))
    assert (int(total.covered), total.relevant, total.exact) == (2, 4, True)
    [function] = [f for f in found._project.by_path["lib/a.ex"].functions if f.name == "h"]
    share = found.function(function)
    assert share is not None and (int(share.covered), share.relevant) == (0, 1)


def test_the_web_layer_is_no_business() -> None:
    found = coverage(CoverageReport("one", lines={"lib/app_web/c.ex": {2: 0}}))
    [app] = found._project.apps
    assert found.measured(app) == []


def test_percentages_weigh_by_the_length_of_functions() -> None:
    found = coverage(CoverageReport("one", modules={"A": 100.0, "B": 0.0}))
    [app] = found._project.apps
    total = found.total(found.measured(app))
    assert (total.text, total.exact) == ("75.0 %", False)


def test_exactly_the_goal_is_enough() -> None:
    found = coverage(CoverageReport("one", modules={"A": 80.0}))
    [app] = found._project.apps
    assert found.total(found.measured(app)).percent == 80


def test_a_report_is_stale_when_code_is_newer_by_more_than_moments() -> None:
    reports = Reports(read=True, newest=100.0)
    assert reports.is_stale(CoverageReport("old", 90.0))
    assert not reports.is_stale(CoverageReport("same moment", 99.0))
    assert not reports.is_stale(CoverageReport("of unknown time"))
