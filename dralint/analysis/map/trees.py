"""Trees of files drawn as text: with lines, in ASCII, or by indentation alone.

What was encoded twice on its way (`â”œâ”€â”€`) is read as what it was.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

_BOXES = "│├└─┬┼╭╰┃┣┗━┌"
_CODECS = ("cp1252", "latin-1")


@dataclass(frozen=True)
class Entry:
    """A file or folder of a drawn tree: `path` from the tree's root, `line` counted from one.

    `folder`: it is drawn as one, or holds others.
    """

    path: tuple[str, ...]
    line: int
    folder: bool


def _misread(char: str, codecs: Iterable[str]) -> str | None:
    """Return what a character looks like after its UTF-8 was read in other encodings in turn."""
    for codec in codecs:
        try:
            char = char.encode().decode(codec)
        except UnicodeDecodeError:
            return None
    return char


_WRONG = {
    wrong: char
    for times in (2, 1)
    for codecs in product(_CODECS, repeat=times)
    for char in (*_BOXES, "\u00a0")
    if (wrong := _misread(char, codecs)) is not None and wrong != char
}
_MOJIBAKE = re.compile("|".join(map(re.escape, sorted(_WRONG, key=len, reverse=True))))
_LINE = re.compile(
    rf"(?P<lead>[\s{_BOXES}|+`\\*-]*)(?P<name>[\w@.][^\s#:]*)"
    r"\s*(?P<rest>$|#.*|//.*|<?-+\s.*|[←→\u2013\u2014:].*|\(.*)"
)
_BLANK = re.compile(rf"[\s{_BOXES}|]*+(\.\.\.|…)?[\s{_BOXES}|]*+$")
_MODULE = re.compile(r"[A-Z]\w*(\.[A-Z]\w*)+")
_PATH = re.compile(r"[\w.@-]+(/[\w.@-]+)*/?")


def repaired(text: str) -> str:
    """Return a text in which lines of boxes that were encoded twice are lines again."""
    return _MOJIBAKE.sub(lambda match: _WRONG[match[0]], text)


def tree_of(lines: list[str], first: int = 1) -> list[Entry] | None:
    """Return the entries of a drawn tree, None where the lines are no tree of files.

    `first` is the number of the first line. A column is as deep as the names in it.
    """
    found: list[Entry] = []
    above: list[tuple[int, tuple[str, ...]]] = []
    parents: set[tuple[str, ...]] = set()
    for number, line in enumerate(lines, first):
        text = line.expandtabs(4).replace("\u00a0", " ").rstrip()
        if _BLANK.match(text):
            continue
        match = _LINE.match(text)
        if match is None or not _PATH.fullmatch(match["name"]):
            return None
        column = len(match["lead"])
        while above and above[-1][0] >= column:
            above.pop()
        parent = above[-1][1] if above else ()
        parents.add(parent)
        parts = tuple(part for part in match["name"].split("/") if part not in ("", "."))
        path = (*parent, *parts)
        above.append((column, path))
        if parts:
            found.append(Entry(path, number, match["name"].endswith("/")))
    entries = [Entry(each.path, each.line, each.folder or each.path in parents) for each in found]
    return entries if _is_tree(entries) else None


def _is_tree(entries: list[Entry]) -> bool:
    """Whether entries are files or folders, and not any list of words."""
    files = sum(each.path[-1].endswith((".ex", ".exs")) for each in entries)
    nested = any(len(each.path) > 1 for each in entries)
    if any(_MODULE.fullmatch(part) for each in entries for part in each.path):
        return False
    return nested and (files > 0 or any(each.folder for each in entries))


_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})")
_HEADING = re.compile(r"#+\s+`?(?P<path>(?:apps/\w+/)?lib/[\w/]+?)/?`?\s*$")
_ITEM = re.compile(r"\s*[-*+]\s+(?:\*\*|`)?(?P<path>[\w/]+\.exs?)\b")


def trees_in(text: str) -> list[list[Entry]]:
    """Return the trees of files in a text: in its fences, below its headings, or all of it.

    A heading that names a folder (`### lib/shop/catalog/`) holds the files of its list.
    """
    lines = repaired(text).replace("\r\n", "\n").split("\n")
    if any(_FENCE.match(line) for line in lines) or any(map(_HEADING.match, lines)):
        found = [tree for block, first in _fences(lines) if (tree := tree_of(block, first))]
        listed = list(_listed(lines))
        return [*found, *([listed] if listed else [])]
    whole = tree_of(lines)
    if whole:
        return [whole]
    return [tree for block, first in _blocks(lines) if (tree := tree_of(block, first))]


def _fences(lines: list[str]) -> Iterator[tuple[list[str], int]]:
    """Yield the blocks between fences with the number of their first line."""
    mark, start = "", 0
    for number, line in enumerate(lines, 1):
        match = _FENCE.match(line)
        if match is None:
            continue
        if not mark:
            mark, start = match["fence"], number
        elif line.strip().startswith(mark):
            yield lines[start : number - 1], start + 1
            mark = ""


def _blocks(lines: list[str]) -> Iterator[tuple[list[str], int]]:
    """Yield what stands between empty lines."""
    start = 0
    for number, line in enumerate([*lines, ""]):
        if not line.strip():
            if number > start:
                yield lines[start:number], start + 1
            start = number + 1


def _listed(lines: list[str]) -> Iterator[Entry]:
    """Yield the files that lists name below headings that name a folder."""
    folder: tuple[str, ...] = ()
    for number, line in enumerate(lines, 1):
        heading = _HEADING.match(line)
        if heading:
            folder = tuple(heading["path"].split("/"))
        elif line.startswith("#"):
            folder = ()
        elif folder and (item := _ITEM.match(line)):
            yield Entry((*folder, *item["path"].split("/")), number, False)
