"""Parsing of one file: the tree of its bytes, repaired where the grammar misreads them."""

import re
from collections.abc import Iterable
from typing import Final

from dralint.syntax.breaks import breaks, broken
from dralint.syntax.grammar import Node, tree_of
from dralint.syntax.ids import KIND
from dralint.syntax.scan import scan
from dralint.syntax.tokens import Patch
from dralint.syntax.tree import Tree

_PAIR_AT_END: Final = re.compile(rb"\\\\[)\]}>|/\"']")


def parse(source: bytes) -> Tree:
    """Read `source`. There is a tree whatever the bytes are; `breaks` says where it goes wrong."""
    root = tree_of(source)
    if not (broken(root, source) or _misread_sigil(root, source)):
        return Tree(root, source, ())
    seen = scan(source)
    patched = _patched(source, seen.patches)
    if patched != source:
        root = tree_of(patched)
    return Tree(root, source, breaks(patched, root, seen))


def _misread_sigil(root: Node, source: bytes) -> bool:
    r"""Whether the grammar may have overlooked the end of a sigil.

    In `~S(\\)` the backslashes are a pair. The grammar sees an escaped delimiter, and swallows the
    code behind it.
    """
    for pair in _PAIR_AT_END.finditer(source):
        leaf = root.descendant_for_byte_range(pair.start(), pair.start() + 1)
        sigil = leaf.parent if leaf is not None and leaf.kind_id != KIND["sigil"] else leaf
        if sigil is not None and sigil.kind_id == KIND["sigil"]:
            name = sigil.start_byte + 1
            if source[name : name + 1].isupper():
                return True
    return False


def _patched(source: bytes, patches: Iterable[Patch]) -> bytes:
    text = bytearray(source)
    for patch in patches:
        text[patch.start : patch.start + len(patch.text)] = patch.text
    return bytes(text)
