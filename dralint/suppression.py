"""A suppression as rules see it: the comment, what it names, and what came of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .outline import Comment
from .project import File
from .text import Span


@dataclass(eq=False)
class Suppression:
    """One suppression: the rules that it names, where it holds, and what it met.

    `start` and `end` are byte offsets. `judged` are the rules that ran over its file. `used` are
    the names that kept a finding back. `former` gives the id of today for ids of the past.
    """

    file: File
    comment: Comment
    names: tuple[str, ...]
    reason: str
    malformed: bool
    start: int
    end: int
    judged: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    used: set[str] = field(default_factory=set)
    former: Mapping[str, str] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        """The comment."""
        return self.file.at(self.comment.start, self.comment.end)

    def name_span(self, name: str) -> Span:
        """Return where a name stands in the comment."""
        match = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", self.comment.text)
        offset = self.comment.text.index(name) if match is None else match.start()
        raw_start = self.comment.end - len(self.comment.text.encode())
        start = raw_start + len(self.comment.text[:offset].encode())
        return self.file.at(start, start + len(name.encode()))
