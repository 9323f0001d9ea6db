"""The format `github`: workflow commands, which GitHub Actions turns into annotations.

GitHub shows the first ten errors, the first ten warnings and the first ten notices of a step. So
the worst come first, and a last line says how many it will not show. Every line begins with the
command: a text from the checked project can then not begin one of its own.
"""

from collections import Counter
from collections.abc import Iterator
from typing import TextIO

from dralint.finding import Diagnostic, Result, Severity

from .base import ReportOptions, write_text
from .people import plural, unanalysed_words, visible

SHOWN = 10
"""How many annotations of one kind GitHub shows of a step."""

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


class GitHub:
    """One command a finding, the worst first."""

    name = "github"
    for_people = False

    def write(self, result: Result, out: TextIO, options: ReportOptions) -> None:
        """Write the whole report."""
        write_text("".join(f"{line}\n" for line in _lines(result)), out)


def _lines(result: Result) -> Iterator[str]:
    counts: Counter[str] = Counter()
    for problem in result.problems:
        counts["error"] += 1
        yield _command("error", {"title": "dralint"}, f"problem: {problem}")
    for found in sorted(result.diagnostics, key=lambda it: (-it.severity, -it.confidence)):
        counts[_COMMANDS[found.severity]] += 1
        yield _command(_COMMANDS[found.severity], _properties(found), _message(found))
    if result.unanalysed:
        counts["notice"] += 1
        words = "\n".join(unanalysed_words(result, ReportOptions()))
        places = plural(len(result.unanalysed), "place")
        yield _command("notice", {"title": "dralint"}, f"{places} not analysed\n{words}")
    if left := [plural(n - SHOWN, kind) for kind, n in counts.items() if n > SHOWN]:
        yield f"dralint: GitHub annotates {SHOWN} of a kind; only in this log: {', '.join(left)}"


def _properties(found: Diagnostic) -> dict[str, str | int]:
    span = found.span
    properties: dict[str, str | int] = {
        "file": span.path,
        "line": span.start.line,
        "endLine": span.end.line,
    }
    if span.start.line == span.end.line:  # GitHub takes columns within one line only
        properties |= {"col": span.start.column, "endColumn": span.end.column}
    return properties | {"title": found.rule}


def _message(found: Diagnostic) -> str:
    lines = [found.message, *found.help.split("\n")] if found.help else [found.message]
    steps = (
        f"{number}. {step.span.path}:{step.span.start.line}: {step.message}"
        for number, step in enumerate(found.trail, 1)
    )
    return "\n".join((*lines, *steps))


def _command(name: str, properties: dict[str, str | int], text: str) -> str:
    given = ",".join(
        f"{key}={visible(str(value).translate(_PROPERTY))}" for key, value in properties.items()
    )
    return f"::{name} {given}::{visible(text.translate(_DATA))}"
