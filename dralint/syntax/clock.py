"""How long the reading of one file may take.

What tree-sitter does can take a hundred times as long for some bytes as for others: its recovery
from errors, and the ways it reads at once where the grammar is ambiguous. Everything that reads a
file shares one clock, and gives the file up when it has run out.
"""

from time import thread_time
from typing import Final

SECONDS: Final = 5.0
"""The limit, in processor time, so that a busy machine does not matter."""

USUAL: Final = 2_000_000
"""The size in bytes up to which that is the limit. Whoever allows larger files waits for them."""


class TooSlow(Exception):
    """A file takes longer to read than it may."""


class Clock:
    """The time that is left for a file; it runs from when the clock was made."""

    __slots__ = ("limit", "until")

    def __init__(self, size: int) -> None:
        """Start the clock for a file of so many bytes."""
        self.limit = SECONDS * max(1.0, size / USUAL)
        self.until = thread_time() + self.limit

    def is_over(self) -> bool:
        """Whether the time has been used up."""
        return thread_time() > self.until

    def check(self) -> None:
        """Raise `TooSlow` if the time has been used up."""
        if thread_time() > self.until:
            raise TooSlow
