"""The sections of a Markdown text, with the numbers of their lines."""

import re
from dataclasses import dataclass, field

from dralint.analysis.map.trees import repaired

_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})\s+(?P<title>.*?)\s*#*$")
_FENCE = re.compile(r"\s*(?P<mark>`{3,}|~{3,})")
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_NUMBER = re.compile(r"^[\d.]+\s+|[*_`]")


@dataclass(frozen=True)
class Line:
    """A line: `number` counts from one."""

    number: int
    text: str


@dataclass
class Section:
    """What stands below one heading, up to the next one.

    `title` is without numbers and marks; `above` are the titles of the sections that it belongs
    to, the nearest last. `fences` are its blocks of code, `lines` all its other lines.
    """

    title: str
    level: int
    line: int
    above: tuple[str, ...] = ()
    lines: list[Line] = field(default_factory=list)
    fences: list[list[Line]] = field(default_factory=list)

    def speaks_of(self, pattern: re.Pattern[str]) -> bool:
        """Whether its title, or one above it, matches."""
        return any(pattern.search(title.lower()) for title in (self.title, *self.above))


def without_comments(text: str) -> str:
    """Return a text in which comments are empty, with all its lines."""
    return _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def sections_of(text: str) -> list[Section]:
    """Return the sections of a text in order; what stands before a heading has an empty title."""
    found = [Section("", 0, 1)]
    fence = ""
    rows = repaired(without_comments(text)).replace("\r\n", "\n").split("\n")
    for number, row in enumerate(rows, 1):
        mark = _FENCE.match(row)
        if fence:
            if mark and mark["mark"].startswith(fence):
                fence = ""
            else:
                found[-1].fences[-1].append(Line(number, row))
        elif mark:
            fence = mark["mark"]
            found[-1].fences.append([])
        elif heading := _HEADING.match(row):
            level = len(heading["marks"])
            found.append(Section(_NUMBER.sub("", heading["title"]), level, number))
            found[-1].above = _above(found)
        else:
            found[-1].lines.append(Line(number, row))
    return found


def _above(found: list[Section]) -> tuple[str, ...]:
    level = found[-1].level
    titles: list[str] = []
    for section in reversed(found[:-1]):
        if section.level < level:
            level = section.level
            titles.append(section.title)
    return tuple(reversed(titles))
