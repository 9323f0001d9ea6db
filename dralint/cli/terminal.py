"""What is known of the terminal that a command writes to."""

import os
import sys
from collections.abc import Iterable
from io import StringIO

from dralint.report.base import write_text
from dralint.report.drawing import Part
from dralint.report.people import visible


def auto_color(tty: bool) -> bool:
    """Whether to write in colour where nobody has said so: NO_COLOR and FORCE_COLOR decide."""
    if os.environ.get("NO_COLOR"):
        return False
    return tty or bool(os.environ.get("FORCE_COLOR"))


def terminal_width() -> int:
    """Return the width of standard output in cells, 80 where it has none."""
    try:
        return max(40, os.get_terminal_size(sys.stdout.fileno()).columns)
    except (OSError, ValueError):
        return 80


def write_parts(parts: Iterable[Part]) -> None:
    """Write pieces of styled text to standard output, with colour where it is wanted."""
    from rich.console import Console
    from rich.text import Text

    color = auto_color(sys.stdout.isatty())
    buffer = StringIO()
    console = Console(
        file=buffer,
        force_jupyter=False,
        color_system="standard" if color else None,
        no_color=not color,
        legacy_windows=False,
    )
    safe = ((_printable(text), style) for text, style in parts)
    console.print(Text.assemble(*safe), soft_wrap=True, end="")
    write_text(buffer.getvalue(), sys.stdout)


def _printable(text: str) -> str:
    return "\n".join(visible(line) for line in text.split("\n"))
