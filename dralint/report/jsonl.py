"""The format `jsonl`: what `json` says, one object a line, for programs that read as they go.

The `type` of an object says what it is: `report` (once, first), `finding`, `unanalysed`, `problem`
and `summary` (once, last). The other members are those of the format `json`.
"""

from collections.abc import Iterator
from typing import Any, TextIO

import msgspec

from dralint.finding import Result

from .base import ReportOptions
from .json_report import ReportPart, report
from .machine import write_json_lines


class JsonLines:
    """Everything there is to say, in the order of the report."""

    name = "jsonl"
    for_people = False

    def write(self, result: Result, out: TextIO, options: ReportOptions) -> None:
        """Write the whole report."""
        write_json_lines(_lines(report(result)), out)


def _lines(whole: ReportPart) -> Iterator[dict[str, Any]]:
    yield {"type": "report", "version": whole.version, "tool": whole.tool}
    for finding in whole.findings:
        yield {"type": "finding", **msgspec.structs.asdict(finding)}
    for place in whole.unanalysed:
        yield {"type": "unanalysed", **msgspec.structs.asdict(place)}
    for problem in whole.problems:
        yield {"type": "problem", "message": problem}
    yield {"type": "summary", **msgspec.structs.asdict(whole.summary)}
