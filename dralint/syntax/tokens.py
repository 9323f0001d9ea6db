"""What the scanner of broken files hands on."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from dralint.syntax.patches import Patch
from dralint.syntax.tree import Break


class Token(NamedTuple):
    """A token: its bytes, if it is a bracket, an operator or a reserved word, or else its kind."""

    start: int
    end: int
    kind: bytes


@dataclass(frozen=True)
class Scan:
    """What the scanner found. Of a file too large it tells no tokens and no pairs."""

    breaks: tuple[Break, ...]  # in the order in which Elixir meets them
    patches: tuple[Patch, ...]
    tokens: tuple[Token, ...]
    pairs: tuple[tuple[int, int], ...]  # the numbers of the tokens that open and close a bracket
    stops: int  # the place of the last token, or of the line break behind it
    tagged: bool  # an EEx tag stands in the code

    @cached_property
    def closers(self) -> dict[int, int]:
        """The number of the closing token for that of the opening one."""
        return dict(self.pairs)

    def innermost(self, number: int) -> tuple[int, int]:
        """The pair around a token, or else (-1, n); a closing token is inside its own pair."""
        around = (pair for pair in self.pairs if pair[0] < number <= pair[1])
        return min(around, key=lambda pair: pair[1] - pair[0], default=(-1, len(self.tokens)))


def show(text: bytes) -> str:
    """Bytes of source as they may stand in a message."""
    shown = text.decode("utf-8", "replace")
    return shown if shown.isprintable() else shown.encode("unicode_escape").decode()
