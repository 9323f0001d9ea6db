"""The shapes of Elixir's tokens, as patterns over bytes, in the order in which Elixir tries them."""

import re
from functools import cache
from typing import Final

CHARACTER: Final = rb"(?:[\x00-\x7f]|[\xc0-\xff][\x80-\xbf]*|[\x80-\xbf])"
_WORD: Final = rb"[A-Za-z_\x80-\xff][\w@\x80-\xff]*[?!]?"

_THREE: Final = rb"~~~|===|!==|&&&|\|\|\||\^\^\^|\+\+\+|---|<<<|>>>|~>>|<<~|<~>|<\|>"
_TWO: Final = rb"\*\*|\.\.|\+\+|--|<>|\|>|~>|<~|==|=~|!=|<=|>=|&&|\|\||<-|\\\\|->"
_ONE: Final = rb"[&@!^<>+\-*/=|.]"
_NAMES: Final = rb"\.\.\.|<<>>|%\{\}|\{\}|\.\.//|%"

CODE: Final = re.compile(
    rb"(?P<blank>[ \t]+|\\\r?\n)"
    rb"|(?P<eol>\r?\n)"
    rb"|(?P<comment>\#[^\n]*)"
    rb"|(?P<conflict>^<<<<<<<[^\r\n]*)"
    rb"|(?P<kw>(?:" + _NAMES + b"|" + _THREE + b"|" + _TWO + b"|::|" + _ONE + rb"):(?=\s))"
    rb"|(?P<atom>:(?:::|"
    + _NAMES
    + b"|"
    + _THREE
    + b"|"
    + _TWO
    + b"|"
    + _ONE
    + b"|"
    + _WORD
    + b"))"
    rb"|(?P<heredoc>\"\"\"|''')"
    rb"|(?P<quote>:?[\"'])"
    rb"|(?P<sigil>~(?:[a-z]|[A-Z][A-Z0-9]*)(?:\"\"\"|'''|[\"'(\[{<|/]))"
    rb"|(?P<odd_sigil>~[A-Za-z])"
    rb"|(?P<char>\?(?:\\" + CHARACTER + b"|" + CHARACTER + b"))"
    rb"|(?P<number>0x[0-9a-fA-F](?:_?[0-9a-fA-F])*|0b[01](?:_?[01])*|0o[0-7](?:_?[0-7])*"
    rb"|\d(?:_?\d)*(?:\.\d(?:_?\d)*(?:[eE][+-]?\d(?:_?\d)*)?)?)"
    rb"|(?P<word>" + _WORD + b")"
    rb"|(?P<op>" + _THREE + rb"|\.\.\.|=>|//|" + _TWO + b"|::)"
    rb"|(?P<open><<|[(\[{])"
    rb"|(?P<close>>>|[)\]}])"
    rb"|(?P<odd_map>%[(\[])"
    rb"|(?P<point>[,;.])"
    rb"|(?P<one>%|" + _ONE + b")"
    rb"|(?P<odd>" + CHARACTER + b")",
    re.MULTILINE | re.DOTALL,
)
"""Whatever may stand at one place of code, outside of literals."""

GAP: Final = re.compile(rb"(?:[ \t\r\n]+|\\\r?\n|#[^\n]*)*")
"""What stands between two tokens."""

HEADER: Final = re.compile(rb"[ \t]*\r?(?=\n)")
"""What may follow the opening of a heredoc on its line."""

BAD_ESCAPE: Final = re.compile(
    rb"\\(?:x(?![0-9a-fA-F]|\{[0-9a-fA-F]+\})|u(?![0-9a-fA-F]{4}|\{[0-9a-fA-F]+\}))"
)
"""An escape that a string may not contain, though a sigil may."""

CLOSERS: Final = {b"(": b")", b"[": b"]", b"{": b"}", b"<": b">"}
"""The closing delimiter of a sigil, where it differs from the opening one."""


@cache
def stop(closer: bytes, interpolates: bool) -> re.Pattern[bytes]:
    """What ends a run of plain content in a literal: an escape, its closing delimiter, an interpolation."""
    if len(closer) == 3:
        end = rb"\n[ \t]*" + closer + rb"|\\(?!\r?\n)" + CHARACTER
    else:
        end = re.escape(closer) + rb"|\\(?:\r\n|" + CHARACTER + b")"
    return re.compile(end + rb"|#\{" if interpolates else end, re.DOTALL)
