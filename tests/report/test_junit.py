"""Held against `junitparser`, where it is installed, and against the elements and attributes that
the schema of Jenkins' xUnit plugin (junit-10.xsd) has, written down here."""

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dralint.finding import CERTAIN, ERROR, Diagnostic, Result
from dralint.text import Position, Span
from tests.report.samples import shop
from tests.report.test_formats import HOSTILE, crowd, hostile, written

# By element: what it may hold, and the attributes that it must have and may have.
SCHEMA = {
    "testsuites": ({"testsuite"}, set(), {"name", "tests", "failures", "errors", "time"}),
    "testsuite": ({"testcase"}, {"name", "tests", "failures", "errors"}, {"skipped", "time"}),
    "testcase": ({"failure", "error", "skipped"}, {"name"}, {"classname", "time"}),
    **dict.fromkeys(("failure", "error", "skipped"), (set[str](), set[str](), {"type", "message"})),
}
RESULTS = [shop(), hostile(), crowd(), Result(()), replace(shop(), problems=("it broke", "twice"))]


def report(result: Result) -> ElementTree.Element:
    return ElementTree.fromstring(written("junit", result))


@pytest.mark.parametrize("result", RESULTS)
def test_a_report_has_what_the_schema_has(result: Result) -> None:
    root = report(result)
    assert root.tag == "testsuites"
    for element in root.iter():
        inside, must, may = SCHEMA[element.tag]
        assert {child.tag for child in element} <= inside
        assert must <= set(element.attrib) <= must | may


@pytest.mark.parametrize("result", RESULTS)
def test_the_numbers_are_right(result: Result) -> None:
    root = report(result)
    for each in (root, *root):
        assert int(each.attrib["tests"]) == len(list(each.iter("testcase")))
        assert int(each.attrib["failures"]) == len(list(each.iter("failure")))
        assert int(each.attrib["errors"]) == len(list(each.iter("error")))
    assert int(root.attrib["failures"]) == len(result.diagnostics)
    assert int(root.attrib["errors"]) == len(result.problems)


@pytest.mark.parametrize("result", RESULTS)
def test_no_two_tests_have_one_name(result: Result) -> None:
    cases = list(report(result).iter("testcase"))
    names = {(case.attrib["classname"], case.attrib["name"]) for case in cases}
    assert len(names) == len(cases)


def test_findings_fail() -> None:
    root = report(shop())
    assert [suite.attrib["name"] for suite in root] == [
        "dralint",
        "lib/shop/orders.ex",
        "lib/shop/rates.ex",
    ]
    case = root[2][0]
    assert case.attrib == {
        "classname": "lib/shop/rates.ex",
        "name": "otp-blocking-callback in handle_call/3",
    }
    assert case[0].attrib == {
        "type": "error",
        "message": "`handle_call(:refresh, ...)` waits for the network",
    }
    assert (case[0].text or "").split("\n") == [
        "lib/shop/rates.ex:12:14: error[otp-blocking-callback] "
        "`handle_call(:refresh, ...)` waits for the network",
        "1. lib/shop/rates.ex:12:14: `handle_call/3` calls `fetch/1`",
        "2. lib/shop/rates.ex:16:5: `fetch/1` calls `Req.get!/2`, which waits for an answer from "
        "the network for up to fifteen seconds",
        "help: answer with `GenServer.reply/2` from a task",
    ]


def test_a_test_keeps_its_name_when_lines_move() -> None:
    names = [case.attrib["name"] for case in report(crowd()).iter("testcase")]
    assert names[1:5] == ["a-rule", "b-rule", "a-rule (2)", "b-rule (2)"]
    assert not any("line" in name for name in names)


def test_a_run_without_findings_passed_a_test() -> None:
    ((case,),) = report(Result((), files=3))
    assert case.attrib == {"classname": "dralint", "name": "the analysis"}
    assert len(case) == 0


def test_problems_are_errors_and_what_was_not_analysed_is_skipped() -> None:
    suite = report(replace(shop(), problems=("it broke",)))[0]
    assert [(case.attrib["name"], case[0].tag, case[0].attrib["message"]) for case in suite] == [
        ("problem 1", "error", "it broke"),
        ("analysis of line 3", "skipped", "a template, not Elixir"),
        ("analysis of line 1", "skipped", "a template, not Elixir"),
        ("analysis of line 1", "skipped", "not UTF-8: byte 0xe9 at offset 1201"),
    ]


@given(st.text(), st.text())
def test_any_text_makes_a_document(message: str, path: str) -> None:
    at = Span(path, Position(1, 1), Position(1, 2))
    result = Result((Diagnostic("a-rule", at, ERROR, CERTAIN, message, message),))
    (failure,) = report(result).iter("failure")
    if message.isprintable():
        assert failure.attrib["message"] == message
        assert (failure.text or "").endswith(f"\nhelp: {message}" if message else message)


def test_hostile_texts_are_in_their_places() -> None:
    root = report(hostile())
    assert [len(suite) for suite in root] == [2, 1]
    drawn = root[1][0][0].attrib["message"]
    assert drawn == HOSTILE.translate({0x1B: "␛", 7: "␇", 0x7F: "␡", 8: "␈", 0: "␀"})


@pytest.mark.parametrize("result", RESULTS)
def test_a_reader_finds_what_was_found(result: Result) -> None:
    junitparser: Any = pytest.importorskip("junitparser", reason="pip install junitparser")
    suites = list(junitparser.JUnitXml.fromstring(written("junit", result).encode()))
    cases = [case for suite in suites for case in suite]
    outcomes = [type(outcome) for case in cases for outcome in case.result]
    assert outcomes.count(junitparser.Failure) == len(result.diagnostics)
    assert outcomes.count(junitparser.Error) == len(result.problems)
    assert sum(case.is_passed for case in cases) == (0 if result.problems else 1)
    assert sum(case.is_skipped for case in cases) == len(result.unanalysed)
    for suite in suites:
        counted = suite.tests, suite.failures, suite.errors, suite.skipped
        suite.update_statistics()
        assert counted == (suite.tests, suite.failures, suite.errors, suite.skipped)
