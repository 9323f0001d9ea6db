"""Elixir source as a tree: all that dralint knows of tree-sitter."""

from dralint.syntax.clock import Clock, TooSlow
from dralint.syntax.comment import comments
from dralint.syntax.grammar import Node
from dralint.syntax.ids import ERROR, FIELD, KIND, TOKEN
from dralint.syntax.parser import parse
from dralint.syntax.template import is_template
from dralint.syntax.tree import Break, Tree

__all__ = [
    "ERROR",
    "FIELD",
    "KIND",
    "TOKEN",
    "Break",
    "Clock",
    "Node",
    "TooSlow",
    "Tree",
    "comments",
    "is_template",
    "parse",
]
