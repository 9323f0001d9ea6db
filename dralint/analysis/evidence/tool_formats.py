"""The reports of Credo, Sobelow, mix_audit (JSON), and whatever mix prints as text."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from dralint.analysis.evidence.coverage_formats import NotUnderstood
from dralint.analysis.evidence.reports import Remark, ToolReport
from dralint.analysis.evidence.tool_texts import remarks_in, tool_of
from dralint.finding import ERROR, INFO, WARNING, Severity

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_SOBELOW = {"high_confidence": WARNING, "medium_confidence": WARNING, "low_confidence": INFO}


class _Issue(msgspec.Struct):
    check: str
    filename: str
    message: str
    line_no: int | None = None
    column: int | None = None
    priority: int = 0
    trigger: Any = None


class _Credo(msgspec.Struct):
    issues: list[_Issue]


class _Hole(msgspec.Struct):
    type: str
    file: str | None = None
    line: int | None = None


class _Sobelow(msgspec.Struct):
    findings: dict[str, list[_Hole]]


class _Advisory(msgspec.Struct):
    title: str | None = None
    id: str | None = None
    first_patched_versions: list[str] | None = None
    patched_versions: list[str] | None = None


class _Package(msgspec.Struct):
    package: str
    version: str | None = None
    lockfile: str = "mix.lock"


class _Vulnerability(msgspec.Struct):
    advisory: _Advisory
    dependency: _Package


class _Audit(msgspec.Struct):
    vulnerabilities: list[_Vulnerability]


def read_tool(path: str, text: bytes, time: float | None = None) -> ToolReport:
    """Return what a report says; NotUnderstood where it is none. The text says whose it is.

    `path` is how the report is named in messages, `time` when it was written.
    """
    plain = _ANSI.sub("", text.decode("utf-8", "replace")).replace("\r\n", "\n")
    body = _json_in(plain)
    if body is not None:
        for tool, kind, remarks in _JSON:
            try:
                read = msgspec.json.decode(body, type=kind)
            except msgspec.DecodeError:
                continue
            return ToolReport(path, tool, tuple(remarks(read)), time)
    else:
        known = tool_of(plain)
        if known is not None:
            return ToolReport(path, known, tuple(remarks_in(plain, known)), time)
    raise NotUnderstood("is no report of a tool that dralint knows")


def _json_in(text: str) -> str | None:
    """Return the object of JSON in a text; mix may have printed lines before it."""
    if text.lstrip().startswith("{"):
        return text
    start = text.find("\n{")
    return text[start:] if start >= 0 and text.rstrip().endswith("}") else None


def _credo(read: _Credo) -> Iterator[Remark]:
    for each in read.issues:
        trigger = each.trigger if isinstance(each.trigger, str) else ""
        yield Remark(
            each.check.removeprefix("Credo.Check."),
            each.message,
            WARNING if each.priority >= 0 else INFO,
            each.filename,
            each.line_no,
            each.column,
            len(trigger) if each.column and "\n" not in trigger else 0,
        )


def _sobelow(read: _Sobelow) -> Iterator[Remark]:
    for confidence, holes in read.findings.items():
        for each in holes:
            check, _, message = each.type.partition(": ")
            severity: Severity = _SOBELOW.get(confidence, WARNING)
            yield Remark(check, message or check, severity, each.file or "", each.line or None)


def _audit(read: _Audit) -> Iterator[Remark]:
    for each in read.vulnerabilities:
        advisory, found = each.advisory, each.dependency
        patched = advisory.first_patched_versions or advisory.patched_versions
        repaired = f" (repaired in {', '.join(patched)})" if patched else ""
        yield Remark(
            advisory.id or "",
            f"`{found.package}` {found.version or ''}: {(advisory.title or '').strip()}{repaired}",
            ERROR,
            found.lockfile,
            package=found.package,
        )


_JSON: tuple[tuple[str, Any, Any], ...] = (
    ("Credo", _Credo, _credo),
    ("Sobelow", _Sobelow, _sobelow),
    ("mix_audit", _Audit, _audit),
)
