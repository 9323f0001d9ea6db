"""Elixir's own reading of the tokens of a file, for files that the grammar stumbles over.

The leaves of a broken tree cannot be trusted: in recovery the grammar reads the inside of strings
as code, and words as the names of sigils. Elixir reads all tokens of a file before it parses any,
and complains about brackets then: so does this scanner. It also notes where the grammar needs help
with valid code (`patches`).
"""

import re
from typing import Final, cast

from dralint.syntax import literals, names
from dralint.syntax.brackets import Brackets, Opener
from dralint.syntax.clock import Clock
from dralint.syntax.lexis import BAD_ESCAPE, BLOCKS, CLOSERS, CODE, HEADER, OPENERS, stop
from dralint.syntax.literals import Literal
from dralint.syntax.patches import Patch, letters, zeros
from dralint.syntax.tokens import Scan, Token, show
from dralint.syntax.tree import Break

ENOUGH: Final = 16
"""So many breaks of one file are reported, and no more."""

REMEMBERED: Final = 1 << 18
"""Of files up to this size the scanner remembers the tokens."""

_OFTEN: Final = 10_000
"""Tokens after which the clock is looked at."""

_INDENT: Final = re.compile(rb"[ \t]*")
_LETTER: Final = re.compile(rb"[A-Za-z_]")
_MODIFIERS: Final = re.compile(rb"[A-Za-z0-9]*")
_TAG: Final = re.compile(rb"<%(?!\{)")
_COLON: Final = re.compile(rb":(?=[ \t\r\n])")
_CLAUSE_STARTS: Final = frozenset({*OPENERS, *BLOCKS, b"->"})


def scan(source: bytes, clock: Clock) -> Scan:
    """Read all tokens of `source`; raises `TooSlow` when the clock runs out."""
    scanner = _Scanner(source, clock)
    scanner.run()
    return Scan(
        tuple(scanner.breaks),
        tuple(scanner.patches),
        tuple(scanner.tokens),
        tuple(scanner.pairs),
        scanner.stops,
        scanner.tagged,
    )


