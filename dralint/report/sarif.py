"""The format `sarif`: SARIF 2.1.0, as GitHub, VS Code and the other readers of it take it.

Columns are UTF-16 code units, for that is what its readers count in whatever they are told. What
is suppressed is left out, because GitHub would open an alert for it.
"""

from collections.abc import Mapping
from typing import TextIO

from dralint import __version__
from dralint.finding import Diagnostic, Fix, Result, Step, Unanalysed

from .base import ReportOptions
from .machine import write_json
from .sarif_places import ROOT, Json, Places, artifact
from .sarif_rules import LEVELS, descriptor, plain, sentence

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


class Sarif:
    """One run with all active rules and all results."""

    name = "sarif"
    for_people = False

    def write(self, result: Result, out: TextIO, options: ReportOptions) -> None:
        """Write the whole report."""
        write_runs({"dralint": result}, out)


def write_runs(results: Mapping[str, Result], out: TextIO) -> None:
    """Write one report with a run for each tool, by the tool's name."""
    runs = [_run(result, tool) for tool, result in results.items()]
    write_json({"$schema": SCHEMA, "version": "2.1.0", "runs": runs}, out)


def _run(result: Result, tool: str) -> Json:
    places = Places(result.sources)
    indexes = {rule.id: index for index, rule in enumerate(result.rules)}
    version: Json = {}
    if tool == "dralint":
        version = {
            "fullName": f"dralint {__version__}",
            "version": __version__,
            "semanticVersion": __version__,
        }
    rules = [descriptor(rule) for rule in result.rules]
    return {
        "tool": {"driver": {"name": tool, **version, "rules": rules}},
        "automationDetails": {"id": f"{tool}/"},
        "columnKind": "utf16CodeUnits",
        # Where the root is, is for the reader to know: the same report comes out of every checkout.
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the checked project."}}},
        "invocations": [_invocation(result)],
        "results": [_result(found, indexes, places) for found in result.diagnostics],
    }


def _invocation(result: Result) -> Json:
    return {
        "executionSuccessful": not result.problems,
        "toolExecutionNotifications": [
            *({"level": "error", "message": {"text": plain(it)}} for it in result.problems),
            *(_unanalysed(item) for item in result.unanalysed),
        ],
    }


def _unanalysed(item: Unanalysed) -> Json:
    where = {"artifactLocation": artifact(item.path), "region": {"startLine": item.line}}
    return {
        "level": "warning",
        "message": {"text": sentence(f"Not analysed: {item.reason}")},
        "locations": [{"physicalLocation": where}],
    }


def _result(found: Diagnostic, indexes: dict[str, int], places: Places) -> Json:
    text = sentence(found.message)
    if found.help:
        text += f" {sentence(found.help)}"
    result: Json = {
        "ruleId": found.rule,
        "level": LEVELS[found.severity],
        "message": {"text": text},
        "locations": [_primary(found, places)],
        "properties": {"confidence": found.confidence.label},
    }
    if prints := _fingerprints(found, places):
        result["partialFingerprints"] = prints
    if found.rule in indexes:
        result["ruleIndex"] = indexes[found.rule]
    if found.trail:
        result["codeFlows"] = [
            {"threadFlows": [{"locations": [{"location": _step(s, places)} for s in found.trail]}]}
        ]
        result["relatedLocations"] = [
            {"id": number, **_step(step, places)} for number, step in enumerate(found.trail, 1)
        ]
    if found.fix and (fix := _fix(found.fix, places)):
        result["fixes"] = [fix]
    return result


def _primary(found: Diagnostic, places: Places) -> Json:
    where = places.physical(found.span)
    if context := places.context(found.span):
        where["contextRegion"] = context
    location: Json = {"physicalLocation": where}
    logical: list[Json] = []
    if found.module and found.function:
        logical.append(_logical(f"{found.module}.{found.function}", found.function, "function"))
    if found.module:
        logical.append(_logical(found.module, found.module.rpartition(".")[2], "module"))
    if logical:
        location["logicalLocations"] = logical
    return location


def _logical(full: str, name: str, kind: str) -> Json:
    return {"fullyQualifiedName": full, "name": name, "kind": kind}


def _fingerprints(found: Diagnostic, places: Places) -> Json:
    prints = {}
    if line_hash := places.line_hash(found.span):
        prints["primaryLocationLineHash"] = line_hash
    if found.fingerprint:
        prints["dralint/v1"] = found.fingerprint
    return prints


def _step(step: Step, places: Places) -> Json:
    return {
        "physicalLocation": places.physical(step.span),
        "message": {"text": sentence(step.message)},
    }


def _fix(fix: Fix, places: Places) -> Json | None:
    paths = list(dict.fromkeys(edit.span.path for edit in fix.edits))
    if not all(places.known(path) for path in paths):
        return None  # without its text an edit's columns cannot be told, and a wrong fix is none
    return {
        "description": {"text": sentence(fix.title)},
        "artifactChanges": [
            {
                "artifactLocation": artifact(path),
                "replacements": [
                    {
                        "deletedRegion": places.region(edit.span),
                        "insertedContent": {"text": edit.text},
                    }
                    for edit in fix.edits
                    if edit.span.path == path
                ],
            }
            for path in paths
        ],
        "properties": {"safety": "safe" if fix.safe else "unsafe"},
    }
