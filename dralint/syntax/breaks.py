"""Where a file is broken: first the place that Elixir would name, then the other broken regions.

Elixir reads all tokens before it parses, so brackets and literals that do not close come before any
syntax error. Where they all close, the break is at the first token that cannot follow. Then the
brackets around it are emptied and the file is parsed again, until nothing is broken: what is found
next does not hang on what was found before.
"""

import re
from bisect import bisect_left
from typing import Final

from dralint.syntax.blame import blame
from dralint.syntax.clauses import misplaced_arrow
from dralint.syntax.grammar import Node, tree_of
from dralint.syntax.ids import KIND
from dralint.syntax.lexis import UNFINISHED
from dralint.syntax.scan import ENOUGH, REMEMBERED
from dralint.syntax.stumble import RESERVED, stumble
from dralint.syntax.tokens import Scan
from dralint.syntax.tree import Break

_ROUNDS: Final = 2 * ENOUGH
_BUDGET: Final = 4 * REMEMBERED
_WORD: Final = re.compile(rb"[a-z]+(?![\w?!:])")
_ODD_PLACES: Final = (  # two patterns with a literal start are ten times as fast as one
    re.compile(rb",[ \t\r\n]*+(do)(?![\w?!:])"),
    re.compile(rb"(end)(?=\s++[^\n]{0,200}->)"),
)
_VISIBLE: Final = re.compile(rb"[^\r\n]")


def broken(root: Node, source: bytes) -> bool:
    """Whether the grammar met an error, or silently took a reserved word for a name.

    Of the second only the usual cases are looked for: an `end` too many, at the top of the file or
    as the head of a clause, and a `do` after a comma.
    """
    return (
        root.has_error
        or any(
            (word := _WORD.match(source, child.start_byte)) and word.group() in RESERVED
            for child in root.children
        )
        or any(
            _is_name(root, found.span(1))
            for pattern in _ODD_PLACES
            for found in pattern.finditer(source)
        )
    )


def _is_name(root: Node, span: tuple[int, int]) -> bool:
    """Whether the grammar took the word at a place for a name, though no point is before it."""
    leaf = root.descendant_for_byte_range(*span)
    if leaf is None or leaf.kind_id != KIND["identifier"] or leaf.byte_range != span:
        return False
    return leaf.parent is None or leaf.parent.kind_id != KIND["dot"]


def breaks(source: bytes, root: Node, scan: Scan) -> tuple[Break, ...]:
    """The broken regions of `source`, of which `root` is the tree."""
    if scan.breaks or not broken(root, source):
        return scan.breaks
    if len(source) > REMEMBERED:
        at = _error_node(root) or 0
        return (Break(at, at, "this is not Elixir; the file is too large to say what is wrong"),)
    found: list[Break] = []
    emptied: list[tuple[int, int]] = []
    for _ in range(min(_ROUNDS, _BUDGET // len(source))):
        number = _stuck(source, root, scan)
        if number is None:
            break
        if not any(opener < number <= closer for opener, closer in emptied):
            found.append(blame(source, scan, number))
        around = [p for p in scan.pairs if p[0] < number <= p[1] and p not in emptied]
        if not around or len(found) == ENOUGH:
            break
        group = min(around, key=lambda pair: pair[1] - pair[0])
        emptied.append(group)
        source = _empty(source, scan.tokens[group[0]].end, scan.tokens[group[1]].start)
        root = tree_of(source)
        if not broken(root, source):
            break
    return tuple(found)


def _stuck(source: bytes, root: Node, scan: Scan) -> int | None:
    """The number of the first token that cannot follow, if any."""
    error = _error_node(root)
    at = stumble(source, len(source) if error is None else error)
    if at is None and error is None:
        return None
    number = len(scan.tokens) if at is None else _token_at(scan, at)
    likely = number < len(scan.tokens) or not scan.tokens or scan.tokens[-1].kind in UNFINISHED
    if likely or error is None or misplaced_arrow(source, scan, number) is not None:
        return number
    return _token_at(scan, error)


def _token_at(scan: Scan, at: int) -> int:
    """The number of the first token that ends behind a place."""
    return bisect_left(scan.tokens, at, key=lambda token: token.end - 1)


def _empty(source: bytes, start: int, end: int) -> bytes:
    return source[:start] + _VISIBLE.sub(b" ", source[start:end]) + source[end:]


def _error_node(root: Node) -> int | None:
    """Where the first ERROR or MISSING node begins."""
    cursor = root.walk()
    while (node := cursor.node) is not None and root.has_error:
        if node.is_error or node.is_missing:
            return node.start_byte
        if node.has_error and cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return None
    return None
