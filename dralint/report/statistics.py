"""The format `statistics`: how often each rule speaks, most often first, and what can be fixed."""

from collections import Counter
from collections.abc import Iterator
from typing import TextIO

from dralint.finding import Result

from .base import ReportOptions, write_text
from .people import ending, shown, visible


class Statistics:
    """`count  severity  rule-id`, with the number of those that have a fix."""

    name = "statistics"
    for_people = True

    def write(self, result: Result, out: TextIO, options: ReportOptions) -> None:
        """Write the whole report."""
        write_text("".join(f"{line}\n" for line in _lines(result, options)), out)


def _lines(result: Result, options: ReportOptions) -> Iterator[str]:
    counts = Counter((d.severity, d.rule) for d in result.diagnostics)
    fixes = Counter((d.severity, d.rule) for d in result.diagnostics if d.fix is not None)
    width = max((len(f"{count:,}") for count in counts.values()), default=0)
    for (severity, rule), count in sorted(
        counts.items(), key=lambda each: (-each[1], -each[0][0], each[0][1])
    ):
        fixable = fixes[severity, rule]
        note = f"  ({fixable:,} with a fix)" if fixable else ""
        yield f"{count:>{width},}  {severity.label:<7}  {visible(rule)}{note}"
    # Nothing is left out of a count, so nothing is said to be hidden.
    yield from ending(
        result, shown(result, ReportOptions(options.color, options.width, True)), options
    )
