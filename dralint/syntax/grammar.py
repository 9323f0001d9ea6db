"""The Elixir grammar: its language, and one call that turns bytes into a tree."""

import re
from functools import cache
from typing import Final

from tree_sitter import Language, Node, Parser
from tree_sitter_elixir import language

__all__ = ["LANGUAGE", "Node", "calm", "tree_of"]

LANGUAGE: Final = Language(language())

_BLANK_ENDS: Final = (b" \n", b" \r", b"\t\n", b"\t\r", b"\r\r")
_MANY: Final = 500
_HARMLESS: Final = 1 << 14


@cache
def _parser() -> Parser:
    return Parser(LANGUAGE)


@cache
def _blank_lines() -> re.Pattern[bytes]:
    return re.compile(rb"(?:[ \t]*+[\r\n]){100,}+")


def tree_of(source: bytes) -> Node:
    """The root of the tree that the grammar makes of `source`."""
    return _parser().parse(calm(source)).root_node


def calm(source: bytes) -> bytes:
    """The source, in which long runs of blank lines are one line each, as long as before.

    At each of these lines the grammar reads on to the end of the run if there are spaces in it.
    """
    if len(source) < _HARMLESS or sum(map(source.count, _BLANK_ENDS)) < _MANY:
        return source
    return _blank_lines().sub(lambda run: run.group()[-1:].rjust(len(run.group())), source)
