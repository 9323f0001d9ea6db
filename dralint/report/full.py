"""The format `full`: each finding with its code, the trail that proves it, and what to do.

rich is imported when something is written, and by nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import StringIO
from typing import TYPE_CHECKING, TextIO

from dralint.finding import Result

from .base import ReportOptions, write_text
from .drawing import COLORS, Part, draw, wrapped
from .people import Shown, hidden_words, plural, severities, shown, unanalysed_words, visible
from .sources import Sources

if TYPE_CHECKING:
    from rich.console import Console

_LABEL = 14


class Full:
    """Code frames for people at a terminal."""

    name = "full"
    for_people = True

    def write(self, result: Result, out: TextIO, options: ReportOptions) -> None:
        """Write the whole report."""
        from rich.console import Console

        buffer = StringIO()
        console = Console(
            file=buffer,
            force_jupyter=False,
            color_system="standard" if options.color else None,
            no_color=not options.color,
            legacy_windows=False,
        )
        show(result, console, options)
        write_text(buffer.getvalue(), out)


def show(result: Result, console: Console, options: ReportOptions) -> None:
    """Print the report on a console of rich, such as one that records it for a picture."""
    from rich.text import Text

    def put(parts: Iterable[Part]) -> None:
        # soft_wrap: the lines have their width already, and code is never broken.
        console.print(Text.assemble(*parts), soft_wrap=True, end="")

    chosen = shown(result, options)
    sources = Sources(result.sources)
    for found in chosen.diagnostics:
        put(draw(found, sources, options.width))
    if result.diagnostics or result.unanalysed or result.problems:
        put(_ending(result, chosen, options))
    else:
        put(_all_good(result))


def _all_good(result: Result) -> Iterator[Part]:
    if not result.files:
        yield "There is no Elixir file to check.\n", ""
        return
    yield "All good: ", "bold green"
    suppressed = f", {result.suppressed:,} suppressed" if result.suppressed else ""
    suppressed += f", {result.baselined:,} in the baseline" if result.baselined else ""
    yield f"nothing found in {_checked(result)}{suppressed}.\n", ""


def _ending(result: Result, chosen: Shown, options: ReportOptions) -> Iterator[Part]:
    """What was found in numbers, what was left out, and what to do next."""
    yield _label("Found")
    counts = severities(result.diagnostics)
    for index, (severity, count) in enumerate(counts):
        yield ", " if index else "", ""
        yield plural(count, severity.label), f"bold {COLORS[severity]}"
    yield "\n" if counts else "nothing\n", ""
    yield _label("Checked")
    yield f"{_checked(result)}\n", ""
    if result.suppressed:
        yield _label("Suppressed")
        yield f"{plural(result.suppressed, 'finding')}\n", ""
    if result.baselined:
        yield _label("In baseline")
        yield f"{plural(result.baselined, 'finding')}\n", ""
    if chosen.hidden:
        yield _label("Not shown")
        yield from _value(f"{hidden_words(chosen.hidden)} (--all shows them)", options)
    if result.unanalysed:
        yield _label("Not analysed")
        yield f"{plural(len(result.unanalysed), 'place')}\n", ""
        for words in unanalysed_words(result, options):
            yield " " * _LABEL, ""
            yield from _value(words, options)
    for problem in result.problems:
        yield f"{'Problem':{_LABEL}}", "bold red"
        yield from _value(visible(problem), options)
    if result.diagnostics:
        gravest = max(result.diagnostics, key=lambda found: found.severity)
        yield _label("Learn more")
        yield "dralint explain ", ""
        yield f"{visible(gravest.rule)}\n", "cyan"


def _checked(result: Result) -> str:
    size = f"{plural(result.files, 'file')}, {plural(result.lines, 'line')}"
    return f"{size} in {result.seconds:.2f} s" if result.seconds else size


def _label(text: str) -> Part:
    return f"{text:{_LABEL}}", "bold"


def _value(text: str, options: ReportOptions) -> Iterator[Part]:
    return wrapped(text, "", options.width, _LABEL, _LABEL)
