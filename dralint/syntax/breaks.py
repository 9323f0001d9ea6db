"""Where a file is broken: first the place that Elixir would name, then the other broken regions.

Elixir reads all tokens before it parses, so brackets and literals that do not close come before any
syntax error. Where they all close, the break is at the first token that cannot follow. Then the
brackets around it are emptied and the file is parsed again, until nothing is broken: what is found
next does not hang on what was found before.
"""

from bisect import bisect_left
from typing import Final

from dralint.syntax.blame import blame
from dralint.syntax.clauses import misplaced_arrow
from dralint.syntax.clock import Clock
from dralint.syntax.doubt import broken
from dralint.syntax.grammar import Node, tree_of
from dralint.syntax.scan import ENOUGH, REMEMBERED
from dralint.syntax.stumble import stumble
from dralint.syntax.tokens import Scan
from dralint.syntax.tree import Break

_ROUNDS: Final = 2 * ENOUGH
_BUDGET: Final = 4 * REMEMBERED


def breaks(source: bytes, root: Node, scan: Scan, clock: Clock) -> tuple[Break, ...]:
    """The broken regions of `source`, of which `root` is the tree."""
    if scan.breaks or not broken(root, source, clock):
        return scan.breaks
    if len(source) > REMEMBERED:
        at = _error_node(root) or 0
        return (Break(at, at, "this cannot be read; the file is too large to say what is wrong"),)
    found: list[Break] = []
    emptied: list[tuple[int, int]] = []
    for _ in range(min(_ROUNDS, _BUDGET // len(source))):
        number = _stuck(source, root, scan, clock)
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
        root = tree_of(source, clock)
        if not broken(root, source, clock):
            break
    return tuple(found)


def _stuck(source: bytes, root: Node, scan: Scan, clock: Clock) -> int | None:
    """The number of the first token that cannot follow, if any."""
    error = _error_node(root)
    at = stumble(source, len(source) if error is None else error, clock)
    if at is None and error is None:
        return None
    if at is not None:
        return _token_at(scan, at)
    if error is None or misplaced_arrow(source, scan, len(scan.tokens)) is not None:
        return len(scan.tokens)
    return _token_at(scan, error)


def _token_at(scan: Scan, at: int) -> int:
    """The number of the first token that ends behind a place."""
    return bisect_left(scan.tokens, at, key=lambda token: token.end - 1)


def _empty(source: bytes, start: int, end: int) -> bytes:
    """Make a comment of what stands between two places; of many blank lines the grammar is slow."""
    size = end - start
    comment = b"#" + b" " * (size - 2) + b"\n" if size > 1 else b" " * size
    return source[:start] + comment + source[end:]


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
