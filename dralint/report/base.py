"""What a reporter is.

A reporter is given everything that one run has to say and writes it in one format. It neither
sorts nor judges: the order, the severity and the choice of findings are made before it.
"""

from dataclasses import dataclass
from typing import Protocol, TextIO

from dralint.finding import Result


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What the reader asked for. Formats for machines take no notice of it.

    `width` is that of the terminal in cells. `show_all` lifts the limit of findings by rule.
    """

    color: bool = False
    width: int = 80
    show_all: bool = False


class Reporter(Protocol):
    """One format of the report.

    `name` is what the user calls it. Formats `for_people` leave out what nobody would read, and
    say how much; the others hold everything. One that shows more than findings has an attribute
    `views` with the names of the views that it wishes to find in the result (`dralint.view`).
    """

    name: str
    for_people: bool

    def write(self, result: Result, out: TextIO, options: ReportOptions) -> None:
        """Write the whole report."""
        ...


_PLAINER = str.maketrans("│├╰└─…✓✗→·█░", "||``-~+->.#.")


def write_text(text: str, out: TextIO) -> None:
    """Write text to a stream of any encoding: what it cannot hold is drawn with what it can."""
    encoding = getattr(out, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        plain = text.translate(_PLAINER)
        text = plain.encode(encoding, "backslashreplace").decode(encoding)
    out.write(text)