class _Scanner:
    """The state of one scan. A handler reads one match of `CODE` and says where to go on."""

    def __init__(self, source: bytes, clock: Clock) -> None:
        self.source = source
        self.clock = clock
        self.breaks: list[Break] = []
        self.patches: list[Patch] = []
        self.tokens: list[Token] = []
        self.pairs: list[tuple[int, int]] = []
        self.stops = 0
        self.tagged = False
        self.brackets: Brackets[Literal] = Brackets()
        self.literal: Literal | None = None
        self.mismatched = False
        self.reported = -1  # the end of the last line that has a break
        self.previous = b"eol"
        self.line = 1
        self.counted = 0  # lines are counted up to here
        self.indent = 0

    def run(self) -> None:
        source, size, match = self.source, len(self.source), CODE.match
        handlers = {kind: getattr(self, kind) for kind in CODE.groupindex if kind != "sigil"}
        at = 3 if source.startswith(b"\xef\xbb\xbf") else 0
        read = 0
        while at < size:
            read += 1
            if not read % _OFTEN:
                self.clock.check()
            if self.literal is not None:
                at = self.content(self.literal, at)
            else:
                found = cast(re.Match[bytes], match(source, at))
                at = handlers[cast(str, found.lastgroup)](at, found.end(), found)
        self.finish()

    def finish(self) -> None:
        size = len(self.source)
        if (literal := self.literal) is not None:
            line = self.source.count(b"\n", 0, literal.start) + 1
            text = f"`{show(literal.closer)}` expected for the {literal.name} that begins on line"
            self.fault(size, size, f"{text} {line}, found the end of the file")
        elif self.brackets.stack and not self.mismatched:
            opener = self.brackets.stack[-1]
            if opener.text == b"#{":
                self.fault(opener.start, opener.start + 2, "`}` is missing for this interpolation")
            else:
                self.fault(size, size, self.brackets.complaint(None))

    def wanted(self, start: int) -> bool:
        """Whether a break that begins here would be reported: one for each line, not too many."""
        return start > self.reported and len(self.breaks) < ENOUGH

    def fault(self, start: int, end: int, message: str) -> None:
        """Report a break, if it is `wanted`."""
        if self.wanted(start):
            line_end = self.source.find(b"\n", start)
            self.reported = len(self.source) if line_end < 0 else line_end
            self.breaks.append(Break(start, end, message))

    def misfit(self, start: int, end: int, message: str) -> int:
        """Report a token that is none."""
        self.fault(start, end, message)
        return self.token(start, end, b"odd")

    def token(self, start: int, end: int, kind: bytes) -> int:
        if len(self.source) <= REMEMBERED:
            self.tokens.append(Token(start, end, kind))
        self.previous = kind
        self.stops = start
        return end

    def here(self, at: int) -> int:
        """The line of a place that is not before the last one asked for."""
        self.line += self.source.count(b"\n", self.counted, at)
        self.counted = at
        return self.line

    # between tokens

    def blank(self, start: int, end: int, found: re.Match[bytes]) -> int:
        return end

    def eol(self, start: int, end: int, found: re.Match[bytes]) -> int:
        if self.previous == b";":
            self.patches.append(Patch(self.stops, b" "))  # `;` at the end of a line
        elif self.previous not in (b"eol", b",", b"."):
            self.previous = b"eol"
            self.stops = start
        self.indent = cast(re.Match[bytes], _INDENT.match(self.source, end)).end() - end
        return end

    def comment(self, start: int, end: int, found: re.Match[bytes]) -> int:
        self.patches += zeros(self.source, start, end)
        return end

    # words, operators, points

    def operator(self, start: int, end: int, found: re.Match[bytes]) -> int:
        if found.group() == b".." and self.source.startswith(b"///", end):  # &..///3
            self.patches.append(Patch(end, b"  "))
        return self.token(start, end, found.group())

    def single(self, start: int, end: int, found: re.Match[bytes]) -> int:
        self.tagged |= _TAG.match(self.source, end - 1) is not None
        return self.token(start, end, found.group())

    def number(self, start: int, end: int, found: re.Match[bytes]) -> int:
        decimal = found.group()[1:2] not in (b"x", b"o", b"b")
        if decimal and _LETTER.match(self.source, end):
            return self.misfit(start, end + 1, "a number cannot go on with a letter")
        return self.token(start, end, b"number")

    def char(self, start: int, end: int, found: re.Match[bytes]) -> int:
        return self.token(start, end, b"char")

    def atom(self, start: int, end: int, found: re.Match[bytes]) -> int:
        self.patches += letters(start, found.group())
        self.tagged |= _TAG.match(self.source, end - 1) is not None
        return self.token(start, end, b"atom")

    def kw(self, start: int, end: int, found: re.Match[bytes]) -> int:
        return self.token(start, end, b"kw")

    def point(self, start: int, end: int, found: re.Match[bytes]) -> int:
        if found.group() == b";" and self.previous in _CLAUSE_STARTS:
            self.patches.append(Patch(start, b" "))
        elif found.group() == b";" and self.previous == b";":
            return self.misfit(start, end, "`;` follows another `;`")
        return self.token(start, end, found.group())

    def word(self, start: int, end: int, found: re.Match[bytes]) -> int:
        text, behind = found.group(), self.source[end : end + 2]
        if behind.startswith(b":") and behind not in (b"::", b":"):
            self.patches += letters(start, text)
            if not _COLON.match(behind):
                return self.misfit(start, end + 1, f"a space is missing behind `{show(text)}:`")
            return self.token(start, end + 1, b"kw")
        if (complaint := names.complaint(text)) is not None:
            return self.misfit(start, end, complaint)
        self.patches += letters(start, text)
        if text[:1].isupper():
            return self.token(start, end, b"alias")
        if self.previous == b".":
            return self.token(start, end, b"word")
        if text in (b"do", b"fn"):
            if text == b"do" and self.previous in (b",", b";", b"fn"):
                self.fault(start, end, f"`do` cannot follow `{show(self.previous)}`")
            self.push(start, text)
            return self.token(start, end, text)
        if text == b"end":
            return self.close(start, end, found)
        reserved = text in BLOCKS or text in (b"and", b"or", b"in", b"when", b"not")
        return self.token(start, end, text if reserved else b"word")

    # what is no token

    def conflict(self, start: int, end: int, found: re.Match[bytes]) -> int:
        return self.misfit(start, end, "a merge conflict is not resolved")

    def odd_sigil(self, start: int, end: int, found: re.Match[bytes]) -> int:
        return self.misfit(start, end, f"no delimiter follows `{show(found.group())}`")

    def odd_map(self, start: int, end: int, found: re.Match[bytes]) -> int:
        return self.misfit(start, start + 1, f"`%{{` opens a map, `{show(found.group())}` nothing")

    def odd(self, start: int, end: int, found: re.Match[bytes]) -> int:
        return self.misfit(start, end, f"`{show(found.group())}` has no meaning here")

    # brackets

    def open(self, start: int, end: int, found: re.Match[bytes]) -> int:
        if found.group() == b"(" and self.previous == b"alias":
            self.fault(start, end, "a module cannot be called; functions begin with a small letter")
        self.tagged |= _TAG.match(self.source, end - 1) is not None
        self.push(start, found.group())
        return self.token(start, end, found.group())

    def push(self, start: int, text: bytes, around: Literal | None = None) -> None:
        line = self.here(start)
        self.brackets.open(Opener(text, start, len(self.tokens), line, self.indent, around))

    def close(self, start: int, end: int, found: re.Match[bytes]) -> int:
        closer = found.group()
        opener: Opener[Literal] | None
        if self.brackets.fits(closer, self.here(start), self.indent):
            opener = self.brackets.stack.pop()
            if self.tokens:
                self.pairs.append((opener.token, len(self.tokens)))
        else:
            if self.wanted(start):
                self.fault(start, end, self.brackets.complaint(closer))
            self.mismatched |= bool(self.brackets.stack)
            opener = self.brackets.meant_for(closer)
        self.token(start, end, closer)
        if opener is not None and opener.around is not None:
            self.literal = opener.around._replace(piece=end)
        return end

    # literals

    def heredoc(self, start: int, end: int, found: re.Match[bytes]) -> int:
        if self.previous == b".":  # a quoted name follows
            return self.begin(Literal(start, start + 1, "name", found.group()[:1], True, start))
        return self.begin(Literal(start, end, "heredoc", found.group(), True, start))

    def quote(self, start: int, end: int, found: re.Match[bytes]) -> int:
        name = "atom" if found.group().startswith(b":") else "string"
        name = "name" if self.previous == b"." else name
        return self.begin(Literal(start, end, name, found.group()[-1:], True, start))

    def delimiter(self, start: int, end: int, found: re.Match[bytes]) -> int:
        opening, small = found["delimiter"], found["sigil"].islower()
        closer = CLOSERS.get(opening, opening)
        return self.begin(Literal(start, end, "sigil", closer, small, start))

    def begin(self, literal: Literal) -> int:
        body = literal.body
        if len(literal.closer) == 3:
            header = HEADER.match(self.source, body)
            if header is None:
                return self.misfit(literal.start, body, "a heredoc begins on the next line")
            body = header.end()
        self.literal = literal
        return body

    def content(self, literal: Literal, at: int) -> int:
        """Read on inside a literal, up to its end or its next interpolation."""
        source, pattern = self.source, stop(literal.closer, literal.interpolates)
        while (found := pattern.search(source, at)) is not None:
            start, at = found.span()
            if source.startswith(b"\\", start):
                if BAD_ESCAPE.match(source, start):
                    literal = literal._replace(odd_escape=True)
                    self.patches.append(Patch(start + 1, b"a"))
            elif source.startswith(b"#{", start):
                self.literal = None
                self.push(start, b"#{", literal)
                return self.token(literal.piece, at, b"#{")
            else:
                return self.end_of(literal, start, at)
        return len(source)

    def end_of(self, literal: Literal, end: int, at: int) -> int:
        """Leave a literal whose content ends at `end`, and its closing delimiter at `at`."""
        source, kind = self.source, b"literal"
        text = source[literal.start : at]
        self.literal = None
        self.patches += zeros(source, literal.start, at)
        self.tagged |= literals.open_tag(text)
        if literals.misread_end(literal, source[literal.body : end]):
            self.patches.append(Patch(end - 1, b"_"))
        if (complaint := literals.complaint(literal, text)) is not None:
            self.fault(literal.start, literal.body, complaint)
        if literal.name == "sigil":
            at = cast(re.Match[bytes], _MODIFIERS.match(source, at)).end()
        elif literal.name == "string" and _COLON.match(source, at):
            at, kind = at + 1, b"kw"
        self.token(literal.piece, at, kind)
        self.stops = literal.start
        return at
