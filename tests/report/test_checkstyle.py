"""Held against the reader of `danger-plugin-lint-report` where that is installed, and against
Python's own parser. Checkstyle publishes no schema of its reports."""

import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dralint.finding import CERTAIN, ERROR, Diagnostic, Result
from dralint.text import Position, Span
from tests.report.conftest import Package
from tests.report.samples import shop
from tests.report.test_formats import crowd, hostile, written

ERRORS = {"line", "column", "severity", "message", "source"}


def report(result: Result) -> ElementTree.Element:
    return ElementTree.fromstring(written("checkstyle", result))


@pytest.mark.parametrize("result", [shop(), hostile(), crowd(), Result(())])
def test_a_report_has_files_and_they_have_errors(result: Result) -> None:
    root = report(result)
    assert (root.tag, root.attrib) == ("checkstyle", {"version": "4.3"})
    for file in root:
        assert (file.tag, set(file.attrib)) == ("file", {"name"})
        for error in file:
            assert (error.tag, set(error.attrib)) == ("error", ERRORS)
            assert error.attrib["severity"] in ("error", "warning", "info")
            assert int(error.attrib["line"]) > 0 < int(error.attrib["column"])
    assert len(root.findall("*/error")) == len(result.diagnostics)


def test_a_finding_in_full() -> None:
    root = report(shop())
    assert [file.attrib["name"] for file in root] == ["lib/shop/orders.ex", "lib/shop/rates.ex"]
    assert root[0][0].attrib == {
        "line": "3",
        "column": "45",
        "severity": "warning",
        "message": "`IO.inspect/1` is left in the code",
        "source": "dralint.quality-debug-leftover",
    }


@given(st.text(), st.text())
def test_any_text_makes_a_document(message: str, path: str) -> None:
    at = Span(path, Position(1, 1), Position(1, 2))
    (file,) = report(Result((Diagnostic("a-rule", at, ERROR, CERTAIN, message),)))
    assert (len(file), len(file[0].attrib)) == (1, 5)
    if message.isprintable():
        assert file[0].attrib["message"] == message


def test_markup_in_a_name_is_a_name() -> None:
    text = "\"/><error line='1'/>&amp;]]><!--\n\t"
    at = Span(text, Position(1, 1), Position(1, 2))
    (file,) = report(Result((Diagnostic(text, at, ERROR, CERTAIN, text),)))
    assert file.attrib["name"] == file[0].attrib["message"] == text
    assert file[0].attrib["source"] == f"dralint.{text}"


def test_a_reader_finds_what_was_found(package: Package, tmp_path: Path) -> None:
    folder = package("danger-plugin-lint-report")
    (tmp_path / "report.xml").write_text(written("checkstyle", shop()), "utf-8")
    script = (
        "const { createRequire } = require('module');\n"
        f"const from = createRequire({json.dumps(str(folder / 'dist' / 'index.js'))});\n"
        "const xml = from('xml-js').xml2js(require('fs').readFileSync('report.xml', 'utf8'));\n"
        "const parser = from('./parse/checkstyle_parser');\n"
        "console.log(JSON.stringify(parser.parseCheckstyle(xml, process.cwd())));\n"
    )
    run = subprocess.run(
        ["node", "-e", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert json.loads(run.stdout) == [
        {
            "file": found.span.path,
            "line": found.span.start.line,
            "column": found.span.start.column,
            "severity": found.severity.label,
            "message": found.message,
        }
        for found in shop().diagnostics
    ]
