"""A git repository as data: trees, blobs, the index, and how commits follow one another.

The files of the work tree are never given to git: comparing them would run the filters that a
repository may configure. Whoever wants them reads them from the disk.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .command import GitError, git

_FILE_MODES = ("100644", "100755")
_NONE = "0" * 40


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a tree or of the index: its path below the top, and the blob that it holds."""

    path: str
    blob: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one file between two trees.

    `old_path` and `old_blob` are None where the file was added, `path` and `blob` where it was
    deleted. A renamed file has two different paths.
    """

    old_path: str | None
    path: str | None
    old_blob: str | None
    blob: str | None


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit: its parents, the time of its making in seconds, and its message."""

    id: str
    parents: tuple[str, ...]
    time: int
    message: str


@dataclass(frozen=True)
class Repository:
    """A repository with a work tree. `top` is the tree's folder, `git_dir` what git keeps."""

    top: Path
    git_dir: Path
    index: Path | None = None

    @classmethod
    def open(cls, path: Path) -> "Repository":
        """Return the repository that a path lies in; GitError where there is none."""
        folder = path if path.is_dir() else path.parent
        told = git(["rev-parse", "--show-toplevel", "--absolute-git-dir"], folder=folder)
        lines = os.fsdecode(told).split("\n")
        top = Path(os.path.realpath(lines[0]))
        if not Path(os.path.realpath(folder)).is_relative_to(top):
            raise GitError(f"{path} is outside of the work tree that its repository names")
        return cls(top, Path(lines[1]), _index(top))

    def within(self, path: Path) -> str | None:
        """Return a path as git names it: below the top, with slashes; None: not below it."""
        real = Path(os.path.realpath(path.parent)) / path.name
        return real.relative_to(self.top).as_posix() if real.is_relative_to(self.top) else None

    @property
    def is_shallow(self) -> bool:
        """Whether the history was cut off when the repository was cloned."""
        return (self._common_dir() / "shallow").is_file()

    @property
    def has_commits(self) -> bool:
        """Whether HEAD is a commit: in a new repository it is not yet one."""
        try:
            self.resolve("HEAD")
        except GitError:
            return False
        return True

    def resolve(self, ref: str) -> str:
        """Return the commit that a name means; GitError where there is none."""
        if ref.startswith("-") or not ref.isprintable():
            raise GitError(f"'{ref}' is no name of a commit")
        try:
            told = self._git(
                "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"
            )
        except GitError as error:
            hint = " (the clone is shallow; fetch more of it)" if self.is_shallow else ""
            raise GitError(f"there is no commit '{ref}' here{hint}") from error
        return told.decode().strip()

    def merge_base(self, one: str, other: str) -> str:
        """Return the commit that two names have in common; GitError where none is known."""
        first, second = self.resolve(one), self.resolve(other)
        try:
            return self._git("merge-base", first, second).decode().split()[0]
        except (GitError, IndexError):
            hint = " (the clone is shallow; fetch more of it)" if self.is_shallow else ""
            raise GitError(f"'{one}' and '{other}' have no commit in common{hint}") from None

    def tree(self, ref: str) -> tuple[Entry, ...]:
        """Return the files of a commit. Links and submodules are left out."""
        told = self._git("ls-tree", "-r", "-z", "--full-tree", self.resolve(ref))
        return tuple(
            Entry(path, blob)
            for mode, _kind, blob, path in _rows(told, fields=3)
            if mode in _FILE_MODES
        )

    def staged(self) -> tuple[Entry, ...]:
        """Return the files of the index: what the next commit would hold."""
        told = self._git("ls-files", "--stage", "-z", "--full-name", "--", ".")
        return tuple(
            Entry(path, blob)
            for mode, blob, _stage, path in _rows(told, fields=3)
            if mode in _FILE_MODES
        )

    def blobs(self, names: Iterable[str]) -> dict[str, bytes]:
        """Return the content of blobs by name; GitError where one is not there."""
        return dict(self._objects(sorted(set(names)), b"blob"))

    def commits(self, ref: str, without: Sequence[str] = ()) -> tuple[Commit, ...]:
        """Return the commits that a name reaches and none of `without` does, newest first.

        No commit comes before one that follows it.
        """
        return self.read(self.row(ref, without))

    def row(self, ref: str, without: Sequence[str] = ()) -> list[str]:
        """Return the names of these commits, in the same order."""
        ranges = [self.resolve(ref), *(f"^{self.resolve(each)}" for each in without)]
        return self._git("rev-list", "--topo-order", *ranges).decode().split()

    def read(self, names: Sequence[str]) -> tuple[Commit, ...]:
        """Return commits by their names."""
        bodies = dict(self._objects(names, b"commit"))
        return tuple(_commit(name, bodies[name]) for name in names)

    def changes(self, commits: Iterable[Commit]) -> Iterator[tuple[str, tuple[Change, ...]]]:
        """Return for each commit what it changes against its first parent, renames found."""
        wanted = [
            f"{commit.id} {commit.parents[0]}" if commit.parents else commit.id
            for commit in commits
        ]
        told = self._git(
            "diff-tree", "--stdin", "-r", "-z", "-M", "--root", "--always", "--raw", "--no-abbrev",
            stdin="".join(f"{line}\n" for line in wanted).encode(),
        )  # fmt: skip
        return _grouped(told)

    def changed(self, old: str, new: str) -> tuple[Change, ...]:
        """Return what changed between two commits, renames found."""
        told = self._git(
            "diff-tree",
            "-r",
            "-z",
            "-M",
            "--raw",
            "--no-abbrev",
            self.resolve(old),
            self.resolve(new),
        )
        return tuple(_changes(iter(_fields(told))))

    def _git(self, *arguments: str, stdin: bytes = b"") -> bytes:
        return git(arguments, folder=self.top, git_dir=self.git_dir, index=self.index, stdin=stdin)

    def _common_dir(self) -> Path:
        """Return the folder that all work trees of the repository share."""
        told = self._git("rev-parse", "--git-common-dir")
        return self.top / os.fsdecode(told).rstrip("\n")

    def _objects(self, names: Sequence[str], kind: bytes) -> Iterator[tuple[str, bytes]]:
        asked = "".join(f"{name}\n" for name in names).encode()
        told = self._git("cat-file", "--batch", "--buffer", stdin=asked)
        at = 0
        for name in names:
            end = told.index(b"\n", at)
            words = told[at:end].split(b" ")
            if len(words) != 3 or words[1] != kind:
                raise GitError(f"the object {name} is not in the repository")
            start = end + 1
            at = start + int(words[2]) + 1
            yield name, told[start : at - 1]


