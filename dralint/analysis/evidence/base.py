"""Base: the tree that a change started from, where somebody asked for a change.

This is evidence: the engine hands it over where a change is looked at.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from dralint.project import Papers, Project

T = TypeVar("T")
Asker = Callable[[type[Any]], Any]
"""What answers for the analyses of a project."""


@dataclass(frozen=True)
class Said:
    """A commit of the range that is looked at: its id and its message."""

    commit: str
    message: str


@dataclass(frozen=True)
class Base:
    """The files of the base by path, and the texts that stand there now.

    `read`: there is a base to compare with. `gated`: what has to be asked for first is looked for
    as well. Only files of Elixir are in `old` and `new`; `papers` and `new_papers` are the other
    files, then and now. `said` are the commits between, `today` is the day of the run. `asker`
    makes what answers for the analyses of the project as it was; see `ask`.
    """

    read: bool = False
    old: Mapping[str, bytes] = field(default_factory=dict)
    new: Mapping[str, bytes] = field(default_factory=dict)
    gated: bool = False
    papers: Papers = field(default_factory=Papers, compare=False)
    new_papers: Papers = field(default_factory=Papers, compare=False)
    said: tuple[Said, ...] = ()
    today: date = date.min
    asker: Callable[[], Asker] | None = field(default=None, compare=False, repr=False)
    _asked: dict[str, Asker] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls) -> "Base":
        """Return no base: the engine puts one in its place where a change is looked at."""
        return cls()

    def is_changed(self, path: str) -> bool:
        """Whether a file is new or has another text than in the base."""
        return self.old.get(path) != self.new.get(path)

    def ask(self, kind: type[T]) -> T:
        """Return an analysis of the project as it was, computed with its own files alone.

        A base that was not read is a project without files.
        """
        if "asker" not in self._asked:
            assert self.asker is not None, "a base that is asked has somebody who answers"
            self._asked["asker"] = self.asker()
        found: T = self._asked["asker"](kind)
        return found

    @property
    def project(self) -> Project:
        """The project as it was."""
        return self.ask(Project)

    @property
    def compares(self) -> bool:
        """Whether there are two projects to hold against each other."""
        return self.read and self.gated and self.asker is not None
