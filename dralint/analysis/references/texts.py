"""Texts: whether a word stands anywhere in the files of a project, be it code, template or text."""

import re
from functools import cached_property

from dralint.project import File, Paper, Project

FOLDERS = ("lib", "test", "config", "priv", "rel", "apps")
ENDS = (".ex", ".exs", ".eex", ".heex", ".leex", ".md", ".livemd")


class Texts:
    """The texts of a project as they lie on the disk, read when first asked for.

    For rare questions: it reads everything again.
    """

    def __init__(self, project: Project) -> None:
        self._project = project

    @classmethod
    def of(cls, project: Project) -> "Texts":
        """Return the texts of a project."""
        return cls(project)

    @cached_property
    def _papers(self) -> list[Paper]:
        papers = self._project.papers
        return [paper for folder in FOLDERS for paper in papers.below(folder, ENDS)]

    @cached_property
    def _known(self) -> bool:
        """Whether all files that hold code are among the texts."""
        paths = {paper.path for paper in self._papers}
        return all(file.path in paths for file in self._project.files if file.kind != "mix")

    def elsewhere(self, word: str, file: File) -> bool | None:
        """Whether a word stands in another file than one; None where not all of them are known."""
        pattern = re.compile(rf"(?<!\w){re.escape(word)}(?![\w?!])")
        if any(each.path != file.path and pattern.search(each.text) for each in self._papers):
            return True
        return False if self._known else None
