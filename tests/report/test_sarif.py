import json
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from dralint import __version__
from dralint.finding import (
    CERTAIN,
    ERROR,
    INFO,
    POSSIBLE,
    PROBABLE,
    WARNING,
    Confidence,
    Edit,
    Fix,
    Result,
    RuleInfo,
    Severity,
    Unanalysed,
)
from dralint.report import ReportOptions, reporter
from dralint.report.fingerprints import line_hashes
from dralint.report.sarif_rules import sentence
from dralint.text import Position, Span
from tests.report.conftest import Multitool
from tests.report.samples import ORDERS, RATES, diagnostic, rule_info, shop, span
from tests.report.test_formats import hostile

# What the Multitool may say, and why we leave it so.
ACCEPTED = {
    "SARIF2002": "wants message ids; GitHub shows the text only",
    "SARIF2003": "wants the commit; the report is the same for every checkout",
    "SARIF2005": "wants a web page of the tool, which has none yet",
    "SARIF2006": "cannot reach the schema from here",
    "SARIF2009": "wants numbers for rule ids; ours are words",
    "SARIF2012": "wants a web page of each rule; the page is in `help`",
}


def sarif(result: Result) -> Any:
    out = StringIO()
    reporter("sarif").write(result, out, ReportOptions())
    return json.loads(out.getvalue())


def run(result: Result) -> Any:
    return sarif(result)["runs"][0]


def troubled() -> Result:
    return replace(shop(), problems=("the rule `x` failed on lib/a.ex",))


@pytest.mark.parametrize("result", [shop(), troubled(), hostile(), Result(())])
def test_it_is_valid(result: Result, sarif_schema: Any) -> None:
    jsonschema_rs.validator_for(sarif_schema).validate(sarif(result))


def test_the_schema_would_notice(sarif_schema: Any) -> None:
    document = sarif(shop())
    document["runs"][0]["results"][0]["level"] = "info"
    assert not jsonschema_rs.is_valid(sarif_schema, document)


@pytest.mark.parametrize("result", [shop(), troubled(), hostile(), Result(())])
def test_the_multitool_accepts_it(result: Result, multitool: Multitool, tmp_path: Path) -> None:
    assert {rule for rule, _ in complaints(sarif(result), multitool, tmp_path)} <= set(ACCEPTED)


def test_the_only_page_the_multitool_misses_is_on_the_web(
    multitool: Multitool, tmp_path: Path
) -> None:
    said = complaints(sarif(shop()), multitool, tmp_path)
    assert {text for rule, text in said if rule == "SARIF2012"} == {"Note_ProvideHelpUri"}


def test_the_multitool_would_notice(multitool: Multitool, tmp_path: Path) -> None:
    document = sarif(shop())
    document["runs"][0]["results"][0]["ruleIndex"] = 99
    said = complaints(document, multitool, tmp_path)
    assert {rule for rule, _ in said} - set(ACCEPTED)


def complaints(document: Any, multitool: Multitool, folder: Path) -> set[tuple[str, str]]:
    """What the Multitool finds; its exit code says nothing."""
    found = multitool(
        "validate",
        document,
        folder,
        *("--rule-kind", "Sarif;Ghas", "--level", "Error;Warning;Note"),
    )["runs"][0]
    assert all(it["executionSuccessful"] for it in found["invocations"])
    return {(it["ruleId"], it["message"].get("id", "")) for it in found.get("results", [])}


def result(index: int) -> Any:
    return run(shop())["results"][index]


def where(start: tuple[int, int], end: tuple[int, int], text: str) -> Any:
    region = {
        "startLine": start[0],
        "startColumn": start[1],
        "endLine": end[0],
        "endColumn": end[1],
    }
    return {
        "artifactLocation": {"uri": "lib/shop/rates.ex", "uriBaseId": "SRCROOT"},
        "region": {**region, "snippet": {"text": text}},
    }


