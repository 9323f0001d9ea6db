"""What the editor was shown: of each file, and of each project."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lsprotocol import types

from dralint.finding import Diagnostic
from dralint.text import Span

from .places import Text, touch
from .room import Judged


@dataclass(frozen=True)
class Shown:
    """The findings of one file as they were last shown, and the text that they are about."""

    root: Path
    text: Text
    found: tuple[Diagnostic, ...] = ()

    def at(self, place: types.Range) -> Iterator[Diagnostic]:
        """Yield the findings that touch a range."""
        return (each for each in self.found if touch(self.text.range(each.span), place))


@dataclass
class Desk:
    """All that is shown. Belongs to the loop.

    `shown` are the files with findings, and those that had some; `projects` the last answers by
    root; `uris` the names that the editor has for files.
    """

    encoding: str = "utf-16"
    shown: dict[Path, Shown] = field(default_factory=dict)
    projects: dict[Path, Judged] = field(default_factory=dict)
    uris: dict[Path, str] = field(default_factory=dict)

    def text(self, root: Path, path: str) -> Text:
        """Return the text of a file of a project, by the name that reports have for it."""
        shown = self.shown.get(root / path)
        judged = self.projects.get(root)
        if judged is None:
            return shown.text if shown else Text(b"", self.encoding)
        source = judged.source(path)
        if shown is not None and shown.text.source == source:
            return shown.text
        return Text(source, self.encoding)

    def uri(self, path: Path) -> str:
        """Return the name of a file: the editor's own where it has one."""
        return self.uris.get(path) or path.as_uri()

    def location(self, root: Path, span: Span) -> types.Location:
        """Return a place in any file of a project."""
        return types.Location(self.uri(root / span.path), self.text(root, span.path).range(span))
