"""Held against the format's members in our own words: GitLab itself cannot be had here.

They are those that GitLab's check of a report asks for (one entry that fails it ends the reading).
"""

import json
from dataclasses import replace
from typing import Any

import jsonschema_rs
import pytest

from dralint.finding import Result
from tests.report.samples import shop
from tests.report.test_formats import HOSTILE, crowd, hostile, written

TEXT = {"type": "string", "minLength": 1}
LINE = {"type": "integer", "minimum": 1}


def members(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


SCHEMA = {
    "type": "array",
    "items": members(
        description=TEXT,
        check_name=TEXT,
        fingerprint={"type": "string", "pattern": "^[0-9a-f]{32}$"},
        severity={"enum": ["info", "minor", "major", "critical", "blocker"]},
        location=members(
            path={"type": "string", "pattern": "^[^/.]"}, lines=members(begin=LINE, end=LINE)
        ),
    ),
}


def report(result: Result) -> Any:
    return json.loads(written("gitlab", result))


@pytest.mark.parametrize("result", [shop(), hostile(), crowd(), Result(())])
def test_a_report_is_one_of_gitlab(result: Result) -> None:
    jsonschema_rs.validator_for(SCHEMA).validate(report(result))


def test_a_finding_in_full() -> None:
    found = report(shop())
    assert found[1] == {
        "description": "query-n-plus-one: `Repo.get!/2` asks the database once for each line of "
        "the order, which is a query too many for every line but the first",
        "check_name": "query-n-plus-one",
        "fingerprint": found[1]["fingerprint"],
        "severity": "major",
        "location": {"path": "lib/shop/orders.ex", "lines": {"begin": 4, "end": 8}},
    }
    assert [each["severity"] for each in found] == [
        "major",
        "major",
        "critical",
        "critical",
        "info",
    ]


def test_no_two_findings_have_one_fingerprint() -> None:
    twice = replace(shop(), diagnostics=shop().diagnostics * 3)
    prints = [each["fingerprint"] for each in report(twice)]
    assert len(set(prints)) == len(prints) == 15


def test_a_fingerprint_stays_when_lines_move() -> None:
    def moved(result: Result) -> Result:
        def down(at: Any) -> Any:
            return replace(at, line=at.line + 7)

        return replace(
            result,
            diagnostics=tuple(
                replace(d, span=replace(d.span, start=down(d.span.start), end=down(d.span.end)))
                for d in result.diagnostics
            ),
        )

    before, after = report(shop()), report(moved(shop()))
    assert [each["fingerprint"] for each in before] == [each["fingerprint"] for each in after]


def test_without_a_fingerprint_of_its_own_a_finding_has_one_by_its_text() -> None:
    bare = tuple(replace(found, fingerprint="") for found in shop().diagnostics)
    assert len({each["fingerprint"] for each in report(Result(bare))}) == 5


def test_hostile_texts_are_kept_as_text() -> None:
    (found,) = report(hostile())
    assert found["description"] == f"bad-rule: {HOSTILE}"
    assert found["location"]["path"] == f"lib/{HOSTILE}.ex"
