"""The format `statistics`."""

from dralint.finding import Result
from tests.report.samples import shop
from tests.report.test_formats import written


def test_rules_are_counted() -> None:
    doubled = shop()
    doubled = Result((*doubled.diagnostics, doubled.diagnostics[0]), files=42, lines=5210)
    first = doubled.diagnostics[0]
    lines = written("statistics", doubled).splitlines()
    assert lines[0].split()[:3] == ["2", first.severity.label, first.rule]
    assert len(lines) == len({d.rule for d in doubled.diagnostics}) + 1
    assert lines[-1].startswith("6 findings")


def test_nothing_found() -> None:
    assert written("statistics", Result((), files=1, lines=1)) == "no findings in 1 file, 1 line\n"
