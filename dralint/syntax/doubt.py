"""Signs that a tree is not what Elixir would read: cheap tests that every file must pass."""

import re
from typing import Final

from dralint.syntax.clock import Clock
from dralint.syntax.grammar import Node
from dralint.syntax.ids import KIND
from dralint.syntax.leaves import Leaves

RESERVED: Final = frozenset({b"do", b"end", b"after", b"else", b"rescue", b"catch"})
"""Words that the grammar may take for names. In Elixir they are names only behind a point."""

_WORD: Final = re.compile(rb"[a-z]+(?![\w?!:])")
_ODD_PLACES: Final = (  # two patterns with a literal start are ten times as fast as one
    re.compile(rb",[ \t\r\n]*+(do)(?![\w?!:])"),
    re.compile(rb"(end)(?=\s++[^\n]{0,200}->)"),
)
_PAIR_AT_END: Final = re.compile(rb"\\\\[)\]}>|/\"']")


def broken(root: Node, source: bytes, clock: Clock) -> bool:
    """Whether the grammar met an error, or silently took a reserved word for a name.

    Of the second only the usual cases are looked for: an `end` too many, at the top of the file or
    as the head of a clause, and a `do` after a comma.
    """
    leaves = Leaves(root)
    return (
        root.has_error
        or any(
            (word := _WORD.match(source, child.start_byte)) and word.group() in RESERVED
            for child in root.children
        )
        or any(
            _is_name(leaves, found.span(1), clock)
            for pattern in _ODD_PLACES
            for found in pattern.finditer(source)
        )
    )


def _is_name(leaves: Leaves, span: tuple[int, int], clock: Clock) -> bool:
    clock.check()
    leaf, around = leaves.at(*span)
    if leaf.kind_id != KIND["identifier"] or leaf.byte_range != span:
        return False
    return around is None or around.kind_id != KIND["dot"]


def misread_sigil(root: Node, source: bytes, clock: Clock) -> bool:
    r"""Whether the grammar may have overlooked the end of a sigil.

    In `~S(\\)` the backslashes are a pair. The grammar sees an escaped delimiter, and swallows the
    code behind it.
    """
    leaves = Leaves(root)
    for pair in _PAIR_AT_END.finditer(source):
        clock.check()
        leaf, around = leaves.at(pair.start(), pair.start() + 1)
        sigil = leaf if leaf.kind_id == KIND["sigil"] else around
        if sigil is not None and sigil.kind_id == KIND["sigil"]:
            name = sigil.start_byte + 1
            if source[name : name + 1].isupper():
                return True
    return False
