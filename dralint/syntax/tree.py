"""What reading one file gives: its tree, its bytes, and the places where it is broken."""

from dataclasses import dataclass

from dralint.syntax.grammar import Node


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the source stops being Elixir, as byte offsets, and what is wrong there."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed file.

    Take text from `source` by offset, never from `node.text`: the tree may stand on mended bytes.
    The first of `breaks` is the one that Elixir itself would name, the others are further ones.
    """

    root: Node
    source: bytes
    breaks: tuple[Break, ...]
