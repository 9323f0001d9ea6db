"""The code in a template: what stands in `<%= %>` and in braces, as Elixir at the same offsets."""

import re
from collections.abc import Iterator

from dralint.outline import Outline, outline_of

_TAGS = rb"<%(?![%#!])[=|/]?(?P<code>.*?)%>"
_EEX = re.compile(rb"<%!--.*?--%>|<%#.*?%>|<%%|" + _TAGS, re.S)
_HEEX = re.compile(
    rb"<%!--.*?--%>|<!--.*?-->|<%#.*?%>|<%%|" + _TAGS + rb"|(?P<raw><(?:script|style)\b)"
    rb"|</?[A-Za-z.:]|[{}>\"']",
    re.S,
)
_NOT_LINES = re.compile(rb"[^\n]")


def code_of(text: bytes, heex: bool) -> Outline:
    """Return the outline of the code in a template; offsets are those of the template.

    `heex`: braces hold code as well.
    """
    code = bytearray(_NOT_LINES.sub(b" ", text))
    for start, end in _heex(text) if heex else _eex(text, 0, len(text)):
        code[start:end] = text[start:end]
        # What stands beside a piece of code is no part of it: it begins and ends its line.
        code[start - 1 : start] = code[end : end + 1] = b"\n"
    return outline_of(bytes(code))


def _eex(text: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of code in `<% %>`."""
    for found in _EEX.finditer(text, start, end):
        if found["code"] is not None:
            yield found.span("code")


def _heex(text: bytes) -> Iterator[tuple[int, int]]:
    """Yield the stretches of code in `<% %>`, and in braces outside of texts in quotes."""
    at, tag = 0, False
    while (found := _HEEX.search(text, at)) is not None:
        token, at = found[0], found.end()
        if found["code"] is not None:
            yield found.span("code")
        elif found["raw"] is not None:
            close = text.find(b"</" + found["raw"][1:], at)
            end = len(text) if close < 0 else close
            yield from _eex(text, at, end)
            at = end
        elif token == b"{":
            end = _brace(text, at)
            yield at, end
            at = end + 1
        elif token == b">":
            tag = False
        elif token in (b'"', b"'"):
            if tag:
                close = text.find(token, at)
                end = len(text) if close < 0 else close
                yield from _eex(text, at, end)
                at = end + 1
        elif token[-1:].isalpha() or token[-1:] in b".:":
            tag = True


def _brace(text: bytes, start: int) -> int:
    """Return where the brace that was opened before a place is closed."""
    depth, quoted = 1, False
    for index in range(start, len(text)):
        char = text[index : index + 1]
        if char == b'"' and text[index - 1 : index] != b"\\":
            quoted = not quoted
        elif not quoted and char in (b"{", b"}"):
            depth += 1 if char == b"{" else -1
            if depth == 0:
                return index
    return len(text)
