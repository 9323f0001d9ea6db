"""What is wrong at a token that cannot follow, and at which place Elixir says so.

The grammar reads on in some places where Elixir stops, and stops in some where Elixir reads on.
Each function below knows one such difference, and names the token that Elixir would name.
"""

from itertools import pairwise
from typing import Final

from dralint.syntax.clauses import ends_statement, inside, misplaced_arrow, on_new_line
from dralint.syntax.lexis import BLOCKS, INFIX, OPENERS, UNFINISHED
from dralint.syntax.tokens import Scan, Token, show
from dralint.syntax.tree import Break

_NO_OPERAND: Final = frozenset({*INFIX, *BLOCKS, *OPENERS.values(), *b", ; .".split()})
_CLAUSES: Final = frozenset({b"do", b"fn", b"#{"})
_BEFORE_CLAUSE: Final = frozenset({*OPENERS, *BLOCKS})


def blame(source: bytes, scan: Scan, number: int) -> Break:
    """The break for token `number`; it is the end of the file if there is no such token."""
    tokens = scan.tokens
    arrow = misplaced_arrow(source, scan, number)
    if arrow is not None:
        return _at(source, arrow, "`->` cannot stand here: a statement before it is no clause")
    if number >= len(tokens):
        return Break(scan.stops, scan.stops, "the file ends where an expression must go on")
    number = _without_operand(tokens, number)
    token, before = tokens[number], tokens[number - 1] if number else None
    first, last = scan.innermost(number)
    opener = tokens[first] if first >= 0 else None
    level = list(inside(scan, first, last))
    if opener and opener.kind == b"(" and _called_apart(tokens, first, number in (first + 1, last)):
        return _at(source, opener, "no space may stand between a function and its `(`")
    if opener and opener.kind == b"fn" and not any(t.kind == b"->" for t in level):
        return _at(source, opener, "`->` is missing in this `fn`")
    if before and before.kind == b"," and token.kind not in _NO_OPERAND:
        return _at(source, before, "nothing can follow a keyword list but its next key")
    if before and opener and opener.kind in _CLAUSES and before.kind not in UNFINISHED:
        new_line = on_new_line(source, before, token)
        if token.kind == (b"kw" if new_line else b","):
            return _clause(source, [*level[level.index(token) :], tokens[last]])
        struct = number > 1 and tokens[number - 2].kind == b"%"  # it may go on on the next line
        if new_line and not struct and (token.kind not in _NO_OPERAND or token.kind == b"end"):
            return _unfinished_line(source, level, before, token)
    return _at(source, token, _reason(source, before, token))


_LINE_ENDS: Final = "the line ends where an expression must go on"


def _reason(source: bytes, before: Token | None, token: Token) -> str:
    text = source[token.start : token.end].split(b"\n", 1)[0].rstrip(b"\r")
    name = f"`{show(text[:40])}`"
    if before is None or before.kind in UNFINISHED:
        return f"an expression is missing before {name}"
    if token.kind in _NO_OPERAND:
        return f"{name} cannot stand here"
    return f"an operator, a comma or a line break is missing before {name}"


def _at(source: bytes, token: Token, message: str) -> Break:
    line_end = source.find(b"\n", token.start, token.end)
    if line_end > token.start and source[line_end - 1 : line_end] == b"\r":
        line_end -= 1
    return Break(token.start, token.end if line_end < 0 else line_end, message)


def _without_operand(tokens: tuple[Token, ...], number: int) -> int:
    """Go back to an operator that has no operand: to the grammar it may be the one of `&+/2`."""
    if (
        tokens[number - 1].kind == b"->"
        and number
        and tokens[number].kind not in _NO_OPERAND - {b"end"}
    ):
        return number - 1
    while (
        number
        and tokens[number - 1].kind in INFIX
        and (
            number == 1
            or (
                tokens[number - 2].kind in UNFINISHED
                and not (
                    tokens[number - 1].kind == b"->" and tokens[number - 2].kind in _BEFORE_CLAUSE
                )
            )
        )
    ):
        number -= 1
    return number


def _called_apart(tokens: tuple[Token, ...], first: int, at_edge: bool) -> bool:
    """Whether the brackets stand behind a function, but apart."""
    name = tokens[first - 1] if first else tokens[first]
    return at_edge and name.kind == b"word" and name.end < tokens[first].start


def _unfinished_line(source: bytes, level: list[Token], before: Token, after: Token) -> Break:
    """A line break where the statement must go on; `level` is what stands between the brackets."""
    block: Token | None = None
    for number, token in enumerate(level):
        if token.start >= after.start:
            break
        if number == 0 or ends_statement(source, level[number - 1], token):
            block = None
            comma = level[number + (2 if token.kind in OPENERS else 1) :]
            if comma and comma[0].kind == b"," and comma[0].start < after.start:
                return _clause(source, comma)
        elif token.kind == b"do":
            block = block or token
    if block is not None:
        return _at(source, block, "`do` cannot stand here")
    return Break(before.end, before.end, _LINE_ENDS)


def _clause(source: bytes, tokens: list[Token]) -> Break:
    """After a comma or a key, expressions can only be the head of a clause: `->` must follow."""
    for before, token in pairwise(tokens):
        if token.kind == b"->":
            return _at(source, token, "`->` cannot stand here: what is before it has no clauses")
        if token.kind == b"do":
            return _at(source, token, _reason(source, before, token))
        if before.kind not in UNFINISHED and on_new_line(source, before, token):
            return Break(before.end, before.end, _LINE_ENDS)
    return _at(source, tokens[-1], _reason(source, tokens[-2], tokens[-1]))
