"""Held against `@umbrelladocs/rdformat-validator` where it is installed. reviewdog itself is a
program in Go that no package here holds: that it refuses members it does not know is the reason for
`--no-extra-fields`."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dralint.finding import Diagnostic, Edit, Fix, Result
from dralint.text import Position, Span
from tests.report.conftest import Package
from tests.report.samples import ORDERS, diagnostic, shop, span
from tests.report.test_formats import HOSTILE, crowd, hostile, written

PATH = "lib/shop/orders.ex"


def diagnostics(result: Result) -> list[Any]:
    document = json.loads(written("rdjson", result))
    assert list(document) == ["source", "diagnostics"]
    assert document["source"] == {"name": "dralint"}
    found: list[Any] = document["diagnostics"]
    return found


def fixed(*edits: Edit, text: str = ORDERS, safe: bool = True) -> list[Any]:
    """The suggestions for one finding with these edits."""
    at = span(PATH, ORDERS, "IO.inspect(order)")
    found = replace(diagnostic("a-rule", at, "left"), fix=Fix("Remove it", edits, safe))
    suggestions: list[Any] = diagnostics(Result((found,), sources={PATH: text}))[0].get(
        "suggestions", []
    )
    return suggestions


def apply(text: str, suggestion: Any) -> str:
    """The text with a suggestion in place, by the rule of the format: a column is a byte."""
    lines = text.encode().split(b"\n")

    def offset(at: dict[str, int]) -> int:
        return sum(len(line) + 1 for line in lines[: at["line"] - 1]) + at["column"] - 1

    start, end = (offset(suggestion["range"][side]) for side in ("start", "end"))
    raw = text.encode()
    inserted: str = suggestion["text"]
    return (raw[:start] + inserted.encode() + raw[end:]).decode()


@pytest.mark.parametrize("result", [shop(), hostile(), crowd()])
def test_a_report_is_one_of_reviewdog(result: Result, package: Package, tmp_path: Path) -> None:
    folder = package("@umbrelladocs/rdformat-validator")
    (tmp_path / "report.json").write_text(written("rdjson", result), "utf-8")
    program = folder / "bin" / "rdformat-validator.js"
    options = ("--strict", "--no-extra-fields", "--format", "json")
    run = subprocess.run(
        ["node", str(program), *options, "report.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    said = json.loads(run.stdout)
    assert (said["success"], said["totalErrors"], said["totalWarnings"]) == (True, 0, 0)


def test_the_validator_refuses_what_is_wrong(package: Package, tmp_path: Path) -> None:
    program = package("@umbrelladocs/rdformat-validator") / "bin" / "rdformat-validator.js"
    wrong = written("rdjson", shop()).replace('"WARNING"', '"BAD"')
    (tmp_path / "report.json").write_text(wrong, "utf-8")
    command = ["node", str(program), "--strict", "report.json"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode != 0


# The emoji takes four bytes, ö and ß two each, the two characters of the price three each.
def test_a_finding_in_full() -> None:
    assert diagnostics(shop())[0] == {
        "message": "`IO.inspect/1` is left in the code\n\n"
        "remove the call, or write to the `Logger`",
        "location": {
            "path": PATH,
            "range": {"start": {"line": 3, "column": 54}, "end": {"line": 3, "column": 71}},
        },
        "severity": "WARNING",
        "code": {"value": "quality-debug-leftover"},
        "suggestions": [
            {
                "range": {"start": {"line": 3, "column": 54}, "end": {"line": 3, "column": 71}},
                "text": "order",
            }
        ],
    }
    line = ORDERS.split("\n")[2].encode()
    assert line[53:70] == b"IO.inspect(order)"


def test_without_the_text_a_range_has_lines_only() -> None:
    found = diagnostics(replace(shop(), sources={}))
    assert found[1]["location"]["range"] == {"start": {"line": 4}, "end": {"line": 8}}
    assert not any("suggestions" in each for each in found)


@pytest.mark.parametrize("text", [ORDERS, ORDERS.replace("\n", "\r\n")])
def test_several_edits_are_one_suggestion(text: str) -> None:
    first = Edit(span(PATH, ORDERS, "größer"), "kleiner")
    second = Edit(span(PATH, ORDERS, "Enum.map", 2), "Enum.each")
    (suggestion,) = fixed(second, first, text=text)
    expected = text.replace("größer", "kleiner")
    at = expected.rindex("Enum.map")
    assert apply(text, suggestion) == expected[:at] + "Enum.each" + expected[at + 8 :]


def test_a_fix_elsewhere_or_of_overlapping_edits_is_no_suggestion() -> None:
    here = Edit(span(PATH, ORDERS, "IO.inspect(order)"), "order")
    there = Edit(Span("lib/other.ex", Position(1, 1), Position(1, 1)), "x")
    inside = Edit(span(PATH, ORDERS, "inspect"), "x")
    assert len(fixed(here)) == 1
    assert fixed(here, there) == fixed(here, inside) == fixed() == []


def test_hostile_texts_are_kept_as_text() -> None:
    (found,) = diagnostics(hostile())
    assert found["location"]["path"] == f"lib/{HOSTILE}.ex"
    assert found["suggestions"][0]["text"] == HOSTILE
    assert found["message"].startswith(HOSTILE)


def test_a_lone_surrogate_is_written_so_that_strict_readers_take_it() -> None:
    path = b"lib/caf\xe9.ex".decode("utf-8", "surrogateescape")
    at = Span(path, Position(1, 2), Position(1, 3))
    found: Diagnostic = diagnostic("a-rule", at, f"in {path}")
    text = written("rdjson", Result((found,), sources={path: "abc"}))
    assert r"lib/caf\\udce9.ex" in text
