"""Doc texts: what `@doc` and `@moduledoc` say, with the place of every letter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dralint.outline import Attribute
from dralint.outline.values import Sigil, String
from dralint.project import File, Function, Module
from dralint.text import Span


@dataclass(frozen=True)
class DocText:
    """The text of one piece of documentation, and the value that holds it."""

    file: File
    value: String | Sigil

    @property
    def text(self) -> str:
        """What it says."""
        return self.value.text

    @property
    def start(self) -> int:
        """The byte at which the text begins: behind the quotes."""
        value = self.value
        quotes = value.end - value.start - len(value.text.encode())
        if isinstance(value, String):
            return value.start + quotes // 2
        tilde = 1 + len(value.name)
        return value.start + tilde + (quotes - len(value.modifiers) - tilde) // 2

    @property
    def has_example(self) -> bool:
        """Whether it shows how a thing is used."""
        return bool(_EXAMPLE.search(self.text))

    @property
    def has_runnable(self) -> bool:
        """Whether it holds an example whose result is written out, and which needs nothing else.

        What Phoenix's generators write (`get_user!(123)` gives `%User{}`) cannot be compared.
        """
        return "iex" in self.text and any(
            _is_runnable(*found.groups()) for found in _STEP.finditer(self.text)
        )

    def place(self, start: int, end: int) -> Span:
        """Return where a stretch of the text (in code points) stands in the file."""
        before = self.start + len(self.text[:start].encode())
        return self.file.at(before, before + len(self.text[start:end].encode()))


_STEP = re.compile(
    r"^ *iex(?:\(\d+\))?> *(.+\n(?: *\.\.\.(?:\(\d+\))?>.*\n)*)((?: *(?!iex)\S.*\n?)*)", re.M
)
_VAGUE = re.compile(r"\.\.\.|\u2026|#[A-Z]\w*<|#PID|%[A-Z][\w.]*\{|\*\*")
_LOOSE = re.compile(r"(?<![\w.:@?%&~])[a-z_]\w*(?![\w?!]|\s*[(:]|\s*->)")
_WORDS = frozenset(("true", "false", "nil", "do", "end", "fn", "when", "and", "or", "not", "in"))


def _is_runnable(step: str, result: str) -> bool:
    if not result.strip() or _VAGUE.search(step) or _VAGUE.search(result):
        return False
    bare = re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', step)
    return _WORDS.issuperset(_LOOSE.findall(bare)) and not _LOOSE.search(_plain(result))


def _plain(result: str) -> str:
    """Return a result without its texts and the words that are values."""
    bare = re.sub(r'"(?:[^"\\\n]|\\.)*"', "", result)
    return re.sub(r"\b(true|false|nil)\b", "", bare)


_EXAMPLE = re.compile(r"iex>|^\s*#+ *(Examples?|Usage)\b|```|^ {4,}\S.*\(|\bFor example\b", re.M)


def doc_of(function: Function) -> DocText | None:
    """Return the documentation of a function, None for none and for what is not a plain text."""
    if function.data.doc < 0:
        return None
    return text_of(function.file, function.file.outline.attributes[function.data.doc])


def module_docs(module: Module) -> Iterator[DocText]:
    """Yield all documentation of a module: its own and that of its functions and types."""
    for attribute in module.attributes:
        if attribute.name in ("doc", "moduledoc", "typedoc"):
            found = text_of(module.file, attribute)
            if found is not None:
                yield found


def text_of(file: File, attribute: Attribute) -> DocText | None:
    """Return the text of an attribute without interpolation."""
    value = attribute.value
    if isinstance(value, String) or (isinstance(value, Sigil) and not value.parts):
        return DocText(file, value)
    return None
