"""The Elixir grammar: its language, and one call that turns bytes into a tree."""

import re
from functools import cache
from typing import Final

from tree_sitter import Language, Node, Parser, Point
from tree_sitter_elixir import language

from dralint.syntax.clock import Clock, TooSlow

__all__ = ["LANGUAGE", "Node", "calm", "parsed", "tree_of"]

LANGUAGE: Final = Language(language())

_BLANK_ENDS: Final = (b" \n", b" \r", b"\t\n", b"\t\r", b"\r\r")
_MANY: Final = 500
_HARMLESS: Final = 1 << 14
_QUICK: Final = 1 << 16
"""Up to this size one parse is over in time, whatever the bytes are."""
_CHUNK: Final = 1 << 16
_CLAUSE_BLOCKS: Final = 2000
"""Blocks of clauses in one file. For `end` behind a line break the grammar reads on in two ways,
and in the end does with all of these at once what grows with the square of their number: 3 seconds
for 2,000, during which nobody can stop it. In eighty open projects no file has more than 150."""


@cache
def _parser() -> Parser:
    return Parser(LANGUAGE)


@cache
def _blank_lines() -> re.Pattern[bytes]:
    return re.compile(rb"(?:[ \t]*+[\r\n]){100,}+")


@cache
def _clause_block() -> re.Pattern[bytes]:
    return re.compile(rb"\bdo\b[^\n]{0,100}\n?[^\n]{0,200}?->")


def tree_of(source: bytes, clock: Clock) -> Node:
    """The root of the tree that the grammar makes of `source`.

    Raises `TooSlow` when the clock runs out first, at the latest after one more quick parse.
    """
    if len(source) > _QUICK:
        if sum(1 for _ in _clause_block().finditer(source)) > _CLAUSE_BLOCKS:
            raise TooSlow
        return parsed(_parser(), calm(source), clock)
    clock.check()
    return _parser().parse(calm(source)).root_node


def parsed(parser: Parser, source: bytes, clock: Clock) -> Node:
    """The root of the tree that a parser makes in the time that is left, else `TooSlow`."""

    def piece(offset: int, point: Point) -> bytes:
        return source[offset : offset + _CHUNK]

    def late(offset: int, has_error: bool) -> bool:
        return clock.is_over()

    try:
        return parser.parse(piece, progress_callback=late).root_node
    except ValueError:  # it was stopped, and would go on there
        parser.reset()
        raise TooSlow from None


def calm(source: bytes) -> bytes:
    """The source, in which long runs of blank lines are one line each, as long as before.

    At each of these lines the grammar reads on to the end of the run if there are spaces in it.
    """
    if len(source) < _HARMLESS or sum(map(source.count, _BLANK_ENDS)) < _MANY:
        return source
    return _blank_lines().sub(lambda run: run.group()[-1:].rjust(len(run.group())), source)
