"""The shapes of Elixir's tokens, as patterns over bytes, in the order Elixir tries them in."""

import re
from functools import cache
from typing import Final

_CHARACTER: Final = rb"(?:[\x00-\x7f]|[\xc0-\xff][\x80-\xbf]*|[\x80-\xbf])"
_WORD: Final = rb"[A-Za-z_\x80-\xff][\w@\x80-\xff]*[?!]?"

_THREE: Final = rb"~~~|===|!==|&&&|\|\|\||\^\^\^|\+\+\+|---|<<<|>>>|~>>|<<~|<~>|<\|>"
_TWO: Final = rb"\*\*|\.\.|\+\+|--|<>|\|>|~>|<~|==|=~|!=|<=|>=|&&|\|\||<-|\\\\|->"
_ONE: Final = rb"[&@!^<>+\-*/=|]"
_OPERATOR: Final = rb"(?:" + _THREE + b"|" + _TWO + b"|" + _ONE + rb"|\.)"
_NAME: Final = rb"(?:\.\.\.|<<>>|%\{\}|\{\}|\.\.//|%|" + _OPERATOR + b")"

CODE: Final = re.compile(
    rb"(?P<blank>[ \t]+|\\\r?\n)"
    rb"|(?P<eol>\r?\n)"
    rb"|(?P<comment>\#[^\n]*)"
    rb"|(?P<conflict>^<<<<<<<[^\r\n]*)"
    rb"|(?P<kw>(?:" + _NAME + rb"|::):(?=[ \t\r\n]))"
    rb"|(?P<atom>:(?:::|" + _NAME + b"|" + _WORD + b"))"
    rb"|(?P<heredoc>\"\"\"|''')"
    rb"|(?P<quote>:?[\"'])"
    rb"|~(?P<sigil>[a-z]|[A-Z][A-Z0-9]*)(?P<delimiter>\"\"\"|'''|[\"'(\[{<|/])"
    rb"|(?P<odd_sigil>~[A-Za-z])"
    rb"|(?P<char>\?(?:\\" + _CHARACTER + b"|" + _CHARACTER + b"))"
    rb"|(?P<number>0x[0-9a-fA-F](?:_?[0-9a-fA-F])*|0b[01](?:_?[01])*|0o[0-7](?:_?[0-7])*"
    rb"|\d(?:_?\d)*(?:\.\d(?:_?\d)*(?:[eE][+-]?\d(?:_?\d)*)?)?)"
    rb"|(?P<word>" + _WORD + b")"
    rb"|(?P<operator>" + _THREE + rb"|\.\.\.|=>|//|" + _TWO + b"|::)"
    rb"|(?P<open><<|[(\[{])"
    rb"|(?P<close>>>|[)\]}])"
    rb"|(?P<odd_map>%[(\[])"
    rb"|(?P<point>[,;.])"
    rb"|(?P<single>%|" + _ONE + b")"
    rb"|(?P<odd>" + _CHARACTER + b")",
    re.MULTILINE | re.DOTALL,
)
"""Whatever may stand at one place of code, outside of literals. It always matches."""

HEADER: Final = re.compile(rb"[ \t]*\r?(?=\n)")
"""What may follow the opening of a heredoc on its line."""

BAD_ESCAPE: Final = re.compile(
    rb"\\(?:x(?![0-9a-fA-F]|\{[0-9a-fA-F]+\})|u(?![0-9a-fA-F]{4}|\{[0-9a-fA-F]+\}))"
)
"""An escape that a string may not contain, though a sigil may."""

CLOSERS: Final = {b"(": b")", b"[": b"]", b"{": b"}", b"<": b">"}
"""The closing delimiter of a sigil, where it differs from the opening one."""

BLOCKS: Final = frozenset({b"after", b"else", b"rescue", b"catch"})
"""Words that begin a further section of a `do` block."""

OPENERS: Final = {b"(": b")", b"[": b"]", b"{": b"}", b"<<": b">>", b"do": b"end", b"fn": b"end"}
"""Brackets, and what closes them. The interpolation is not among them: it stands in a literal."""

INFIX: Final = frozenset(
    b"=== !== &&& ||| ^^^ +++ --- <<< >>> ~>> <<~ <~> <|> => // ** ++ -- <> |> ~> <~ == =~ != <= "
    b">= && || <- \\\\ -> :: < > * / = | and or in when".split()
)
"""Operators that stand between two operands and nowhere else."""

UNFINISHED: Final = frozenset(
    {*INFIX, *OPENERS, *BLOCKS, *b"& @ ! ^ + - ~~~ not % , ; . kw #{".split()}
)
"""Tokens behind which an expression must go on, or begin."""


@cache
def stop(closer: bytes, interpolates: bool) -> re.Pattern[bytes]:
    """What ends a run of plain content in a literal: its closer, an escape, an interpolation."""
    if len(closer) == 3:
        end = rb"\n[ \t]*" + closer + rb"|\\(?!\r?\n)" + _CHARACTER
    else:
        end = re.escape(closer) + rb"|\\(?:\r\n|" + _CHARACTER + b")"
    return re.compile(end + rb"|#\{" if interpolates else end, re.DOTALL)
