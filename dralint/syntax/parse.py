"""Parsing of one file: the tree of its bytes, repaired where the grammar misreads them."""

import re
from collections.abc import Iterable
from typing import Final

from dralint.syntax.breaks import breaks, broken
from dralint.syntax.grammar import tree_of
from dralint.syntax.scan import Patch, scan
from dralint.syntax.tree import Tree

_SIGIL: Final = re.compile(rb"~[A-Z][A-Z0-9]*[(\[{<|/\"']")
_PAIR_AT_END: Final = re.compile(rb"\\\\[)\]}>|/\"']")


def parse(source: bytes) -> Tree:
    """Read `source`. Whatever the bytes are, there is a tree; `breaks` says where it is not to be trusted."""
    root = tree_of(source)
    if not (_sigil_fault(source) or broken(root, source)):
        return Tree(root, source, ())
    seen = scan(source)
    patched = _patched(source, seen.patches)
    if patched is not source:
        root = tree_of(patched)
    return Tree(root, source, breaks(patched, root, seen))


def _sigil_fault(source: bytes) -> bool:
    """Whether the grammar may misread where a sigil ends.

    In `~S(\\\\)` the backslashes are a pair; the grammar sees an escaped delimiter and swallows the code behind it.
    """
    return b"\\\\" in source and bool(_PAIR_AT_END.search(source)) and bool(_SIGIL.search(source))


def _patched(source: bytes, patches: Iterable[Patch]) -> bytes:
    if not patches:
        return source
    text = bytearray(source)
    for patch in patches:
        text[patch.start : patch.start + len(patch.text)] = patch.text
    return bytes(text)
