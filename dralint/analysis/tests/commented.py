"""Tests that were commented out: comments whose text is a test when it is read as code."""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.outline import outline_of
from dralint.project import File
from dralint.text import Span


@dataclass(frozen=True)
class Commented:
    """One run of comments that holds tests: where it begins, and the titles of the tests.

    `explained`: a comment of a few words stands above them.
    """

    span: Span
    titles: tuple[str, ...]
    explained: bool


def commented_tests(file: File) -> Iterator[Commented]:
    """Yield the runs of comments in a file that are tests: they parse, and call something."""
    for comment in file.outline.dead:
        inner = outline_of(f"defmodule T do\n{comment.text}\nend\n".encode())
        if inner.breaks:
            continue
        tests = [f for f in inner.functions if f.kind in ("test", "property")]
        if any(f.clauses[0].calls[1] > f.clauses[0].calls[0] for f in tests):
            place = file.at(comment.start, comment.end)
            yield Commented(place, tuple(f.name for f in tests), comment.text.startswith("#"))
