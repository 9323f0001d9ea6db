"""What a change started from, as git tells it, before it is a project."""

from dataclasses import dataclass, field
from datetime import date

from dralint.analysis.evidence.base import Said


@dataclass(frozen=True)
class Before:
    """The texts of the base by name as reports show it: files of Elixir, and other `papers`.

    `gated`: the change is judged as a whole. `said` are the commits since. `staged` are the papers
    of the index, where the change ends there and not on the disk.
    """

    texts: dict[str, bytes]
    papers: dict[str, bytes] = field(default_factory=dict)
    gated: bool = False
    said: list[Said] = field(default_factory=list)
    today: date = date.min
    staged: dict[str, bytes] | None = None
