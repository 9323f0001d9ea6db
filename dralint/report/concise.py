"""The format `concise`: one line a finding, for pipes, logs and editors. Then what was left out."""

from collections.abc import Iterator
from typing import TextIO

from dralint.finding import Result

from .base import ReportOptions, write_text
from .people import (
    hidden_words,
    place,
    plural,
    severities,
    shown,
    unanalysed_words,
    visible,
)


class Concise:
    """`path:line:column: severity[rule-id] message`."""

    name = "concise"
    for_people = True

    def write(self, result: Result, out: TextIO, options: ReportOptions) -> None:
        """Write the whole report."""
        write_text("".join(f"{line}\n" for line in _lines(result, options)), out)


def _lines(result: Result, options: ReportOptions) -> Iterator[str]:
    chosen = shown(result, options)
    for found in chosen.diagnostics:
        title = f"{found.severity.label}[{visible(found.rule)}] {visible(found.message)}"
        yield f"{place(found.span)}: {title}"
    if chosen.hidden:
        yield f"not shown: {hidden_words(chosen.hidden)} (--all shows them)"
    for words in unanalysed_words(result, options):
        yield f"not analysed: {words}"
    for problem in result.problems:
        yield f"problem: {visible(problem)}"
    yield _summary(result)


def _summary(result: Result) -> str:
    counts = ", ".join(plural(n, severity.label) for severity, n in severities(result.diagnostics))
    total = len(result.diagnostics)
    findings = f"{plural(total, 'finding')} ({counts})" if total else "no findings"
    suppressed = f"; {result.suppressed:,} suppressed" if result.suppressed else ""
    suppressed += f"; {result.baselined:,} in the baseline" if result.baselined else ""
    checked = f"{plural(result.files, 'file')}, {plural(result.lines, 'line')}"
    return f"{findings} in {checked}{suppressed}"
