"""Approvals: what somebody has said yes to, in a trailer, in a file, or in a plan."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from dralint.analysis.change.change import Change
from dralint.analysis.evidence.base import Base
from dralint.finding import INFO, Finding, Unanalysed
from dralint.project import Papers, Project

FILE = "dralint.approvals.toml"
"""The file of approvals, beside `mix.exs`."""
PLANS = ("docs/adr", "doc/adr", "docs/decisions")
"""The folders of records of decisions."""
PLAN = "project_requirements.md"
_TRAILER = re.compile(r"^Ask-First:\s+(\S+)\s+(.+?)\s+(?:—|--|-)\s+(\S.*)$", re.M | re.I)


@dataclass(frozen=True)
class Approval:
    """One entry of the file of approvals: `change` is the hash of what was approved."""

    id: str
    subject: str
    reason: str
    by: str
    change: str
    expires: date | None = None


class Approvals:
    """What was approved of a change."""

    def __init__(self, project: Project, base: Base) -> None:
        self._project = project
        self._base = base

    @classmethod
    def of(cls, project: Project, base: Base) -> "Approvals":
        """Return what was approved; nothing where there is no base."""
        return cls(project, base)

    @cached_property
    def _read(self) -> tuple[tuple[Approval, ...], tuple[Unanalysed, ...]]:
        paper = self._base.new_papers.get(FILE)
        if paper is None:
            return (), ()
        try:
            entries = tomllib.loads(paper.text).get("approval", [])
            found = [_entry(entry) for entry in entries]
        except (tomllib.TOMLDecodeError, ValueError, AttributeError, TypeError) as fault:
            return (), (Unanalysed(paper.path, 1, f"no approval is read from it: {fault}"),)
        return tuple(found), ()

    @property
    def faults(self) -> tuple[Unanalysed, ...]:
        """What could not be understood of the file of approvals."""
        return self._read[1]

    @cached_property
    def _trailers(self) -> dict[tuple[str, str], str]:
        return {
            (found[1], found[2].strip("` ")): f"commit {said.commit[:10]}: {found[3].strip()}"
            for said in reversed(self._base.said)
            for found in _TRAILER.finditer(said.message)
        }

    @cached_property
    def _plans(self) -> dict[str, str]:
        """The plans that the change touches, by name."""
        now, then = (_plans(p) for p in (self._base.new_papers, self._base.papers))
        return {name: text for name, text in now.items() if then.get(name) != text}

    def of_change(self, change: Change) -> tuple[str | None, str | None]:
        """Return by whom and why a change is approved, or None; then why an approval is void."""
        if change.part_of is not None:
            by, _ = self.of_change(change.part_of)
            if by is not None:
                return by, None
        told = self._trailers.get((change.gate, change.subject))
        if told is not None:
            return told, None
        void = None
        for entry in self._read[0]:
            if (entry.id, entry.subject) != (change.gate, change.subject):
                continue
            if entry.change != change.hash:
                void = f"what {entry.by} approved was another change"
            elif entry.expires is not None and entry.expires < self._base.today:
                void = f"the approval of {entry.by} expired on {entry.expires}"
            else:
                return f"{entry.by}: {entry.reason}", None
        for name, text in self._plans.items():
            if re.search(rf"(?<![\w.]){re.escape(change.subject)}(?![\w/]|\.\w)", text):
                return name, None
        if change.gate.startswith("gate-api") and self._is_major:
            return "a new major version whose changelog tells what breaks", None
        return None, void

    @cached_property
    def _is_major(self) -> bool:
        """Whether a library raises its major version and lists what breaks."""
        old, new = self._base.project.root_mix, self._project.root_mix
        if old is None or new is None or not new.app.mix.package:
            return False
        before, after = (_major(file.app.mix.version) for file in (old, new))
        log, known = (p.get("CHANGELOG.md") for p in (self._base.new_papers, self._base.papers))
        if before is None or after is None or after <= before or log is None:
            return False
        added = set(log.rows) - set(known.rows if known else ())
        return any(re.match(r"\W*(?:\w+ )?breaking", row, re.I) for row in added)

    def findings(self, changes: Iterable[Change], gate: str) -> list[Finding]:
        """Return the findings of one gate: what is approved is only told."""
        return [self._finding(change) for change in changes if change.gate == gate]

    def _finding(self, change: Change) -> Finding:
        by, void = self.of_change(change)
        if by is not None:
            return Finding(change.span, f"{change.message}; approved by {by}", severity=INFO)
        message = f"{change.message}; {void}" if void else change.message
        help = change.help
        if change.severity > INFO:
            ask = f"ask first, then say so: `Ask-First: {change.gate} {change.subject} — <reason>`"
            help = f"{help}; {ask}" if help else ask
        return Finding(
            change.span, message, help=help, severity=change.severity, confidence=change.confidence
        )


def _entry(entry: dict[str, Any]) -> Approval:
    missing = [k for k in ("id", "subject", "reason", "by", "change") if not entry.get(k)]
    if missing:
        raise ValueError(f"an approval says no `{missing[0]}`")
    expires = entry.get("expires")
    if isinstance(expires, str):
        expires = date.fromisoformat(expires)
    if isinstance(expires, datetime):
        expires = expires.date()
    return Approval(
        str(entry["id"]),
        str(entry["subject"]),
        str(entry["reason"]),
        str(entry["by"]),
        str(entry["change"]),
        expires,
    )


def _plans(papers: Papers) -> dict[str, str]:
    found = [paper for folder in PLANS for paper in papers.below(folder)]
    plan = papers.get(PLAN)
    return {paper.name: paper.text for paper in (*found, *((plan,) if plan else ()))}


def _major(version: str | None) -> tuple[int, ...] | None:
    """Return what must rise for a change that breaks: the first number, below 1.0 the second."""
    found = re.match(r"(\d+)\.(\d+)", version or "")
    if found is None:
        return None
    major, minor = int(found[1]), int(found[2])
    return (major,) if major else (0, minor)
