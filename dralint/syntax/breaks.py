"""Where a file is broken: first the place that Elixir would name, then the other broken regions.

Elixir reads all tokens before it parses, so brackets and literals that do not close come before any syntax error. Where they
all close, the break is at the first token that cannot follow. Then the brackets around it are emptied and the file is parsed
again, until nothing is broken: what is found next does not hang on what was found before.
"""

import re
from typing import Final

from dralint.syntax.grammar import Node, tree_of
from dralint.syntax.ids import KIND
from dralint.syntax.lexis import CODE, GAP
from dralint.syntax.scan import ENOUGH, PAIRED, Scan, show
from dralint.syntax.stumble import stumble
from dralint.syntax.tree import Break

_ROUNDS: Final = 2 * ENOUGH
_BUDGET: Final = 4 * PAIRED
_RESERVED: Final = re.compile(rb"\b(?:do|end|fn|after|else|rescue|catch)(?![\w?!:])")
_VISIBLE: Final = re.compile(rb"[^\r\n]")
_OPERANDS: Final = frozenset(
    {"word", "number", "char", "atom", "quote", "heredoc", "sigil", "open"}
)


def broken(root: Node, source: bytes) -> bool:
    """Whether the grammar met an error, or took an `end` too many for a name, which it does in silence."""
    return root.has_error or any(
        _RESERVED.match(source, child.start_byte) for child in root.children
    )


def breaks(source: bytes, root: Node, scan: Scan) -> tuple[Break, ...]:
    """The broken regions of `source`, of which `root` is the tree."""
    if scan.breaks or not broken(root, source):
        return scan.breaks
    if len(source) > PAIRED:
        return (_break(source, _error_node(root), scan),)
    found: list[Break] = []
    emptied: list[tuple[int, int]] = []
    pairs = sorted(scan.pairs, key=lambda pair: pair[1] - pair[0])
    for _ in range(min(_ROUNDS, _BUDGET // len(source))):
        place = _break(source, _place(source, root), scan)
        if not any(start <= place.start <= end for start, end in emptied):
            found.append(place)
        around = (p for p in pairs if p[0] <= place.start <= p[1] and p not in emptied)
        group = next(around, None)
        if group is None or len(found) == ENOUGH:
            break
        emptied.append(group)
        source = _empty(source, group)
        root = tree_of(source)
        if not broken(root, source):
            break
    return tuple(found)


def _place(source: bytes, root: Node) -> int:
    places = [stumble(source), _misused(source, root)]
    known = [place for place in places if place is not None]
    return min(known) if known else _error_node(root)


def _misused(source: bytes, root: Node) -> int | None:
    """The first reserved word that the grammar took for a name."""
    for found in _RESERVED.finditer(source):
        node = root.descendant_for_byte_range(*found.span())
        if node is None or node.kind_id != KIND["identifier"] or node.byte_range != found.span():
            continue
        if node.parent is None or node.parent.kind_id != KIND["dot"]:
            return found.start()
    return None


def _error_node(root: Node) -> int:
    """Where the first ERROR or MISSING node begins."""
    cursor = root.walk()
    while (node := cursor.node) is not None:
        if node.is_error or node.is_missing:
            return node.start_byte
        if node.has_error and cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return root.start_byte
    return root.start_byte


def _empty(source: bytes, group: tuple[int, int]) -> bytes:
    start, end = group
    return source[:start] + _VISIBLE.sub(b" ", source[start:end]) + source[end:]


def _break(source: bytes, at: int, scan: Scan) -> Break:
    gap = GAP.match(source, at)
    found = CODE.match(source, gap.end() if gap else at)
    if found is None:
        return Break(scan.stops, scan.stops, "the file ends where an expression must go on")
    text, kind = show(found.group()), found.lastgroup
    if kind == "close" or text == "end":
        why = f"an expression is missing before `{text}`"
    elif text == "->":
        why = "`->` stands where no clause can begin"
    elif _RESERVED.match(found.group()):
        why = f"`{text}` cannot stand here"
    elif kind in _OPERANDS:
        why = f"an operator, a comma or a line break is missing before `{text}`"
    else:
        why = f"an expression is missing before `{text}`"
    return Break(found.start(), found.end(), why)
