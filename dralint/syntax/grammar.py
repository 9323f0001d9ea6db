"""The Elixir grammar: its language, and one call that turns bytes into a tree."""

from functools import cache
from typing import Final

from tree_sitter import Language, Node, Parser
from tree_sitter_elixir import language

__all__ = ["LANGUAGE", "Node", "tree_of"]

LANGUAGE: Final = Language(language())


@cache
def _parser() -> Parser:
    return Parser(LANGUAGE)


def tree_of(source: bytes) -> Node:
    """The root of the tree that the grammar makes of `source`."""
    return _parser().parse(source).root_node
