"""Births: which commit first brought the code of a file, and which first named it in a test.

A file keeps its identity when it is moved, and when it comes back after it was deleted. Commits
are numbered in one row, the oldest first, so that none stands before one that it follows.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dralint.analysis.evidence.history import CommitRecord, Fact, FileChange, History
from dralint.analysis.tests.stubs import does_something
from dralint.outline import Outline, outline_of

_WORD = re.compile(rb"[A-Z][A-Za-z0-9_]*")
_ROUNDS = 20
MASS = 60
"""A commit that adds more files of code than this brings in what was written elsewhere."""
MOVED = 0.5
"""The share of a new file's lines that were taken from other files in the same commit."""


@dataclass
class _File:
    """One file through all its names: in which commits it was changed, and to what."""

    path: str
    changes: list[tuple[int, FileChange]] = field(default_factory=list)


@dataclass(frozen=True)
class Birth:
    """The first code of a file: the commit's number, and the names of its modules there.

    `doubt` says why the commit does not tell when the code was written, or is empty. `tested`:
    the commit changed tests as well.
    """

    commit: int
    names: tuple[str, ...]
    doubt: str
    tested: bool
    change: FileChange


class Births:
    """The births of a project's files, each file by the path that it has now."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.commits: tuple[CommitRecord, ...] = history.commits[::-1]
        self._files = _identities(self.commits)

    @classmethod
    def of(cls, history: History) -> "Births":
        """Return the births that a history tells."""
        return cls(history)

    def code(self, paths: Iterable[str]) -> dict[str, Birth]:
        """Return when the code of files was born; those that never did anything are left out."""
        waiting = {path: self._files[path].changes for path in paths if path in self._files}
        found: dict[str, Birth] = {}
        for turn in range(_ROUNDS):
            asked = {
                path: changes[turn] for path, changes in waiting.items() if turn < len(changes)
            }
            if not asked:
                break
            names = {change.text for _, change in asked.values() if change.text is not None}
            facts = self.history.facts(CODE, names)
            for path, (number, change) in asked.items():
                does, *modules = facts.get(change.text or "", ("",))
                if does:
                    found[path] = self._birth(number, change, tuple(modules))
                    del waiting[path]
        return found

    def _birth(self, number: int, change: FileChange, names: tuple[str, ...]) -> Birth:
        commit = self.commits[number]
        tested = any(_is_test(each.path) for each in commit.changes)
        added = sum(each.old_path is None and _is_code(each.path) for each in commit.changes)
        doubt = ""
        if not commit.parents:
            doubt = "it came with the first commit"
        elif self.history.cut and not self._known.issuperset(commit.parents):
            doubt = "the history is cut off there"
        elif not _is_code(change.path):
            doubt = "it was written for tests"
        elif added > MASS:
            doubt = f"it came with {added} files at once"
        return Birth(number, names, doubt, tested, change)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(each.id for each in self.commits)

    def is_moved(self, birth: Birth) -> bool:
        """Whether a new file holds what was taken out of others by the same commit."""
        commit, change = self.commits[birth.commit], birth.change
        if change.old_path is not None or change.text is None:
            return False
        wanted = _lines(self.history.texts([change.text])[change.text])
        olds = [
            each
            for each in commit.changes
            if each.old_text is not None and each is not change and _is_code(each.old_path)
        ]
        if not wanted or not olds:
            return False
        texts = self.history.texts(
            name for each in olds for name in (each.old_text, each.text) if name is not None
        )
        gone: set[bytes] = set()
        for each in olds:
            left = _lines(texts.get(each.text or "", b""))
            gone |= _lines(texts.get(each.old_text or "", b"")) - left
        return len(wanted & gone) >= MOVED * len(wanted)

    def mentions(self) -> "Mentions":
        """Read all tests that there ever were."""
        tests = {id(file): file for file in self._files.values()}
        versions = [
            (key, number, change)
            for key, file in tests.items()
            for number, change in file.changes
            if _is_test(change.path)
        ]
        first: dict[int, dict[str, int]] = defaultdict(dict)
        paths: dict[int, dict[str, int]] = defaultdict(dict)
        texts = {change.text for _, _, change in versions if change.text is not None}
        words = self.history.facts(WORDS, texts)
        for key, number, change in versions:
            known = first[key]
            paths[key].setdefault(change.path or "", number)
            for word in words.get(change.text or "", ()):
                known.setdefault(word, number)
        return Mentions(first, paths)


@dataclass(frozen=True)
class Mentions:
    """When tests first had a word with a capital in them, and which names their files had.

    Both by test file, then by word or path: the number of the first commit.
    """

    words: Mapping[int, Mapping[str, int]]
    paths: Mapping[int, Mapping[str, int]]

    def of(self, names: Iterable[str], mirrors: Iterable[str], app: frozenset[str]) -> list[int]:
        """Return the commits in which test files first named a module, or were its mirror.

        `names` are the names that the module had, `mirrors` the ends of paths. A test names it
        where it holds each of its parts; those in `app` may be missing.
        """
        found: list[int] = []
        parts = [
            (name.rpartition(".")[2], [p for p in name.split(".")[:-1] if p not in app])
            for name in dict.fromkeys(names)
        ]
        ends = tuple(mirrors)
        for key, words in self.words.items():
            numbers = [n for path, n in self.paths[key].items() if path.endswith(ends)]
            for last, around in parts:
                if any(each not in words for each in around):
                    continue
                numbers += [
                    max(words[each] for each in (own, *around))
                    for own in (last, f"{last}Test")
                    if own in words
                ]
            if numbers:
                found.append(min(numbers))
        return sorted(found)


def _identities(commits: Iterable[CommitRecord]) -> dict[str, _File]:
    """Follow files through moves; return each by every path that it ever had, the last to win."""
    found: dict[str, _File] = {}
    for number, commit in enumerate(commits):
        for change in commit.changes:
            if change.path is None:
                continue
            file = found.get(change.old_path or change.path)
            # A path that its file has left is free for another; one that was deleted comes back.
            if file is None or (change.old_path is None and file.path != change.path):
                file = _File(change.path)
            file.path = change.path
            found[change.path] = file
            file.changes.append((number, change))
    return found


def _code_of(text: bytes) -> tuple[str, ...]:
    """Return whether a text of Elixir does something, and the names of its modules."""
    outline = outline_of(text)
    if not _is_real(outline):
        return ("",)
    return ("does something", *(module.name for module in outline.modules))


def _words_of(text: bytes) -> tuple[str, ...]:
    """Return the words with capitals in a text."""
    return tuple(word.decode() for word in sorted(set(_WORD.findall(text))))


CODE = Fact("code", _code_of)
WORDS = Fact("words", _words_of)


def _is_real(outline: Outline) -> bool:
    return any(
        function.public and not function.is_test and does_something(outline, function)
        for function in outline.functions
    )


def _is_code(path: str | None) -> bool:
    return path is not None and path.endswith(".ex") and "/test/" not in f"/{path}"


def _is_test(path: str | None) -> bool:
    return path is not None and path.endswith("_test.exs")


def _lines(text: bytes) -> set[bytes]:
    """Return the lines of a text that say something of their own."""
    return {line for each in text.split(b"\n") if len(line := each.strip()) > 16}
