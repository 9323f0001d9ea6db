"""The lines are held against the schema of the format `json`, of which they are the parts."""

import json
from typing import Any

import jsonschema_rs
import pytest

from dralint import __version__
from dralint.finding import Result
from tests.report.samples import shop
from tests.report.test_formats import HOSTILE, hostile, written
from tests.report.test_json import SCHEMA, closed, report

MEMBERS = closed(SCHEMA)["properties"]
SCHEMAS = {
    "finding": MEMBERS["findings"]["items"],
    "unanalysed": MEMBERS["unanalysed"]["items"],
    "summary": MEMBERS["summary"],
}


def lines(result: Result) -> list[Any]:
    text = written("jsonl", result)
    assert text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("result", [shop(), hostile(), Result(())])
def test_each_line_is_what_the_schema_says(result: Result) -> None:
    for line in lines(result):
        kind = line.pop("type")
        if schema := SCHEMAS.get(kind):
            whole = {**schema, "$defs": closed(SCHEMA).get("$defs", {})}
            jsonschema_rs.validator_for(whole).validate(line)
        else:
            assert kind in ("report", "problem")


@pytest.mark.parametrize("result", [shop(), hostile(), Result(())])
def test_together_they_say_what_the_whole_says(result: Result) -> None:
    found = lines(result)
    whole = report(result)
    assert found[0] == {
        "type": "report",
        "version": 1,
        "tool": {"name": "dralint", "version": __version__},
    }
    assert found[1:] == [
        *({"type": "finding", **each} for each in whole["findings"]),
        *({"type": "unanalysed", **each} for each in whole["unanalysed"]),
        *({"type": "problem", "message": each} for each in whole["problems"]),
        {"type": "summary", **whole["summary"]},
    ]


def test_a_hostile_text_stays_on_its_line() -> None:
    found = lines(hostile())
    assert [line["type"] for line in found] == [
        "report",
        "finding",
        "unanalysed",
        "problem",
        "summary",
    ]
    assert found[1]["message"] == found[3]["message"] == HOSTILE
