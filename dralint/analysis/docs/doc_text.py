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
    """The text of one piece of documentation; `start` is the byte at which it begins."""

    file: File
    text: str
    start: int

    @property
    def has_example(self) -> bool:
        """Whether it shows how a thing is used."""
        return bool(_EXAMPLE.search(self.text))

    @property
    def has_doctest(self) -> bool:
        """Whether it holds an example that can be run."""
        return "iex>" in self.text

    def place(self, start: int, end: int) -> Span:
        """Return where a stretch of the text (in code points) stands in the file."""
        before = self.start + len(self.text[:start].encode())
        return self.file.at(before, before + len(self.text[start:end].encode()))


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
    if isinstance(value, String):
        quotes = value.end - value.start - len(value.text.encode())
        return DocText(file, value.text, value.start + quotes // 2)
    if isinstance(value, Sigil) and not value.parts:
        tilde = 1 + len(value.name)
        quotes = value.end - value.start - len(value.text.encode()) - len(value.modifiers) - tilde
        return DocText(file, value.text, value.start + tilde + quotes // 2)
    return None
