"""What is wrong at a token that cannot follow, and at which place Elixir says so.

Where the grammar reads on though Elixir would not, the token that it stumbles over comes too late.
"""

from typing import Final

from dralint.syntax.lexis import BLOCKS, INFIX, OPENERS, UNFINISHED
from dralint.syntax.scan import Scan, Token, show
from dralint.syntax.tree import Break

_CLOSERS: Final = frozenset(OPENERS.values())
_BRACKETS: Final = _CLOSERS - {b"end"}
_NO_OPERAND: Final = frozenset({*INFIX, *BLOCKS, *_BRACKETS, b",", b";", b"."})


def blame(source: bytes, scan: Scan, number: int) -> Break:
    """The break at token `number`; it is the end of the file if there is no such token."""
    tokens = scan.tokens
    if number >= len(tokens):
        return Break(scan.stops, scan.stops, "the file ends where an expression must go on")
    number = _back_to_operator(tokens, number)
    token, before = tokens[number], tokens[number - 1] if number else None
    around = [pair for pair in scan.pairs if pair[0] < number <= pair[1]]
    group = min(around, key=lambda pair: pair[1] - pair[0], default=None)
    opener = tokens[group[0]] if group else None
    if group and _called_with_a_space(tokens, group, number):
        return _at(source, tokens[group[0]], "no space may stand between a function and its `(`")
    if group and opener and opener.kind == b"fn" and token.kind == b"end":
        if not any(inner.kind == b"->" for inner in tokens[group[0] : number]):
            return _at(source, opener, "`fn` has no clause: `->` is missing")
    if before is None:
        return _at(source, token, f"{_name(source, token)} cannot begin a file")
    if before.kind == b"," and token.kind not in _NO_OPERAND and token.kind != b"end":
        return _at(source, before, "nothing can follow a keyword list, which ends here")
    if (
        source.find(b"\n", before.end, token.start) >= 0
        and before.kind not in UNFINISHED
        and token.kind not in _NO_OPERAND
        and (opener is None or opener.kind in (b"do", b"fn", b"#{"))
    ):
        return Break(before.end, before.end, "the line ends where an expression must go on")
    return _at(source, token, _reason(source, before, token))


def _reason(source: bytes, before: Token, token: Token) -> str:
    name = _name(source, token)
    if before.kind in UNFINISHED:
        return f"an expression is missing before {name}"
    if token.kind in _NO_OPERAND or token.kind == b"end":
        return f"{name} cannot stand here"
    return f"an operator, a comma or a line break is missing before {name}"


def _back_to_operator(tokens: tuple[Token, ...], number: int) -> int:
    """An operator without an operand before it: to the grammar it may be the one of `&+/2`."""
    while (
        number > 0
        and tokens[number - 1].kind in INFIX
        and (number == 1 or tokens[number - 2].kind in UNFINISHED)
    ):
        number -= 1
    return number


def _called_with_a_space(tokens: tuple[Token, ...], group: tuple[int, int], number: int) -> bool:
    """Whether the brackets stand behind a function, but apart, and hold more than one argument."""
    first, last = group
    if tokens[first].kind != b"(" or first == 0:
        return False
    name, opener, token = tokens[first - 1], tokens[first], tokens[number]
    return name.kind == b"word" and name.end < opener.start and number == last or (
        token.kind == b"kw" and name.end < opener.start and name.kind == b"word"
    )


def _at(source: bytes, token: Token, message: str) -> Break:
    line_end = source.find(b"\n", token.start, token.end)
    return Break(token.start, token.end if line_end < 0 else line_end, message)


def _name(source: bytes, token: Token) -> str:
    text = source[token.start : token.end].split(b"\n", 1)[0]
    return f"`{show(text[:40])}`"
