import json
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from dralint import __version__
from dralint.finding import Result
from dralint.report import ReportOptions, reporter
from tests.report.samples import shop
from tests.report.test_formats import hostile

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "schema" / "report.schema.json").read_text("utf-8")
)


def report(result: Result) -> Any:
    out = StringIO()
    reporter("json").write(result, out, ReportOptions())
    return json.loads(out.getvalue())


def closed(schema: Any) -> Any:
    """The schema, in which no member may be that it does not name."""
    match schema:
        case {"properties": properties}:
            rest = {key: closed(value) for key, value in schema.items() if key != "properties"}
            members = {name: closed(member) for name, member in properties.items()}
            return {**rest, "properties": members, "additionalProperties": False}
        case dict():
            return {key: closed(value) for key, value in schema.items()}
        case list():
            return [closed(item) for item in schema]
    return schema


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        for value in schema.values():
            yield from objects(value)


def test_the_schema_is_one() -> None:
    jsonschema_rs.meta.validate(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert len(list(objects(SCHEMA))) == 8


def test_every_member_is_promised() -> None:
    for schema in objects(SCHEMA):
        assert schema["required"] == list(schema["properties"])
        assert "additionalProperties" not in schema  # members may be added


@pytest.mark.parametrize("result", [shop(), hostile(), Result(())])
def test_a_report_is_what_the_schema_says(result: Result) -> None:
    jsonschema_rs.validator_for(closed(SCHEMA)).validate(report(result))


@pytest.mark.parametrize(
    ("member", "value"),
    [("line", 0), ("severity", "note"), ("path", "/etc/passwd"), ("fix", {}), ("module", 1)],
)
def test_the_schema_refuses_what_is_wrong(member: str, value: object) -> None:
    document = report(shop())
    document["findings"][0][member] = value
    assert not jsonschema_rs.is_valid(SCHEMA, document)


def test_a_finding_in_full() -> None:
    document = report(shop())
    assert list(document) == ["version", "tool", "findings", "unanalysed", "problems", "summary"]
    assert document["version"] == 1
    assert document["tool"] == {"name": "dralint", "version": __version__}
    assert document["findings"][0] == {
        "rule": "quality-debug-leftover",
        "path": "lib/shop/orders.ex",
        "line": 3,
        "column": 45,
        "end_line": 3,
        "end_column": 62,
        "severity": "warning",
        "confidence": "certain",
        "message": "`IO.inspect/1` is left in the code",
        "help": "remove the call, or write to the `Logger`",
        "module": "Shop.Sample",
        "function": "labels/1",
        "fingerprint": "3f1c2a9d",
        "trail": [],
        "fix": {
            "title": "Keep the argument alone",
            "safety": "unsafe",
            "edits": [
                {
                    "path": "lib/shop/orders.ex",
                    "line": 3,
                    "column": 45,
                    "end_line": 3,
                    "end_column": 62,
                    "text": "order",
                }
            ],
        },
    }
    pipeline = document["findings"][1]
    assert (pipeline["line"], pipeline["column"]) == (4, 5)
    assert (pipeline["end_line"], pipeline["end_column"]) == (8, 27)
    assert pipeline["function"] is pipeline["fix"] is None
    assert document["findings"][3]["trail"][0] == {
        "path": "lib/shop/rates.ex",
        "line": 12,
        "column": 14,
        "message": "`handle_call/3` calls `fetch/1`",
    }
    assert document["unanalysed"][0] == {
        "path": "lib/shop_web/page.ex",
        "line": 3,
        "reason": "a template, not Elixir",
    }
    assert document["summary"] == {
        "findings": 5,
        "errors": 2,
        "warnings": 2,
        "infos": 1,
        "suppressed": 5,
        "baselined": 0,
        "unanalysed": 3,
        "files": 42,
        "lines": 5210,
        "rules": 5,
        "by_rule": {
            "otp-blocking-callback": 1,
            "quality-debug-leftover": 1,
            "query-n-plus-one": 1,
            "security-atom-from-input": 1,
            "spec-missing": 1,
        },
    }


def test_a_safe_fix_says_so() -> None:
    found = shop().diagnostics[0]
    assert found.fix is not None
    safe = replace(found, fix=replace(found.fix, safe=True))
    assert report(Result((safe,)))["findings"][0]["fix"]["safety"] == "safe"


def test_it_is_laid_out_to_be_compared() -> None:
    out = StringIO()
    reporter("json").write(shop(), out, ReportOptions())
    assert out.getvalue().startswith('{\n  "version": 1,\n  "tool": {\n    "name": "dralint",\n')
    assert out.getvalue().endswith("\n}\n")
