"""Bytes that take the place of others, so that the grammar reads valid code right."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Patch(NamedTuple):
    """Bytes to put in the place of as many."""

    start: int
    text: bytes


def zeros(source: bytes, start: int, end: int) -> Iterator[Patch]:
    """The grammar takes a zero byte in a literal or a comment for the end of the file."""
    zero = source.find(b"\0", start, end)
    while zero >= 0:
        yield Patch(zero, b"\1")
        zero = source.find(b"\0", zero + 1, end)


def letters(start: int, word: bytes) -> Iterator[Patch]:
    """The grammar does not know the letters of all scripts."""
    if not word.isascii():
        for run in re.finditer(rb"[\x80-\xff]+", word):
            yield Patch(start + run.start(), b"a" * len(run.group()))


def patched(source: bytes, patches: Iterable[Patch]) -> bytes:
    """The source with other bytes in some places, as long as before."""
    text = bytearray(source)
    for patch in patches:
        text[patch.start : patch.start + len(patch.text)] = patch.text
    return bytes(text)