def test_a_result_in_full() -> None:
    first = {
        "physicalLocation": where((12, 14), (12, 26), "fetch(state)"),
        "message": {"text": "'handle_call/3' calls 'fetch/1'."},
    }
    second = {
        "physicalLocation": where((16, 5), (16, 13), "Req.get!"),
        "message": {
            "text": "'fetch/1' calls 'Req.get!/2', which waits for an answer from the network for "
            "up to fifteen seconds."
        },
    }
    assert result(3) == {
        "ruleId": "otp-blocking-callback",
        "ruleIndex": 3,
        "level": "error",
        "message": {
            "text": "'handle_call(:refresh, ...)' waits for the network. "
            "answer with 'GenServer.reply/2' from a task."
        },
        "locations": [
            {
                "physicalLocation": {
                    **where((12, 14), (12, 19), "fetch"),
                    "contextRegion": {
                        "startLine": 11,
                        "endLine": 13,
                        "snippet": {
                            "text": "  def handle_call(:refresh, _from, state) do\n"
                            "    {:reply, fetch(state), state}\n"
                            "  end"
                        },
                    },
                },
                "logicalLocations": [
                    {
                        "fullyQualifiedName": "Shop.Sample.handle_call/3",
                        "name": "handle_call/3",
                        "kind": "function",
                    },
                    {"fullyQualifiedName": "Shop.Sample", "name": "Sample", "kind": "module"},
                ],
            }
        ],
        "partialFingerprints": {
            "primaryLocationLineHash": line_hashes(RATES)[11],
            "dralint/v1": "3f1c2a9d",
        },
        "codeFlows": [
            {"threadFlows": [{"locations": [{"location": first}, {"location": second}]}]}
        ],
        "relatedLocations": [{"id": 1, **first}, {"id": 2, **second}],
        "properties": {"confidence": "certain"},
    }


def test_a_fix_always_inserts_text() -> None:
    at = span("lib/shop/orders.ex", ORDERS, "IO.inspect(order)")
    other = span("lib/shop/rates.ex", RATES, "fetch")
    fix = Fix("Take it away", (Edit(at, ""), Edit(other, "get")), safe=True)
    found = replace(shop(), diagnostics=(diagnostic("a-rule", at, "left", fix=fix),))
    region = {"startLine": 3, "startColumn": 46, "endLine": 3, "endColumn": 63}
    changes = run(found)["results"][0]["fixes"][0]["artifactChanges"]
    assert changes[0] == {
        "artifactLocation": {"uri": "lib/shop/orders.ex", "uriBaseId": "SRCROOT"},
        "replacements": [{"deletedRegion": region, "insertedContent": {"text": ""}}],
    }
    assert changes[1]["replacements"][0]["insertedContent"] == {"text": "get"}


def test_a_fix_in_a_file_of_unknown_text_is_left_out() -> None:
    at = span("lib/shop/orders.ex", ORDERS, "IO.inspect(order)")
    elsewhere = Span("lib/other.ex", Position(1, 9), Position(1, 10))
    fix = Fix("Do both", (Edit(at, ""), Edit(elsewhere, "")))
    found = replace(shop(), diagnostics=(diagnostic("a-rule", at, "left", fix=fix),))
    assert "fixes" not in run(found)["results"][0]


def test_a_long_region_has_no_snippet() -> None:
    text = "x\n" * 30
    at = Span("a.ex", Position(1, 1), Position(25, 1))
    found = Result((diagnostic("a-rule", at, "long"),), sources={"a.ex": text})
    physical = run(found)["results"][0]["locations"][0]["physicalLocation"]
    assert "contextRegion" not in physical
    assert physical["region"] == {"startLine": 1, "startColumn": 1, "endLine": 25, "endColumn": 1}