def _index(top: Path) -> Path | None:
    """Return the index that a hook is to look at, where git runs us as one."""
    named = os.environ.get("GIT_INDEX_FILE")
    here = Path.cwd()
    if not named or not Path(os.path.realpath(here)).is_relative_to(top):
        return None
    # Git names it from the top of the work tree, where it starts its hooks.
    path = top / named
    return path if path.is_file() else None


def _fields(told: bytes) -> list[str]:
    return [os.fsdecode(field) for field in told.split(b"\0")[:-1]]


def _rows(told: bytes, fields: int) -> Iterator[list[str]]:
    """Return lines of some words, a tab and a path, as words."""
    for line in _fields(told):
        head, _tab, path = line.partition("\t")
        words = head.split(" ")
        if len(words) == fields:
            yield [*words, path]


def _changes(fields: Iterator[str]) -> Iterator[Change]:
    for head in fields:
        yield _change(head, fields)


def _change(head: str, fields: Iterator[str]) -> Change:
    """Return one change of `diff-tree --raw -z`, taking its paths from `fields`."""
    _old_mode, _mode, old, new, status = head[1:].split(" ")
    path = next(fields)
    after = next(fields) if status[0] in "RC" else path
    old_blob = None if old == _NONE else old
    blob = None if new == _NONE else new
    return Change(
        path if old_blob and status[0] != "C" else None,
        after if blob else None,
        old_blob if status[0] != "C" else None,
        blob,
    )


def _grouped(told: bytes) -> Iterator[tuple[str, tuple[Change, ...]]]:
    commit: str | None = None
    found: list[Change] = []
    fields = iter(_fields(told))
    for field in fields:
        if field.startswith(":"):
            found.append(_change(field, fields))
            continue
        if commit is not None:
            yield commit, tuple(found)
        # With parents named, git repeats the line that it was given.
        commit, found = field.split(" ")[0].strip(), []
    if commit is not None:
        yield commit, tuple(found)


def _commit(name: str, body: bytes) -> Commit:
    head, _blank, message = body.partition(b"\n\n")
    parents: list[str] = []
    time = 0
    for line in head.split(b"\n"):
        word, _space, rest = line.partition(b" ")
        if word == b"parent":
            parents.append(rest.decode())
        elif word == b"committer":
            time = int(rest.rsplit(b" ", 2)[1])
    return Commit(name, tuple(parents), time, message.decode("utf-8", "replace"))
