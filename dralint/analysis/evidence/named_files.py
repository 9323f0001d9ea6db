"""The files that reports mean by the paths they give, whatever folder the tool ran in."""

from collections.abc import Mapping
from functools import cached_property

from dralint.project import File, Project


class NamedFiles:
    """The files of a project by the names that reports give them."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @classmethod
    def of(cls, project: Project) -> "NamedFiles":
        """Return the files of a project."""
        return cls(project)

    def file(self, report: str, name: str) -> File | None:
        """Return the file that a report means: by its path in the project, or in a mix project.

        `report` is the path of the report: one that lies in an application speaks of that one.
        """
        name = name.removeprefix("./")
        found = self._by_within.get(name, ())
        near = [file for file in found if report.startswith(f"{file.app.root}/")]
        if near:
            return max(near, key=lambda file: len(file.app.root))
        if len(found) == 1:
            return found[0]
        ends = [file for path, file in self._project.by_path.items() if name.endswith(f"/{path}")]
        exact = self._project.by_path.get(name)
        return exact or (ends[0] if len(ends) == 1 else None)

    @cached_property
    def _by_within(self) -> Mapping[str, tuple[File, ...]]:
        found: dict[str, tuple[File, ...]] = {}
        for file in self._project.files:
            found[file.within] = (*found.get(file.within, ()), file)
        return found
