"""The papers of a project: files that hold no Elixir, or settings only, and say how it is built."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from stat import S_ISREG

from dralint.text import Lines, Span

LARGEST = 1_000_000
"""A file with more bytes is no paper that people read."""
ALL = "**/*"
"""The pattern of all files in a folder and the folders below it."""


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
        self._texts: dict[str, bytes | None] = {}
        self._listed: dict[str, tuple[str, ...]] = {}

    @property
    def prefix(self) -> str:
        """What reports put before the names."""
        return self._prefix

    def get(self, name: str) -> Paper | None:
        """Return a paper by its name from the root, None where there is none."""
        if name not in self._known:
            text = self._given.get(name)
            if text is None and self._root is not None:
                self._texts[name] = _read(self._root, name)
                read = self._texts[name]
                text = None if read is None else read.decode("utf-8", "replace")
            self._known[name] = None if text is None else Paper(self._prefix + name, name, text)
        return self._known[name]

    def below(self, folder: str, ends: tuple[str, ...] = ("",)) -> list[Paper]:
        """Return the papers in a folder and the folders below it, by name."""
        names = {name for name in self._given if name.startswith(folder + "/")}
        if self._root is not None:
            if folder not in self._listed:
                self._listed[folder] = _listed(self._root, folder)
            names |= {f"{folder}/{name}" for name in self._listed[folder]}
        wanted = (self.get(name) for name in sorted(names) if name.endswith(ends))
        return [paper for paper in wanted if paper is not None]

    @property
    def seen(self) -> tuple[dict[str, bytes | None], dict[str, tuple[str, ...]]]:
        """What was looked at on the disk, by names from the root: files, and folders."""
        return self._texts, self._listed

    def adopt(self, texts: dict[str, bytes | None], listed: dict[str, tuple[str, ...]]) -> None:
        """Take what a copy of these papers, in another process, has `seen` for seen here."""
        self._texts |= texts
        self._listed |= listed

    @property
    def looked(
        self,
    ) -> tuple[dict[str, tuple[Path, bytes | None]], dict[tuple[Path, str], tuple[str, ...]]]:
        """What was looked at on the disk: files with their texts, and folders with their files.

        A file is named as reports do; a folder goes with the pattern that lists it.
        """
        root = self._root
        if root is None:
            return {}, {}
        files = {self._prefix + name: (root / name, text) for name, text in self._texts.items()}
        listings = {(root / folder, ALL): names for folder, names in self._listed.items()}
        return files, listings

    def source(self, path: str) -> bytes:
        """Return the text of a paper by the path that reports name, empty where there is none."""
        paper = self.get(path.removeprefix(self._prefix))
        return b"" if paper is None else paper.text.encode()


def _listed(root: Path, folder: str) -> tuple[str, ...]:
    if not (root / folder).is_dir():
        return ()
    return tuple(
        sorted(
            path.relative_to(root / folder).as_posix()
            for path in (root / folder).glob(ALL)
            if path.is_file() and not path.is_symlink()
        )
    )


def _read(root: Path, name: str) -> bytes | None:
    """Return what is in a file below a folder; a name or a link that leads out of it is nothing."""
    path = root / name
    try:
        told = path.stat()
        if not S_ISREG(told.st_mode) or told.st_size > LARGEST:
            return None
        if not path.resolve().is_relative_to(root.resolve()):
            return None
        return path.read_bytes()
    except (OSError, ValueError):
        return None
