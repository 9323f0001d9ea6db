"""Findings moved along with the text, until they are judged anew."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dralint.finding import Diagnostic, Step
from dralint.text import Lines, Span


class Shift:
    """The change from one text to the next, seen as one stretch that was replaced."""

    def __init__(self, old: bytes, new: bytes) -> None:
        """Compare two texts."""
        least = min(len(old), len(new))
        start = _common(old, new, least)
        tail = _common(old[::-1], new[::-1], least - start)
        self._old, self._new = Lines.of(old), Lines.of(new)
        self._start, self._end = start, len(old) - tail
        self._by = len(new) - len(old)

    def diagnostics(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Yield findings at their new places, without those that begin in what was replaced.

        They lose their fixes, which were made for the old text.
        """
        for each in found:
            span = self.span(each.span)
            if span is not None:
                trail = tuple(self._step(step, each.span.path) for step in each.trail)
                yield replace(each, span=span, trail=trail, fix=None)

    def span(self, span: Span) -> Span | None:
        """Return where a span is now, None where it began in what was replaced."""
        start, end = self._old.offset(span.start), self._old.offset(span.end)
        if self._start < start < self._end:
            return None
        first = self._moved(start)
        return self._new.span(span.path, first, max(first, self._moved(end)))

    def _moved(self, offset: int) -> int:
        if offset <= self._start:
            return offset
        return max(self._start, offset + self._by)

    def _step(self, step: Step, path: str) -> Step:
        span = self.span(step.span) if step.span.path == path else step.span
        return step if span is None else replace(step, span=span)


def _common(one: bytes, other: bytes, most: int) -> int:
    """Return how many bytes two texts have in common at their start, `most` at most."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
