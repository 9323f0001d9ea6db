"""The format `json`: a contract. Members may be added to it, never changed or taken away.

`docs/schema/report.schema.json` describes it.
"""

from collections import Counter
from typing import Literal, TextIO

from msgspec import Struct

from dralint import __version__
from dralint.finding import Diagnostic, Edit, Fix, Result, Severity, Step

from .base import ReportOptions
from .machine import write_json


class Json:
    """Everything there is to say, in the order of the report."""

    name = "json"
    for_people = False

    def write(self, result: Result, out: TextIO, options: ReportOptions) -> None:
        """Write the whole report."""
        write_json(report(result), out)


class ToolPart(Struct):
    """Who says it."""

    name: str
    version: str


class StepPart(Struct):
    """One step of the path that proves a finding."""

    path: str
    line: int
    column: int
    message: str


class EditPart(Struct):
    """A stretch of text and what to put in its place."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class FixPart(Struct):
    """A change that repairs a finding."""

    title: str
    safety: Literal["safe", "unsafe"]
    edits: list[EditPart]


class FindingPart(Struct):
    """A finding. Lines and columns count from one, columns in code points; ends are exclusive."""

    rule: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    severity: str
    confidence: str
    message: str
    help: str | None
    module: str | None
    function: str | None
    fingerprint: str
    trail: list[StepPart]
    fix: FixPart | None


class UnanalysedPart(Struct):
    """A place that could not be read."""

    path: str
    line: int
    reason: str


class SummaryPart(Struct):
    """The report in numbers. Nothing in it differs between two runs over the same files."""

    findings: int
    errors: int
    warnings: int
    infos: int
    suppressed: int
    baselined: int
    unanalysed: int
    files: int
    lines: int
    rules: int
    by_rule: dict[str, int]


class ReportPart(Struct):
    """The whole document."""

    version: Literal[1]
    tool: ToolPart
    findings: list[FindingPart]
    unanalysed: list[UnanalysedPart]
    problems: list[str]
    summary: SummaryPart


def report(result: Result) -> ReportPart:
    """Return the whole document."""
    return ReportPart(
        version=1,
        tool=ToolPart("dralint", __version__),
        findings=[_finding(found) for found in result.diagnostics],
        unanalysed=[UnanalysedPart(at.path, at.line, at.reason) for at in result.unanalysed],
        problems=list(result.problems),
        summary=_summary(result),
    )


def _finding(found: Diagnostic) -> FindingPart:
    return FindingPart(
        rule=found.rule,
        path=found.span.path,
        line=found.span.start.line,
        column=found.span.start.column,
        end_line=found.span.end.line,
        end_column=found.span.end.column,
        severity=found.severity.label,
        confidence=found.confidence.label,
        message=found.message,
        help=found.help,
        module=found.module,
        function=found.function,
        fingerprint=found.fingerprint,
        trail=[_step(step) for step in found.trail],
        fix=None if found.fix is None else _fix(found.fix),
    )


def _step(step: Step) -> StepPart:
    start = step.span.start
    return StepPart(step.span.path, start.line, start.column, step.message)


def _fix(fix: Fix) -> FixPart:
    return FixPart(fix.title, "safe" if fix.safe else "unsafe", [_edit(edit) for edit in fix.edits])


def _edit(edit: Edit) -> EditPart:
    start, end = edit.span.start, edit.span.end
    return EditPart(edit.span.path, start.line, start.column, end.line, end.column, edit.text)


def _summary(result: Result) -> SummaryPart:
    severities = Counter(found.severity for found in result.diagnostics)
    rules = Counter(found.rule for found in result.diagnostics)
    return SummaryPart(
        findings=len(result.diagnostics),
        errors=severities[Severity.ERROR],
        warnings=severities[Severity.WARNING],
        infos=severities[Severity.INFO],
        suppressed=result.suppressed,
        baselined=result.baselined,
        unanalysed=len(result.unanalysed),
        files=result.files,
        lines=result.lines,
        rules=len(result.rules),
        by_rule=dict(sorted(rules.items())),
    )
