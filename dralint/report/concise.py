"""The format `concise`: one line a finding, for pipes, logs and editors. Then what was left out."""

from collections.abc import Iterator
from typing import TextIO

from dralint.finding import Result

from .base import ReportOptions, write_text
from .people import ending, place, shown, visible


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
    yield from ending(result, chosen, options)
