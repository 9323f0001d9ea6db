"""The progress and the summary of the full check."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from dralint.report.drawing import Part
from dralint.report.people import place, visible
from dralint.verify.model import Outcome, State, Step

from .terminal import auto_color, write_parts

if TYPE_CHECKING:
    from rich.live import Live
    from rich.text import Text

_MARKS = {
    State.PASSED: ("✓", "green"),
    State.FAILED: ("✗", "red"),
    State.BROKEN: ("✗", "red"),
    State.MISSING: ("-", "yellow"),
    State.SKIPPED: ("-", "dim"),
}
_MOST = 10
_TAIL = 15


class Shown(Protocol):
    """Somebody who is told how the steps go."""

    def began(self, step: Step) -> None:
        """Take note that a step runs now."""

    def ended(self, outcome: Outcome) -> None:
        """Take note how a step ended."""


@contextmanager
def progress() -> Iterator[Shown]:
    """Show on standard output how the steps go: live on a terminal, else a line for each."""
    if not sys.stdout.isatty():
        yield _Lines()
        return
    from rich.console import Console
    from rich.live import Live

    console = Console(no_color=not auto_color(True), highlight=False, legacy_windows=False)
    shown = _Alive()
    with Live(console=console, get_renderable=shown.drawn, refresh_per_second=8) as live:
        shown.live = live
        yield shown


class _Lines:
    """A line when a step ends, and one when it begins."""

    def began(self, step: Step) -> None:
        """Say what runs now."""
        command = f"mix {' '.join(step.command[1:])}" if step.command else "dralint check"
        write_parts([(f"> {step.name:<9} {command}\n", "dim")])
        sys.stdout.flush()

    def ended(self, outcome: Outcome) -> None:
        """Say how it ended."""
        write_parts(_line(outcome))
        sys.stdout.flush()


class _Alive:
    """The steps so far, and the one that runs with its time."""

    def __init__(self) -> None:
        self.live: Live | None = None
        self._done: list[Outcome] = []
        self._step: Step | None = None
        self._since = 0.0

    def began(self, step: Step) -> None:
        """Show that a step runs now."""
        self._step, self._since = step, time.monotonic()

    def ended(self, outcome: Outcome) -> None:
        """Show how it ended."""
        self._done.append(outcome)
        self._step = None
        if self.live is not None:
            self.live.refresh()

    def drawn(self) -> "Text":
        """Return what is to be seen now."""
        from rich.text import Text

        parts = [part for outcome in self._done for part in _line(outcome)]
        if self._step is not None:
            turn = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"[int(time.monotonic() * 8) % 10]
            seconds = time.monotonic() - self._since
            parts.append((f"{turn} {self._step.name:<9} {seconds:7.1f} s  ", "cyan"))
            parts.append((f"{' '.join(self._step.command[1:])}\n", "dim"))
        safe = [(text.rstrip("\n") if last else text, style) for text, style, last in _ends(parts)]
        return Text.assemble(*safe, no_wrap=True, overflow="ellipsis")


def _ends(parts: Sequence[Part]) -> Iterator[tuple[str, str, bool]]:
    for number, (text, style) in enumerate(parts, 1):
        yield text, style, number == len(parts)


def _line(outcome: Outcome) -> list[Part]:
    """Return the line that says how a step ended."""
    mark, style = _MARKS[outcome.state]
    time_taken = f"{outcome.seconds:7.1f} s" if outcome.seconds else " " * 9
    state = "" if outcome.state is State.PASSED else f"{outcome.state.value}: "
    return [
        (f"{mark} ", style),
        (f"{outcome.step.name:<9} {time_taken}  ", ""),
        (f"{state}{visible(outcome.said)}\n", style if outcome.state is not State.PASSED else ""),
    ]


def summary(outcomes: Sequence[Outcome]) -> list[Part]:
    """Return what was found, step by step, and one line for all of it."""
    parts: list[Part] = []
    for outcome in outcomes:
        if outcome.state in (State.FAILED, State.BROKEN):
            parts += _details(outcome)
    counts = {state: sum(o.state is state for o in outcomes) for state in State}
    words = [f"{number} {state.value}" for state, number in counts.items() if number]
    seconds = sum(outcome.seconds for outcome in outcomes)
    bad = counts[State.FAILED] + counts[State.BROKEN]
    parts.append((f"\n{', '.join(words)} in {seconds:.1f} s\n", "bold red" if bad else "bold"))
    return parts


def _details(outcome: Outcome) -> Iterator[Part]:
    """Yield the places that a step found, or else the end of what its tool printed."""
    if not outcome.found and not outcome.output.strip():
        return
    yield f"\n{outcome.step.tool}\n", "bold"
    worst = sorted(outcome.found, key=lambda each: -each.severity)[:_MOST]
    for each in sorted(worst, key=lambda each: each.key):
        yield f"  {place(each.span)}: [{visible(each.rule)}] {visible(each.message)}\n", ""
    if len(outcome.found) > _MOST:
        yield f"  and {len(outcome.found) - _MOST} more\n", "dim"
    if not outcome.found:
        for line in outcome.output.rstrip().split("\n")[-_TAIL:]:
            yield f"  {visible(line)}\n", "dim"
