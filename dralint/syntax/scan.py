"""Elixir's own reading of the tokens of a file, for files that the grammar stumbles over.

The leaves of a broken tree cannot be trusted: in recovery the grammar reads the inside of strings as code, and words as
names of sigils. Elixir reads all tokens of a file before it parses any, and complains about brackets then: so does this
scanner. It also notes where the grammar needs help with valid code (`patches`).
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Final, NamedTuple

from dralint.syntax.lexis import BAD_ESCAPE, CLOSERS, CODE, HEADER, stop
from dralint.syntax.tree import Break

ENOUGH: Final = 16
"""So many breaks of one file are reported, and no more."""

PAIRED: Final = 1 << 18
"""In files up to this size the scanner remembers which brackets belong together."""

_END: Final = {
    b"(": b")", b"[": b"]", b"{": b"}", b"<<": b">>", b"do": b"end", b"fn": b"end", b"#{": b"}"
}  # fmt: skip
_INDENT: Final = re.compile(rb"[ \t]*")
_LETTER: Final = re.compile(rb"[A-Za-z_]")
_MODIFIERS: Final = re.compile(rb"[A-Za-z0-9]*")
_COLON: Final = re.compile(rb":(?=\s)")
_BLOCKS: Final = frozenset({b"after", b"else", b"rescue", b"catch"})
_CLAUSE_STARTS: Final = frozenset({*_END, *_BLOCKS, b"->"})


class Patch(NamedTuple):
    """Bytes to put in the place of as many, so that the grammar reads valid code right."""

    start: int
    text: bytes


class Scan(NamedTuple):
    """What the scanner found."""

    breaks: tuple[Break, ...]  # in the order in which Elixir meets them
    patches: tuple[Patch, ...]
    pairs: tuple[
        tuple[int, int], ...
    ]  # from the end of an opening bracket to the start of its closing one
    stops: int  # where Elixir says that an expression stops too early: the line break behind the last token, or that token
    tagged: bool  # an EEx tag stands in the code


class _Literal(NamedTuple):
    start: int
    body: int
    name: str
    closer: bytes
    interpolates: bool
    odd: bool = False  # an escape in it is none


class _Opener(NamedTuple):
    text: bytes
    start: int
    indent: int
    around: _Literal | None = None  # the literal that goes on behind an interpolation


def scan(source: bytes) -> Scan:
    """Read all tokens of `source`."""
    scanner = _Scanner(source)
    scanner.run()
    return Scan(
        tuple(scanner.breaks),
        tuple(scanner.patches),
        tuple(scanner.pairs),
        scanner.stops,
        scanner.tagged,
    )


class _Scanner:
    """The state of one scan."""

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.breaks: list[Break] = []
        self.patches: list[Patch] = []
        self.pairs: list[tuple[int, int]] = []
        self.stops = 0
        self.tagged = False
        self.literal: _Literal | None = None
        self.openers: list[_Opener] = []
        self.suspects: list[_Opener] = []  # `do` and `fn` that look unclosed by their indentation
        self.previous = b"\n"  # the text or the kind of the token before
        self.indent = 0
        self.mismatched = False

    # -- the loop

    def run(self) -> None:
        source, size = self.source, len(self.source)
        handlers: dict[str | None, Callable[[int, int, bytes], int]] = {
            "blank": self.blank, "eol": self.eol, "comment": self.comment, "word": self.word,
            "heredoc": self.heredoc, "quote": self.quote, "sigil": self.sigil, "open": self.open,
            "close": self.close, "point": self.point, "one": self.one, "atom": self.name,
            "kw": self.name, "number": self.number, "op": self.op, "char": self.op,
            "conflict": self.conflict, "odd_sigil": self.odd_sigil, "odd_map": self.odd_map,
            "odd": self.odd,
        }  # fmt: skip
        at = 3 if source.startswith(b"\xef\xbb\xbf") else 0
        while at < size:
            if self.literal is not None:
                at = self.content(self.literal, at)
            elif (found := CODE.match(source, at)) is not None:
                at = handlers[found.lastgroup](at, found.end(), found.group())
            else:  # a character always matches
                raise AssertionError(source[at : at + 20])
        if self.literal is not None:
            self.unclosed(self.literal)
        elif self.openers and not self.mismatched:
            self.still_open(self.openers[-1])

    def fault(self, start: int, end: int, message: str) -> None:
        if len(self.breaks) >= ENOUGH:
            return
        if self.breaks:
            low, high = sorted((self.breaks[-1].start, start))
            if self.source.find(b"\n", low, high) < 0:
                return  # one for a line
        self.breaks.append(Break(start, end, message))

    def token(self, start: int, end: int, kind: bytes) -> int:
        self.previous = kind
        self.stops = start
        return end

    def line(self, at: int) -> int:
        return self.source.count(b"\n", 0, at) + 1

    # -- between tokens

    def blank(self, start: int, end: int, text: bytes) -> int:
        return end

    def eol(self, start: int, end: int, text: bytes) -> int:
        if self.previous not in (b"\n", b",", b";", b"."):
            self.previous = b"\n"
            self.stops = start
        indent = _INDENT.match(self.source, end)
        self.indent = indent.end() - end if indent else 0
        return end

    def comment(self, start: int, end: int, text: bytes) -> int:
        self.spare(text, start)
        return end

    def spare(self, text: bytes, start: int) -> None:
        """The grammar takes a zero byte for the end of the file; in comments and literals it is none."""
        if b"\0" in text:
            self.patches += [Patch(start + n.start(), b"\1") for n in re.finditer(rb"\0", text)]

    # -- words and operators

    def op(self, start: int, end: int, text: bytes) -> int:
        if text == b".." and self.source.startswith(b"///", end):  # `&..///3`
            self.patches.append(Patch(end, b"  "))
        return self.token(start, end, text if text == b"->" else b"op")

    def one(self, start: int, end: int, text: bytes) -> int:
        if text == b"<" and self.source.startswith(b"%", end):
            self.tagged |= not self.source.startswith(b"{", end + 1)
        return self.token(start, end, b"op")

    def number(self, start: int, end: int, text: bytes) -> int:
        if _LETTER.match(self.source, end):
            return self.misfit(start, end + 1, "a number cannot go on with a letter")
        return self.token(start, end, b"number")

    def name(self, start: int, end: int, text: bytes) -> int:
        if not text.isascii():
            self.foreign(start, text)
        return self.token(start, end, b"name")

    def point(self, start: int, end: int, text: bytes) -> int:
        if text == b";" and self.previous in _CLAUSE_STARTS:
            self.patches.append(Patch(start, b" "))
        elif text == b";" and self.previous == b";":
            self.fault(start, end, "`;` follows another `;`")
        return self.token(start, end, text)

    def word(self, start: int, end: int, text: bytes) -> int:
        source = self.source
        if source.startswith(b":", end) and not source.startswith(b"::", end):
            behind = source[end + 1 : end + 2]
            if behind.isspace() and behind not in b"\v\f":
                if not text.isascii():
                    self.foreign(start, text)
                return self.token(start, end + 1, b"name")
            if behind:
                return self.misfit(start, end + 1, f"a space is missing behind `{show(text)}:`")
        if b"@" in text:
            return self.misfit(start, end, f"a name cannot contain `@`: `{show(text)}`")
        if not text.isascii():
            return self.foreign_word(start, end, text)
        if b"A" <= text[:1] <= b"Z":
            if text[-1:] in b"?!":
                return self.misfit(start, end, f"a module's name cannot end so: `{show(text)}`")
            return self.token(start, end, b"alias")
        if self.previous == b".":
            return self.token(start, end, b"word")
        if text in (b"do", b"fn"):
            return self.block_opener(start, end, text)
        if text == b"end":
            return self.close(start, end, text)
        return self.token(start, end, text if text in _BLOCKS else b"word")

    def foreign_word(self, start: int, end: int, text: bytes) -> int:
        word = text.decode("utf-8", "replace")
        bare = word.rstrip("?!")
        if not bare.isidentifier() or bare[0].isupper() or bare[0].istitle():
            return self.misfit(start, end, f"`{word}` is no name in Elixir")
        if not unicodedata.is_normalized("NFC", bare):
            return self.misfit(start, end, f"`{word}` is not in the normal form NFC")
        self.foreign(start, text)
        return self.token(start, end, b"word")

    def foreign(self, start: int, text: bytes) -> None:
        """The grammar does not know all letters of all scripts."""
        self.patches += [
            Patch(start + run.start(), b"a" * len(run.group()))
            for run in re.finditer(rb"[\x80-\xff]+", text)
        ]

    # -- what is no token

    def misfit(self, start: int, end: int, message: str) -> int:
        self.fault(start, end, message)
        return self.token(start, end, b"odd")

    def conflict(self, start: int, end: int, text: bytes) -> int:
        return self.misfit(start, end, "a merge conflict is not resolved")

    def odd_sigil(self, start: int, end: int, text: bytes) -> int:
        return self.misfit(start, end, f"no delimiter follows the sigil `{show(text)}`")

    def odd_map(self, start: int, end: int, text: bytes) -> int:
        self.fault(start, end, f"`%{{` opens a map, `{show(text)}` opens nothing")
        return start + 1

    def odd(self, start: int, end: int, text: bytes) -> int:
        if text == b"\\" and self.source[end:] in (b"", b"\n", b"\r\n"):
            return self.misfit(start, end, "the file ends behind `\\`")
        return self.misfit(start, end, f"`{show(text)}` has no meaning in Elixir")

    # -- brackets

    def open(self, start: int, end: int, text: bytes) -> int:
        if text == b"(" and self.previous == b"alias":
            self.fault(
                start, end, "a module's name cannot be called, a function's name begins small"
            )
        self.openers.append(_Opener(text, start, self.indent))
        return self.token(start, end, text)

    def block_opener(self, start: int, end: int, text: bytes) -> int:
        if text == b"do" and self.previous in (b",", b";", b"fn"):
            self.fault(start, end, f"`do` cannot follow `{show(self.previous)}`")
        if self.openers:
            outer = self.openers[-1]
            if outer.text == text and self.indent <= outer.indent:
                self.suspects.append(outer)
        return self.open(start, end, text)

    def close(self, start: int, end: int, text: bytes) -> int:
        literal = None
        if not self.openers:
            self.fault(start, end, f"`{show(text)}` closes nothing: nothing is open before it")
        elif _END[self.openers[-1].text] == text:
            literal = self.pop(start)
        else:
            literal = self.mismatch(start, end, text)
        self.token(start, end, text)
        if literal is not None:
            self.literal = literal
        return end

    def pop(self, start: int) -> _Literal | None:
        opener = self.openers.pop()
        if len(self.source) <= PAIRED:
            self.pairs.append((opener.start + len(opener.text), start))
        return opener.around

    def mismatch(self, start: int, end: int, text: bytes) -> _Literal | None:
        """Complain about a closer, then guess what it was meant for, so that the rest can be read."""
        top = self.openers[-1]
        self.mismatched = True
        self.fault(
            start,
            end,
            f"`{show(_END[top.text])}` expected for the `{show(top.text)}` on line "
            f"{self.line(top.start)}, found `{show(text)}`{self.suspicion(top)}",
        )
        for depth, opener in enumerate(reversed(self.openers)):
            if _END[opener.text] == text:
                del self.openers[len(self.openers) - depth :]
                return self.pop(start)
            if opener.text == b"#{":
                break
        if top.text != b"#{" and (text == b"end") == (_END[top.text] == b"end"):
            self.openers.pop()
        return None

    def still_open(self, opener: _Opener) -> None:
        line = self.line(opener.start)
        if opener.text == b"#{":
            self.fault(
                opener.start, opener.start + 2, "the interpolation is not closed: `}` is missing"
            )
            return
        size = len(self.source)
        self.fault(
            size,
            size,
            f"`{show(_END[opener.text])}` expected for the `{show(opener.text)}` on line {line}, "
            f"found the end of the file{self.suspicion(opener)}",
        )

    def suspicion(self, opener: _Opener) -> str:
        """By indentation another opener than the innermost one may be the one that was forgotten."""
        for suspect in reversed(self.suspects):
            if suspect.text == opener.text:
                if suspect.start == opener.start:
                    return ""
                return f"; the `{show(suspect.text)}` on line {self.line(suspect.start)} looks unclosed"
        return ""

    # -- literals

    def heredoc(self, start: int, end: int, text: bytes) -> int:
        return self.begin(_Literal(start, end, "heredoc", text, True))

    def quote(self, start: int, end: int, text: bytes) -> int:
        name = "string" if text[:1] != b":" else "atom"
        return self.begin(_Literal(start, end, name, text[-1:], True))

    def sigil(self, start: int, end: int, text: bytes) -> int:
        delimiter = text.lstrip(
            b"~" + bytes(range(48, 58)) + bytes(range(65, 91)) + bytes(range(97, 123))
        )
        closer = CLOSERS.get(delimiter, delimiter)
        return self.begin(_Literal(start, end, "sigil", closer, text[1:2].islower()))

    def begin(self, literal: _Literal) -> int:
        body = literal.body
        if len(literal.closer) == 3:
            header = HEADER.match(self.source, body)
            if header is None:
                return self.misfit(
                    literal.start, body, "a line break must follow the opening of a heredoc"
                )
            body = header.end()
        self.literal = literal
        return body

    def content(self, literal: _Literal, at: int) -> int:
        """Read on inside a literal, up to its end or its next interpolation."""
        source, pattern = self.source, stop(literal.closer, literal.interpolates)
        while (found := pattern.search(source, at)) is not None:
            at = found.end()
            if source.startswith(b"\\", found.start()):
                if BAD_ESCAPE.match(source, found.start()):
                    literal = literal._replace(odd=True)
                    self.patches.append(Patch(found.start() + 1, b"a"))
            elif source.startswith(b"#{", found.start()):
                self.token(literal.start, at, b"#{")
                self.openers.append(_Opener(b"#{", found.start(), self.indent, literal))
                self.literal = None
                return at
            else:
                return self.finish(literal, found.start(), at)
        return len(source)

    def finish(self, literal: _Literal, end: int, at: int) -> int:
        """Close a literal whose content ends at `end`, and its closing delimiter at `at`."""
        source = self.source
        text = source[literal.start : at]
        self.spare(text, literal.start)
        self.tagged |= text.rfind(b"<%") > text.rfind(b"%>")
        self.literal = None
        if literal.name == "sigil":
            if (
                not literal.interpolates
                and len(literal.closer) == 1
                and source[literal.body : end].endswith(b"\\")
            ):
                self.patches.append(
                    Patch(end - 1, b"_")
                )  # a pair, of which the grammar misreads the second
            at = _MODIFIERS.match(source, at).end()
        elif literal.odd and self.previous != b".":
            self.fault(literal.start, literal.body, f"an escape in this {literal.name} is none")
        if literal.name == "string" and _COLON.match(source, at):
            at += 1
        return self.token(literal.start, at, b"literal")

    def unclosed(self, literal: _Literal) -> None:
        size = len(self.source)
        self.fault(
            size,
            size,
            f"`{show(literal.closer)}` expected for the {literal.name} that begins on line "
            f"{self.line(literal.start)}, found the end of the file",
        )


def show(text: bytes) -> str:
    """Bytes of source as they may stand in a message."""
    shown = text.decode("utf-8", "replace")
    return shown if shown.isprintable() else shown.encode("unicode_escape").decode()
