"""The format `junit`: findings as failed tests, for whatever shows test reports.

A file with findings is a suite, and each finding in it a test that failed. The suite `dralint`
holds the run itself, so that a report is never without a test: it passes, or fails with an error
for each problem; a place that was not analysed is a test that was skipped.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import TextIO
from xml.etree.ElementTree import Element

from dralint.finding import Diagnostic, Result

from .base import ReportOptions
from .people import place
from .xml_text import element, legal, write_xml

_RESULTS = {"failures": "failure", "errors": "error", "skipped": "skipped"}
_TOTALS = ("tests", "failures", "errors")  # the schema counts the skipped ones by suite only


class JUnit:
    """Everything there is to say, in the order of the report."""

    name = "junit"
    for_people = False

    def write(self, result: Result, out: TextIO, options: ReportOptions) -> None:
        """Write the whole report."""
        suites = [_run(result), *_files(result)]
        counts = {key: sum(int(suite.attrib[key]) for suite in suites) for key in _TOTALS}
        root = element("testsuites", name="dralint", **counts)
        root.extend(suites)
        write_xml(root, out)


def _run(result: Result) -> Element:
    cases = [_case("dralint", f"problem {n}") for n, _ in enumerate(result.problems, 1)]
    for case, problem in zip(cases, result.problems, strict=True):
        case.append(_outcome("error", "problem", problem, problem))
    if not cases:
        cases.append(_case("dralint", "the analysis"))
    for item in result.unanalysed:
        case = _case(item.path, f"analysis of line {item.line}")
        case.append(_outcome("skipped", None, item.reason, None))
        cases.append(case)
    return _suite("dralint", cases)


def _files(result: Result) -> Iterator[Element]:
    for path, group in groupby(result.diagnostics, key=lambda found: found.span.path):
        seen: Counter[str] = Counter()
        yield _suite(path, [_finding(found, seen) for found in group])


def _finding(found: Diagnostic, seen: Counter[str]) -> Element:
    """Return the test that a finding failed.

    Readers follow a test by its name from one run to the next and take two of one name for one, so
    the name holds no line but a number where it would not be the only one.
    """
    name = f"{found.rule} in {found.function}" if found.function else found.rule
    seen[name] += 1
    case = _case(found.span.path, f"{name} ({seen[name]})" if seen[name] > 1 else name)
    text = "\n".join(_text(found))
    case.append(_outcome("failure", found.severity.label, found.message, text))
    return case


def _text(found: Diagnostic) -> Iterator[str]:
    yield f"{place(found.span)}: {found.severity.label}[{found.rule}] {found.message}"
    for number, step in enumerate(found.trail, 1):
        yield f"{number}. {place(step.span)}: {step.message}"
    if found.help:
        yield f"help: {found.help}"


def _suite(name: str, cases: list[Element]) -> Element:
    counts = {
        key: sum(case.find(outcome) is not None for case in cases)
        for key, outcome in _RESULTS.items()
    }
    suite = element("testsuite", name=name, tests=len(cases), **counts)
    suite.extend(cases)
    return suite


def _case(where: str, name: str) -> Element:
    return element("testcase", classname=where, name=name)


def _outcome(kind: str, type: str | None, message: str, text: str | None) -> Element:
    outcome = element(kind, type=type, message=message)
    outcome.text = None if text is None else legal(text)
    return outcome
