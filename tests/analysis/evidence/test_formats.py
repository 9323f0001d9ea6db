"""Reports in all their formats, as the tools write them."""

import pytest

from dralint.analysis.evidence.coverage_formats import NotUnderstood, read_coverage
from dralint.analysis.evidence.reports import Failure
from dralint.analysis.evidence.run_formats import read_tests

LCOV = """TN:
SF:lib/a.ex
FN:1,f
DA:1,2
DA:3,0,abc
LF:2
LH:1
end_of_record
SF:lib/a.ex
DA:3,1
end_of_record
"""
COBERTURA = """<?xml version="1.0"?>
<!DOCTYPE coverage SYSTEM "http://cobertura.example/coverage-04.dtd">
<coverage line-rate="0.5"><packages><package name=""><classes>
<class name="A" filename="lib/a.ex"><methods><method name="f"><lines>
<line number="1" hits="2"/></lines></method></methods>
<lines><line number="1" hits="0"/><line number="3" hits="0"/></lines></class>
</classes></package></packages></coverage>
"""
OLD = """
Percentage | Module
-----------|--------------------------
    50.00% | A
   100.00% | A.B
-----------|--------------------------
    66.67% | Total
"""
NEW = """
| Percentage | Module |
|------------|--------|
|     50.00% | A      |
|    100.00% | A.B    |
|------------|--------|
|     66.67% | Total  |
"""


def test_lcov_adds_what_ran_in_several_runs() -> None:
    assert read_coverage("x", LCOV.encode()).lines == {"lib/a.ex": {1: 2, 3: 1}}


def test_excoveralls() -> None:
    text = b'{"source_files": [{"name": "lib/a.ex", "source": "", "coverage": [null, 0, 3]}]}'
    assert read_coverage("x", text).lines == {"lib/a.ex": {2: 0, 3: 3}}


def test_cobertura_counts_a_line_once() -> None:
    assert read_coverage("x", COBERTURA.encode()).lines == {"lib/a.ex": {1: 2, 3: 0}}


@pytest.mark.parametrize("text", [OLD, NEW], ids=["old", "new"])
def test_the_text_of_mix(text: str) -> None:
    found = read_coverage("x", text.encode())
    assert (found.modules, found.total) == ({"A": 50.0, "A.B": 100.0}, 66.67)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("hello", "is no report of coverage that dralint knows"),
        ("<a/>", "is XML, but no report of Cobertura"),
        ("<a>", "is not XML: no element found, line 1"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "declares entities, which no report needs"),
        ("SF:a\nDA:x,1\n", "has a line that is not lcov: DA:x,1"),
        ("{}", "is not the JSON of excoveralls: Object missing required field `source_files`"),
    ],
)
def test_what_is_no_report(text: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as fault:
        read_coverage("x", text.encode())
    assert str(fault.value) == reason


def test_junit() -> None:
    text = b"""<testsuites><testsuite name="Elixir.ATest">
<testcase classname="Elixir.ATest" name="test works" file="test/a_test.exs" line="4"/>
<testcase classname="Elixir.ATest" name="test fails"><failure message="error: no">
test/a_test.exs:9: (test)</failure></testcase>
<testcase classname="Elixir.ATest" name="test later"><skipped/></testcase>
</testsuite></testsuites>"""
    found = read_tests("x", text)
    assert found.tests == 3
    assert found.failures == (Failure("ATest", "test fails", "error: no", "test/a_test.exs", 9),)


def test_what_exunit_prints() -> None:
    text = """
  1) test adds (more) (Shop.CartTest)
     test/shop/cart_test.exs:12
     Assertion with == failed

Finished in 0.1 seconds
2 doctests, 1 property, 3 tests, 1 failure

==> other
1 test, 0 failures
"""
    found = read_tests("x", text.encode())
    assert found.tests == 7
    [failure] = found.failures
    assert failure.module == "Shop.CartTest"
    assert (failure.name, failure.line) == ("test adds (more)", 12)
    assert failure.message == "Assertion with == failed"


def test_what_is_no_test_run() -> None:
    with pytest.raises(NotUnderstood, match="is no report of a test run"):
        read_tests("x", b"hello")
    with pytest.raises(NotUnderstood, match="no JUnit report"):
        read_tests("x", b"<a/>")
