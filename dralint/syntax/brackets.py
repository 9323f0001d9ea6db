"""The brackets that are open at one place of a file, and what is wrong when they do not match."""

from dataclasses import dataclass, field
from itertools import islice
from typing import Final, Generic, NamedTuple, TypeVar

from dralint.syntax.lexis import OPENERS

_END: Final = {**OPENERS, b"#{": b"}"}

_FAR: Final = 200
"""So many openers are looked at for the one that a closer was meant for; no code is as deep."""

Around = TypeVar("Around")


class Opener(NamedTuple, Generic[Around]):
    """An opening bracket, `do` or `fn`, or the opening of an interpolation in a literal."""

    text: bytes
    start: int
    token: int  # its number among the tokens
    line: int
    indent: int
    around: Around | None = None  # the literal that goes on behind an interpolation


@dataclass(slots=True)
class Brackets(Generic[Around]):
    """A stack of openers, and a guess from the indentation which one was forgotten."""

    stack: list[Opener[Around]] = field(default_factory=list)
    suspects: list[Opener[Around]] = field(default_factory=list)
    deep_end: int = 0  # the line of an `end` that is indented more than its `do`

    def open(self, opener: Opener[Around]) -> None:
        """Push; a `do` that stands no deeper than the `do` around it casts a doubt on that one."""
        if self.stack and opener.text in (b"do", b"fn"):
            outer = self.stack[-1]
            if outer.text == opener.text and opener.indent <= outer.indent:
                self.suspects.append(outer)
        self.stack.append(opener)

    def fits(self, closer: bytes, line: int, indent: int) -> bool:
        """Whether `closer` closes the innermost opener; that it should not shows in its indent."""
        if not self.stack or _END[self.stack[-1].text] != closer:
            return False
        opener = self.stack[-1]
        if opener.text == b"do" and indent > opener.indent:
            self.deep_end = line
        elif closer == b"end" and indent < opener.indent:
            self.suspects.append(opener)
        return True

    def complaint(self, found: bytes | None) -> str:
        """What is wrong with a closer that does not fit, or with the end of the file (None)."""
        shown = "the end of the file" if found is None else f"`{found.decode()}`"
        if not self.stack:
            hint = f"; the `end` on line {self.deep_end} looks like the one too many"
            return f"{shown} closes nothing that is open" + (
                hint if found == b"end" and self.deep_end else ""
            )
        top = self.stack[-1]
        name, end = top.text.decode(), _END[top.text].decode()
        suspect = next((s for s in self.suspects if s.text == top.text), top)
        hint = f"; the `{name}` on line {suspect.line} looks unclosed" if suspect != top else ""
        return f"`{end}` expected for the `{name}` on line {top.line}, found {shown}{hint}"

    def meant_for(self, closer: bytes) -> Opener[Around] | None:
        """Guess what a closer that does not fit was meant for, and drop all that is above it."""
        for depth, opener in enumerate(islice(reversed(self.stack), _FAR), 1):
            if _END[opener.text] == closer:
                del self.stack[-depth:]
                return opener
            if opener.text == b"#{":
                break
        if self.stack:
            top = self.stack[-1].text
            if top != b"#{" and (closer == b"end") == (_END[top] == b"end"):
                self.stack.pop()
        return None
