"""What a tool's output means: whether its step passed, in a few words, and what it found."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dralint.analysis.evidence.coverage_formats import NotUnderstood
from dralint.analysis.evidence.reports import Remark, RunReport
from dralint.analysis.evidence.run_formats import read_tests
from dralint.analysis.evidence.tool_formats import read_tool
from dralint.analysis.evidence.tool_texts import compiler_remarks
from dralint.discover import shown
from dralint.finding import CERTAIN, ERROR, Diagnostic, Severity
from dralint.text import Position, Span

from .model import State, Step
from .program import Ran

_RULES = {"compile": "compiler", "format": "quality-format", "test": "test-failing"}
_NONE = re.compile(r"^There are no tests to run", re.M)


@dataclass(frozen=True)
class Verdict:
    """How a step ended, why, and what was found."""

    state: State
    said: str
    found: tuple[Diagnostic, ...] = ()


def verdict_of(step: Step, ran: Ran, root: Path, base: Path) -> Verdict:
    """Return what a program's output means. `root` is where it ran, `base` what paths start at."""
    place = _Place(step, root, base)
    if step.name == "test":
        return _tests(ran, place)
    try:
        report = read_tool(step.name, ran.output.encode())
        remarks = report.remarks if report.tool == step.tool else ()
        understood = report.tool == step.tool
    except NotUnderstood:
        remarks, understood = (), False
    found = tuple(place.of(remark) for remark in remarks if not remark.path.startswith("deps/"))
    if found and (ran.code or step.name == "credo"):
        return Verdict(State.FAILED, counted(len(found), "finding"), found)
    if ran.code:
        return _stumbled(step, ran, place)
    if step.name == "credo" and not understood:
        return Verdict(State.BROKEN, "what it printed is not its JSON")
    return Verdict(State.PASSED, "nothing to say")


def _stumbled(step: Step, ran: Ran, place: "_Place") -> Verdict:
    """Return the verdict on a tool that ended badly without saying what it found."""
    broken = tuple(place.of(each) for each in compiler_remarks(ran.output) if each.severity > 2)
    if broken:
        return Verdict(State.BROKEN, "the project does not compile", broken)
    return Verdict(State.BROKEN, f"`mix {' '.join(step.command[1:])}` ended with {ran.code}")


def _tests(ran: Ran, place: "_Place") -> Verdict:
    try:
        report = read_tests("mix test", ran.output.encode())
    except NotUnderstood:
        if _NONE.search(ran.output):
            return Verdict(State.FAILED, "there are no tests")
        return _stumbled(place.step, ran, place)
    if report.failures:
        found = tuple(
            place.failure(f.module, f.name, f.message, f.path, f.line) for f in report.failures
        )
        return Verdict(
            State.FAILED, f"{counted(len(found), 'test')} failed of {report.tests}", found
        )
    return _passed(ran, report)


def _passed(ran: Ran, report: RunReport) -> Verdict:
    """Return the verdict on tests that passed; their coverage is judged elsewhere."""
    # Mix fails where coverage is below its own threshold, 90 % unless the project says otherwise.
    if ran.code and "threshold not met" not in ran.output:
        return Verdict(State.FAILED, f"the tests passed, but `mix test` ended with {ran.code}")
    return Verdict(State.PASSED, counted(report.tests, "test"))


def counted(number: int, word: str) -> str:
    """Return a number with its word: `1 test`, `2 tests`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


class _Place:
    """Makes diagnostics of what a step found."""

    def __init__(self, step: Step, root: Path, base: Path) -> None:
        self.step = step
        self._root = root
        self._base = base

    def of(self, remark: Remark) -> Diagnostic:
        """Return a remark as a diagnostic."""
        rule = remark.check or _RULES.get(self.step.name, self.step.name)
        message = remark.message.rstrip(".")
        return self._made(rule, message, remark.severity, remark.path, remark.line, remark.column)

    def failure(
        self, module: str, name: str, message: str, path: str | None, line: int | None
    ) -> Diagnostic:
        """Return a failed test as a diagnostic."""
        said = f": {message.rstrip('.')}" if message else ""
        where = path or "mix.exs"
        return self._made("test-failing", f"`{name}` ({module}) failed{said}", ERROR, where, line)

    def _made(
        self,
        rule: str,
        message: str,
        severity: Severity,
        path: str,
        line: int | None,
        column: int | None = None,
    ) -> Diagnostic:
        at = Position(line or 1, column or 1)
        span = Span(shown(self._root / path, self._base), at, at)
        return Diagnostic(rule, span, severity, CERTAIN, message)


def texts_of(found: Iterable[Diagnostic], base: Path) -> dict[str, str]:
    """Return the texts of the files in which something was found, by path, where they are there."""
    texts: dict[str, str] = {}
    for path in {each.span.path for each in found}:
        try:
            texts[path] = (base / path).read_text(encoding="utf-8-sig", errors="replace")
        except OSError:
            continue
    return texts
