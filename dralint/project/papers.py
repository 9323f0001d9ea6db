"""The papers of a project: files that hold no Elixir, or settings only, and say how it is built."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dralint.text import Lines, Span

LARGEST = 1_000_000
"""A file with more bytes is no paper that people read."""


@dataclass(frozen=True)
class Paper:
    """One such file: `path` as reports name it, `name` from the project's root."""

    path: str
    name: str
    text: str

    @cached_property
    def _lines(self) -> Lines:
        return Lines.of(self.text.encode())

    def line_span(self, line: int, start: int = 0, end: int | None = None) -> Span:
        """Return the span of a line (0-based), or of the columns of it (0-based, code points)."""
        rows = self.text.split("\n")
        row = rows[line].rstrip("\r") if line < len(rows) else ""
        last = len(row) if end is None else end
        before = sum(len(each.encode()) + 1 for each in rows[:line])
        first = before + len(row[:start].encode())
        return self._lines.span(self.path, first, before + len(row[:last].encode()))

    def ignores(self, rule: str, line: int) -> bool:
        """Whether a comment silences a rule: on a line (0-based), above it, or on the first."""
        rows = self.text.split("\n")
        near = {0, line - 1, line}
        return any(
            re.search(rf"dralint:ignore [\w, -]*\b{rule}\b.* -- \S", rows[n])
            for n in near
            if 0 <= n < len(rows)
        )

    @property
    def rows(self) -> list[str]:
        """The lines of it."""
        return [row.rstrip("\r") for row in self.text.split("\n")]

    @property
    def span(self) -> Span:
        """The start of it."""
        return self._lines.span(self.path, 0, 0)


class Papers:
    """The papers of a project, read when they are first asked for.

    `given` are texts by name that are not taken from the disk.
    """

    def __init__(
        self, root: Path | None = None, prefix: str = "", given: dict[str, str] | None = None
    ) -> None:
        """Look for papers in a folder; reports name it `prefix`."""
        self._root = root
        self._prefix = prefix
        self._given = given or {}
        self._known: dict[str, Paper | None] = {}

    def get(self, name: str) -> Paper | None:
        """Return a paper by its name from the root, None where there is none."""
        if name not in self._known:
            text = self._given.get(name)
            if text is None and self._root is not None:
                text = _read(self._root / name)
            self._known[name] = None if text is None else Paper(self._prefix + name, name, text)
        return self._known[name]

    def below(self, folder: str, ends: tuple[str, ...] = ("",)) -> list[Paper]:
        """Return the papers in a folder and the folders below it, by name."""
        names = {name for name in self._given if name.startswith(folder + "/")}
        if self._root is not None and (self._root / folder).is_dir():
            names |= {
                each.relative_to(self._root).as_posix()
                for each in (self._root / folder).rglob("*")
                if each.is_file() and not each.is_symlink()
            }
        wanted = (self.get(name) for name in sorted(names) if name.endswith(ends))
        return [paper for paper in wanted if paper is not None]

    def source(self, path: str) -> bytes:
        """Return the text of a paper by the path that reports name, empty where there is none."""
        paper = self.get(path.removeprefix(self._prefix))
        return b"" if paper is None else paper.text.encode()


def _read(path: Path) -> str | None:
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            return None
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return None