def test_uris_are_escaped() -> None:
    at = Span("lib/a b/größe#1?%.ex", Position(1, 1), Position(1, 1))
    found = run(Result((diagnostic("a-rule", at, "x"),)))["results"][0]
    physical = found["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "lib/a%20b/gr%C3%B6%C3%9Fe%231%3F%25.ex"


def test_nothing_tells_where_the_checkout_is() -> None:
    assert sarif(shop()) == sarif(replace(shop(), root="/home/dev/shop"))
    assert run(shop())["originalUriBaseIds"] == {
        "SRCROOT": {"description": {"text": "The root of the checked project."}}
    }


def test_the_document() -> None:
    document = sarif(shop())
    assert document["version"] == "2.1.0"
    assert document["$schema"].endswith("/sarif-schema-2.1.0.json")
    assert run(shop())["columnKind"] == "utf16CodeUnits"
    assert run(shop())["automationDetails"] == {"id": "dralint/"}
    driver = run(shop())["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("dralint", __version__)
    assert [rule["id"] for rule in driver["rules"]] == [rule.id for rule in shop().rules]


def test_the_run_says_how_it_went() -> None:
    assert run(Result(()))["invocations"] == [
        {"executionSuccessful": True, "toolExecutionNotifications": []}
    ]
    place = {
        "artifactLocation": {"uri": "lib/a.ex", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 3},
    }
    bad = Result((), (), (Unanalysed("lib/a.ex", 3, "a template"),), ("rule `x` failed",))
    assert run(bad)["invocations"] == [
        {
            "executionSuccessful": False,
            "toolExecutionNotifications": [
                {"level": "error", "message": {"text": "rule 'x' failed"}},
                {
                    "level": "warning",
                    "message": {"text": "Not analysed: a template."},
                    "locations": [{"physicalLocation": place}],
                },
            ],
        }
    ]


def described(rule: RuleInfo) -> Any:
    return run(Result((), (rule,)))["tool"]["driver"]["rules"][0]


def test_a_rule_in_full() -> None:
    rule = replace(rule_info("otp-blocking-callback", ERROR, CERTAIN), tags=("otp", "latency"))
    assert described(rule) == {
        "id": "otp-blocking-callback",
        "name": "OtpBlockingCallback",
        "shortDescription": {"text": "A callback of a server never waits for slow work."},
        "fullDescription": {
            "text": "While a callback waits, the server answers nobody. Hand the work to a task "
            "and answer later."
        },
        "help": {"text": rule.page.strip(), "markdown": rule.page.strip()},
        "defaultConfiguration": {"level": "error", "enabled": True},
        "properties": {
            "tags": ["otp", "latency"],
            "precision": "very-high",
            "problem.severity": "error",
        },
    }


@pytest.mark.parametrize(
    ("severity", "level", "problem", "score"),
    [
        (ERROR, "error", "error", "8.0"),
        (WARNING, "warning", "warning", "5.5"),
        (INFO, "note", "recommendation", "3.0"),
    ],
)
def test_severities(severity: Severity, level: str, problem: str, score: str) -> None:
    rule = described(rule_info("security-x", severity))
    assert rule["defaultConfiguration"]["level"] == level
    assert rule["properties"]["problem.severity"] == problem
    assert rule["properties"]["security-severity"] == score
    assert "security-severity" not in described(rule_info("otp-x", severity))["properties"]


def test_precision() -> None:
    words = [
        described(rule_info("a-b", INFO, sure))["properties"]["precision"] for sure in Confidence
    ]
    assert words == ["medium", "high", "very-high"]


def test_a_rule_has_as_many_tags_as_github_takes() -> None:
    rule = replace(rule_info("a-b"), tags=tuple(f"t{n}" for n in range(30)))
    assert described(rule)["properties"]["tags"] == ["a", *(f"t{n}" for n in range(19))]


def test_a_rule_without_a_page_has_its_summary_for_help() -> None:
    rule = described(RuleInfo("a-b", INFO, POSSIBLE, "Say what it is", ""))
    assert rule["shortDescription"] == rule["fullDescription"] == {"text": "Say what it is."}
    assert rule["help"] == {"text": "Say what it is", "markdown": "Say what it is"}


def test_descriptions_are_as_long_as_github_takes_them() -> None:
    rule = described(RuleInfo("a-b", INFO, PROBABLE, "word " * 300, "x" * 2000))
    assert len(rule["shortDescription"]["text"]) == 1020
    assert rule["shortDescription"]["text"].endswith("word word…")
    assert len(rule["fullDescription"]["text"]) == 1024


def test_a_result_of_an_inactive_rule_has_no_index() -> None:
    at = Span("a.ex", Position(1, 1), Position(1, 1))
    found = run(Result((diagnostic("a-rule", at, "x"),), (rule_info("b-rule"),)))["results"][0]
    assert found["ruleId"] == "a-rule"
    assert "ruleIndex" not in found


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("`a_b/1` is `c`", "'a_b/1' is 'c'."),
        ("Really?", "Really?"),
        ("use [a, b] or {:ok, x}", "use [a, b] or {:ok, x}."),
        ("see [this](http://evil)", r"see \[this\] (http://evil)."),
        ("`[a](1)`", r"'\[a\] (1)'."),
        ("{0} and {12}", "{{0}} and {{12}}."),
        ("do:\n\n    x = 1", "do:\n\n    x = 1"),
    ],
)
def test_plain_sentences(text: str, plain: str) -> None:
    assert sentence(text) == plain
