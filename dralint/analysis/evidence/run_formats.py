"""The formats of reports of a test run: JUnit XML, and the text that ExUnit prints."""

import re

from dralint.analysis.evidence.coverage_formats import NotUnderstood
from dralint.analysis.evidence.reports import Failure, RunReport
from dralint.analysis.evidence.xml_events import Element, events

_FAILED = re.compile(
    r"^ {2,4}\d+\) (?P<name>.+) \((?P<module>[\w.]+)\)\n +(?P<path>\S+\.exs):(?P<line>\d+)\n"
    r"(?P<message>(?: {5,}\S.*\n)?)",
    re.M,
)
_SUMMARY = re.compile(
    r"^(?:(?P<doctests>\d+) doctests?, )?(?:(?P<properties>\d+) propert(?:y|ies), )?"
    r"(?P<tests>\d+) tests?, (?P<failures>\d+) failures?",
    re.M,
)
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_PLACE = re.compile(r"(?P<path>[\w./-]+_test\.exs):(?P<line>\d+)")


def read_tests(path: str, text: bytes, time: float | None = None) -> RunReport:
    """Return what a report says; NotUnderstood where it is none.

    `path` is how the report is named in messages, `time` when it was written.
    """
    if text.lstrip().startswith(b"<"):
        return _junit(path, text, time)
    plain = _ANSI.sub("", text.decode("utf-8", "replace")).replace("\r\n", "\n")
    summaries = list(_SUMMARY.finditer(plain))
    if not summaries:
        raise NotUnderstood("is no report of a test run that dralint knows")
    # An umbrella prints a summary for each application.
    tests = sum(
        int(each[word] or 0) for each in summaries for word in ("doctests", "properties", "tests")
    )
    failures = tuple(
        Failure(m["module"], m["name"], m["message"].strip(), m["path"], int(m["line"]))
        for m in _FAILED.finditer(plain)
    )
    return RunReport(path, time, tests, failures)


def _junit(path: str, text: bytes, time: float | None) -> RunReport:
    tests = 0
    failures: list[Failure] = []
    case: Element | None = None
    known = False
    for event in events(text):
        if event.fault is not None:
            raise NotUnderstood(event.fault)
        known |= event.name in ("testsuite", "testsuites")
        if event.name == "testcase":
            case, tests = event, tests + 1
        elif event.name in ("failure", "error") and case is not None and event.depth > case.depth:
            failures.append(_failure(case, event))
    if not known:
        raise NotUnderstood("is XML, but no JUnit report")
    return RunReport(path, time, tests, tuple(failures))


def _failure(case: Element, failure: Element) -> Failure:
    said = failure.attributes.get("message") or failure.text
    place = _PLACE.search(failure.text)
    line = case.attributes.get("line", "")
    return Failure(
        case.attributes.get("classname", "").removeprefix("Elixir."),
        case.attributes.get("name", ""),
        said.strip().partition("\n")[0],
        case.attributes.get("file") or (place["path"] if place else None),
        int(line) if line.isdecimal() else int(place["line"]) if place else None,
    )
