"""What a plan leaves open: placeholders, labels without a value, questions."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dralint.analysis.plan.sections import Section

# `[Date]`, but neither a link, nor a footnote, nor a box to tick.
_PLACEHOLDER = re.compile(r"\[[A-Z][A-Za-z]{2,}[\w /-]*\](?![(\[:])|\b(?:TBD|TODO|FIXME)\b|\?{3,}")
_EMPTY = re.compile(
    r"^\s*(?:[-*+]\s*)?(?:\*\*(?P<bold>[^*]+)(?:\*\*\s*:|:\s*\*\*)|(?P<plain>[A-Z][\w /-]+):)\s*$"
)
_QUESTION = re.compile(r"\bopen (questions?|points?|issues?)\b")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+\S.*\?\s*$")
_CODE = re.compile(r"`[^`]*`")


@dataclass(frozen=True)
class Gap:
    """What one section leaves open: where the first of it stands, and in words what it is."""

    section: str
    line: int
    text: str
    many: int


def gaps_in(sections: Iterable[Section]) -> Iterator[Gap]:
    """Yield what is left open, one gap for a section."""
    for section in sections:
        found = list(_in(section))
        if found:
            line, text = found[0]
            yield Gap(section.title, line, text, len(found))


def _in(section: Section) -> Iterator[tuple[int, str]]:
    asks = bool(_QUESTION.search(section.title.lower()))
    for number, line in enumerate(section.lines):
        text = _CODE.sub(lambda match: " " * len(match[0]), line.text)
        placeholder = _PLACEHOLDER.search(text)
        empty = _EMPTY.match(text)
        if placeholder:
            yield line.number, placeholder[0]
        elif empty and _is_last_word(section, number):
            yield line.number, (empty["bold"] or empty["plain"]).strip().rstrip(":")
        elif asks and _ITEM.match(text):
            yield line.number, text.strip(" -*+")


def _is_last_word(section: Section, number: int) -> bool:
    """Whether nothing answers a label: no text follows, unless it is another label.

    Bullets without text (`-`) are no answer.
    """
    for line in section.lines[number + 1 :]:
        text = line.text.strip()
        if text.strip("-*+ ") == "" and "---" not in text:
            continue
        return "---" in text or bool(_EMPTY.match(line.text))
    return not section.fences
