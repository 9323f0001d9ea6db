"""Statements and clauses of a broken file, told apart by its tokens alone."""

from collections.abc import Iterator
from itertools import pairwise

from dralint.syntax.lexis import BLOCKS, INFIX, UNFINISHED
from dralint.syntax.tokens import Scan, Token


def inside(scan: Scan, opener: int, closer: int) -> Iterator[Token]:
    """The tokens between two brackets, but not those between brackets in between."""
    closers = scan.closers
    number = opener + 1
    while number < closer:
        yield scan.tokens[number]
        other = closers.get(number, number)
        if other != number:
            yield scan.tokens[other]
        number = other + 1


def on_new_line(source: bytes, before: Token, token: Token) -> bool:
    """Whether a line break stands between two neighbours."""
    return source.find(b"\n", before.end, token.start) >= 0


def ends_statement(source: bytes, before: Token, token: Token) -> bool:
    """Whether a statement can end between two neighbours on different lines."""
    return (
        before.kind not in UNFINISHED
        and token.kind not in INFIX
        and on_new_line(source, before, token)
    )


def misplaced_arrow(source: bytes, scan: Scan, number: int) -> Token | None:
    """The `->` behind a statement that is no clause, if Elixir names it before token `number`.

    Elixir does so when the brackets close. The grammar is not so patient, or reads on elsewhere.
    """
    for opener, closer in sorted(scan.pairs, key=lambda pair: pair[1]):
        if opener > number or scan.tokens[opener].kind not in (b"do", b"fn", b"("):
            continue
        arrow = _arrow_after_statement(source, scan, opener, closer)
        if arrow is None:
            continue
        statement, token = arrow
        if closer <= number or (
            statement.start <= scan.tokens[number].start and scan.innermost(number)[0] == opener
        ):
            return token
    return None


def _arrow_after_statement(
    source: bytes, scan: Scan, opener: int, closer: int
) -> tuple[Token, Token] | None:
    """The first token of a second statement, and the first `->` from there on."""
    second: Token | None = None
    clauses = False
    for before, token in pairwise((scan.tokens[opener], *inside(scan, opener, closer))):
        if token.kind in BLOCKS:
            second, clauses = None, False
        elif token.kind == b"->":
            if second is not None:
                return second, token
            clauses = True
        elif clauses or second is not None:
            continue
        elif before.kind == b";" or ends_statement(source, before, token):
            second = token
    return None
