"""Base: the tree that a change started from, where somebody asked for a change.

This is evidence: the engine hands it over where `--since` or `--staged` was given.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Base:
    """The files of the base by path, and the texts that stand there now.

    `read`: there is a base to compare with. Only files of Elixir are in it.
    """

    read: bool = False
    old: Mapping[str, bytes] = field(default_factory=dict)
    new: Mapping[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls) -> "Base":
        """Return no base: the engine puts one in its place where a change is looked at."""
        return cls()

    def is_changed(self, path: str) -> bool:
        """Whether a file is new or has another text than in the base."""
        return self.old.get(path) != self.new.get(path)
