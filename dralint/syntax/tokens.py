"""What the scanner of broken files hands on."""

from typing import NamedTuple

from dralint.syntax.tree import Break


class Patch(NamedTuple):
    """Bytes to put in the place of as many, so that the grammar reads valid code right."""

    start: int
    text: bytes


class Token(NamedTuple):
    """A token: its bytes, if it is a bracket, an operator or a reserved word, or else its kind."""

    start: int
    end: int
    kind: bytes


class Scan(NamedTuple):
    """What the scanner found."""

    breaks: tuple[Break, ...]  # in the order in which Elixir meets them
    patches: tuple[Patch, ...]
    tokens: tuple[Token, ...]
    pairs: tuple[tuple[int, int], ...]  # the numbers of the tokens that open and close a bracket
    stops: int  # the place of the last token, or of the line break behind it
    tagged: bool  # an EEx tag stands in the code


def show(text: bytes) -> str:
    """Bytes of source as they may stand in a message."""
    shown = text.decode("utf-8", "replace")
    return shown if shown.isprintable() else shown.encode("unicode_escape").decode()
