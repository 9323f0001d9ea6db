"""The history of a project, read from its repository; what is known of it is not read again.

A commit never changes, nor does a text that one holds. What is made of them is therefore kept one
by one, under their names: a history that went on costs what is new in it, on whatever branch. The
order of the commits is asked of git each time.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import msgspec

from dralint.analysis.evidence.history import CommitRecord, Fact, FileChange, History
from dralint.discover import shown
from dralint.finding import Unanalysed
from dralint.git import Change, Commit, GitError, Repository
from dralint.index import engine_stamp

from .store import PAST, Store

T = TypeVar("T")


class _Known(msgspec.Struct, frozen=True, array_like=True):
    """What is kept of a commit: its parents, its subject, and its changes to files of Elixir.

    Paths are those of the repository.
    """

    parents: tuple[str, ...]
    subject: str
    changes: tuple[tuple[str | None, str | None, str | None, str | None], ...]


class _Memory:
    """What is kept of a history between runs."""

    def __init__(self, store: Store | None) -> None:
        # What follows from a text depends on the code that looks at it.
        stamp = engine_stamp()
        self._store = store if stamp is not None else None
        self._stamp = stamp or b""

    def get(self, kind: str, names: Iterable[str], type: type[T]) -> dict[str, T]:
        """Return what is kept of a kind, by the names of commits or texts."""
        if self._store is None:
            return {}
        keys = {self._key(kind, name): name for name in names}
        decode = msgspec.msgpack.Decoder(type).decode
        found: dict[str, T] = {}
        for key, blob in self._store.get(PAST, keys).items():
            try:
                found[keys[key]] = decode(blob)
            except (msgspec.MsgspecError, RecursionError):
                continue
        return found

    def put(self, kind: str, made: Mapping[str, object]) -> None:
        """Keep what was made, by the names of commits or texts."""
        if self._store is None:
            return
        blobs: dict[bytes, bytes] = {}
        for name, each in made.items():
            # Names of files need not be text; such a commit is read again.
            with suppress(UnicodeEncodeError):
                blobs[self._key(kind, name)] = msgspec.msgpack.encode(each)
        self._store.put(PAST, blobs)

    def _key(self, kind: str, name: str) -> bytes:
        return blake2b(self._stamp + f"{kind} {name}".encode(), digest_size=20).digest()

    def recall(self, fact: Fact, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return a fact of texts that are known."""
        return self.get(fact.name, names, tuple[str, ...])

    def keep(self, fact: Fact, made: Mapping[str, tuple[str, ...]]) -> None:
        """Keep a fact of texts."""
        self.put(fact.name, made)


def history_of(root: Path, base: Path, store: Store | None = None) -> History:
    """Read the history of the folder `root` from its repository; nothing is written there.

    `base` is the folder that reported paths are relative to. `store` is the cache, if there is one.
    """
    place = shown(root, base)
    memory = _Memory(store)
    try:
        repository = Repository.open(root)
        cut = repository.is_shallow
        names = repository.row("HEAD")
        known = memory.get("commit", names, _Known)
        known |= _read(repository, [name for name in names if name not in known], memory, cut)
    except GitError as error:
        return History(faults=(Unanalysed(place, 1, f"its history cannot be read: {error}"),))

    named = _naming(repository, root, base)
    records = tuple(
        CommitRecord(
            name,
            known[name].parents,
            known[name].subject,
            tuple(_in_project(known[name].changes, named)),
        )
        for name in names
    )
    reason = "the history before its oldest commits is not there: the clone is shallow"
    faults = (Unanalysed(place, 1, reason),) if cut else ()
    return History(True, cut, records, repository.blobs, faults, memory.recall, memory.keep)


def _read(
    repository: Repository, names: list[str], memory: _Memory, cut: bool
) -> dict[str, _Known]:
    """Read commits and what they changed; keep them, but for those at which a history is cut."""
    commits = repository.read(names)
    there = set(names)
    # The parents of the oldest commits of a shallow clone are named, but not there.
    ends = {c.id for c in commits if cut and not there.issuperset(c.parents)}
    single = [
        replace(commit, parents=()) if commit.id in ends else commit
        for commit in commits
        if len(commit.parents) < 2
    ]
    changes = dict(repository.changes(single))
    made = {c.id: _known(c, changes.get(c.id, ())) for c in commits}
    memory.put("commit", {name: each for name, each in made.items() if name not in ends})
    return made


def _known(commit: Commit, changes: Iterable[Change]) -> _Known:
    return _Known(
        commit.parents,
        commit.message.partition("\n")[0],
        tuple(
            (each.old_path, each.path, each.old_blob, each.blob)
            for each in changes
            if _is_elixir(each.old_path) or _is_elixir(each.path)
        ),
    )


def _is_elixir(path: str | None) -> bool:
    return path is not None and path.endswith((".ex", ".exs"))


def _naming(repository: Repository, root: Path, base: Path) -> Callable[[str | None], str | None]:
    """Return what names a file of the repository as reports do; None: not of the project."""
    real_root = Path(os.path.realpath(root))
    real_base = Path(os.path.realpath(base))
    known: dict[str, str | None] = {}

    def named(path: str | None) -> str | None:
        if path is None or not _is_elixir(path):
            return None
        if path not in known:
            real = repository.top / path
            known[path] = shown(real, real_base) if real.is_relative_to(real_root) else None
        return known[path]

    return named


def _in_project(
    changes: Iterable[tuple[str | None, str | None, str | None, str | None]],
    named: Callable[[str | None], str | None],
) -> Iterator[FileChange]:
    """Yield the changes of a commit to files of Elixir below the project's folder."""
    for old_path, path, old_blob, blob in changes:
        old, new = named(old_path), named(path)
        if old is not None or new is not None:
            yield FileChange(old, new, old_blob if old else None, blob if new else None)
