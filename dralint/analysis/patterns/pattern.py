"""The pattern language: a piece of Elixir in which holes stand for any code.

    $NAME       one expression, module, or name; the same wherever the name stands again
    $_          one expression, whatever it is
    $$$NAME     any number of arguments, items, statements or clauses; `$$$_` without a name

All else is Elixir and is read like any: pipes, aliases and the two ways to write a keyword list
make no difference.
"""

import re
from dataclasses import dataclass

from dralint.analysis.calls.inside import inside
from dralint.errors import DralintError
from dralint.outline import Outline, outline_of
from dralint.outline.values import Atom, Block, CallRef, Opaque, Sigil, String, Value, Var

_ONE, _MANY = "dralint_hole_", "dralint_holes_"
_HOLE = re.compile(r"\$(\$\$)?([A-Z_][A-Z0-9_]*)(?![A-Za-z0-9])")
_MARK = re.compile(rf"({_ONE}|{_MANY})([A-Z_][A-Z0-9_]*)")
SELF = "Dralint.Pattern"
"""What `__MODULE__` is in a pattern: the module in which the code stands."""
_HEAD = f"defmodule {SELF} do\ndef pattern do\n".encode()
_LONGEST = 10_000
_DEFINING = frozenset(("def", "defp", "defmacro", "defmacrop", "defmodule", "defdelegate"))


class PatternError(DralintError):
    """A pattern that cannot be used. The message is one line and says what is wrong."""


@dataclass(frozen=True)
class Pattern:
    """A pattern that was read: its text, its tree in an outline of its own, and its holes.

    `body` are its statements, most often one.
    """

    text: str
    outline: Outline
    body: tuple[Value, ...]
    holes: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "Pattern":
        """Read a pattern; one that is no expression raises PatternError."""
        if len(text) > _LONGEST:
            raise PatternError(f"is longer than {_LONGEST} characters")
        if "\0" in text:
            raise PatternError("holds a null character")
        plain = _HOLE.sub(lambda hole: (_MANY if hole[1] else _ONE) + hole[2], text)
        code = plain.encode("utf-8", "replace")
        outline = outline_of(_HEAD + code + b"\nend\nend\n")
        body = _body(outline, len(_HEAD) + len(code))
        pattern = cls(text, outline, body, tuple(dict.fromkeys(_names(text))))
        for value in inside(outline, *body):
            if isinstance(value, Opaque):
                raise PatternError(f"holds what cannot be searched for: {_written(code, value)}")
        for call in outline.calls:
            if call.on is None and call.name in _DEFINING:
                raise PatternError("is no expression: definitions are not searched for")
        if len(body) == 1 and (pattern.one(body[0]) or pattern.many(body[0])):
            raise PatternError("is a hole alone, which is found everywhere")
        return pattern

    def one(self, value: Value | None) -> str | None:
        """Return the name of the hole that a value is, `_` for one without; None for code."""
        return hole_in(self._word(value), _ONE)

    def many(self, value: Value | None) -> str | None:
        """Return the name of the hole for any number of values that a value is."""
        return hole_in(self._word(value), _MANY)

    def _word(self, value: Value | None) -> str:
        if isinstance(value, Var):
            return value.name
        if isinstance(value, CallRef) and (call := self.outline.calls[value.call]).bare:
            return call.name
        return ""


def hole_in(name: str, mark: str = _ONE) -> str | None:
    """Return the name of the hole that stands in the place of a name; None for a plain name."""
    return name[len(mark) :] if name.startswith(mark) else None


def literal(text: str) -> str:
    """Return a text of a pattern as it was written: there are no holes inside of texts."""
    return _MARK.sub(lambda mark: ("$" if mark[1] == _ONE else "$$$") + mark[2], text)


def _names(text: str) -> list[str]:
    return [hole[2] for hole in _HOLE.finditer(text) if hole[2] != "_"]


def _body(outline: Outline, end: int) -> tuple[Value, ...]:
    """Return the statements of a pattern, or raise the error that says why there are none."""
    if outline.breaks:
        start, _, message = outline.breaks[0]
        first = outline.lines.line(len(_HEAD))
        line = outline.lines.line(min(start, end)) - first + 1
        where = f" in line {line}" if outline.lines.line(end) > first else ""
        told = re.sub(
            r"\bline (\d+)", lambda at: f"line {int(at[1]) - first + 1}", literal(message)
        )
        raise PatternError(f"does not parse{where}: {told.removesuffix(', found `end`')}")
    if outline.cut:
        raise PatternError("is nested too deeply")
    whole = len(outline.modules) == len(outline.functions) == 1
    if not whole or outline.modules[0].end <= end or len(outline.functions[0].clauses) != 1:
        raise PatternError("is no expression: definitions are not searched for")
    if outline.directives or outline.attributes or outline.specs:
        raise PatternError("is no expression: directives and attributes are not searched for")
    body = outline.functions[0].clauses[0].body
    nothing = isinstance(body, Atom) and body.start == body.end
    if body is None or nothing or (isinstance(body, Block) and not body.items):
        raise PatternError("is empty")
    return body.items if isinstance(body, Block) else (body,)


def _written(code: bytes, value: Opaque) -> str:
    start, end = value.start - len(_HEAD), value.end - len(_HEAD)
    text = literal(code[start:end].decode("utf-8", "replace")).split("\n")[0]
    return f"`{text[:40]}`"


def text_of(value: String | Sigil) -> str:
    """Return the text of a string or sigil of a pattern."""
    return literal(value.text)
