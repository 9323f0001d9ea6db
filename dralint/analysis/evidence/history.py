"""History: how a project came about, commit by commit, as git remembers it.

This is evidence: the engine reads it when a rule or command first asks for it, and only there
where somebody wanted history at all.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dralint.finding import Unanalysed


@dataclass(frozen=True, slots=True)
class FileChange:
    """What one commit did to one file of Elixir.

    Paths are as reports name them: `old_path` is None where the file was added, `path` where it was
    deleted. `old_text` and `text` name what was in it, for `History.texts`.
    """

    old_path: str | None
    path: str | None
    old_text: str | None
    text: str | None


@dataclass(frozen=True)
class CommitRecord:
    """One commit: its parents, the first line of its message, and what it did to the project.

    The changes of a merge are none: what it brings was done by the commits that it joins.
    """

    id: str
    parents: tuple[str, ...]
    subject: str
    changes: tuple[FileChange, ...]

    @property
    def short(self) -> str:
        """The beginning of the id, for people."""
        return self.id[:9]


@dataclass(frozen=True)
class Fact:
    """Something that a text says of itself, worth keeping between runs: texts never change.

    `of` makes it of the content of a file, and looks at nothing else. `name` tells it from others.
    """

    name: str
    of: Callable[[bytes], tuple[str, ...]]


def _nothing(names: Iterable[str]) -> Mapping[str, bytes]:
    return {}


def _forgotten(fact: Fact, names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    return {}


def _dropped(fact: Fact, made: Mapping[str, tuple[str, ...]]) -> None:
    return None


_BATCH = 2000
"""So many texts are held at once."""


@dataclass(frozen=True)
class History:
    """The commits that lead to the present one, newest first, none before one that follows it.

    `read`: there is a history at all. `cut`: what came before the oldest commits is not there.
    `texts` returns the content of files by the names that changes give. `recall` returns facts of
    texts that an earlier run left with `keep`. `faults` say what could not be known, and why.
    """

    read: bool = False
    cut: bool = False
    commits: tuple[CommitRecord, ...] = ()
    texts: Callable[[Iterable[str]], Mapping[str, bytes]] = _nothing
    faults: tuple[Unanalysed, ...] = ()
    recall: Callable[[Fact, Iterable[str]], Mapping[str, tuple[str, ...]]] = _forgotten
    keep: Callable[[Fact, Mapping[str, tuple[str, ...]]], None] = _dropped

    def facts(self, fact: Fact, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return a fact of texts by their names; only those are read of which it is not known."""
        wanted = set(names)
        found = dict(self.recall(fact, wanted))
        missing = sorted(wanted - found.keys())
        for start in range(0, len(missing), _BATCH):
            texts = self.texts(missing[start : start + _BATCH])
            made = {name: fact.of(text) for name, text in texts.items()}
            self.keep(fact, made)
            found |= made
        return found

    @classmethod
    def of(cls) -> "History":
        """Return no history: the engine puts what it reads in its place."""
        return cls()
