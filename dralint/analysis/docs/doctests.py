"""Doctests: which modules' examples the tests run."""

from functools import cached_property

from dralint.outline.values import ModuleRef
from dralint.project import Module, Project


class Doctests:
    """The modules whose examples are run."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @classmethod
    def of(cls, project: Project) -> "Doctests":
        """Return the doctests of a project."""
        return cls(project)

    @cached_property
    def _named(self) -> tuple[frozenset[str], bool]:
        names: set[str] = set()
        hidden = False
        for file in self._project.files:
            if not file.is_test:
                continue
            for call in file.outline.calls:
                if call.name == "doctest" and call.on is None and call.args:
                    first = call.args[0]
                    if isinstance(first, ModuleRef):
                        names.add(first.name)
                    else:
                        hidden = True
        return frozenset(names), hidden

    @property
    def habit(self) -> bool:
        """Whether the project runs doctests at all."""
        return bool(self._named[0])

    def runs(self, module: Module) -> bool | None:
        """Whether a test runs the examples of a module: yes, no, or unknown."""
        names, hidden = self._named
        if module.name in names:
            return True
        return None if hidden or not self._has_tests else False

    @cached_property
    def _has_tests(self) -> bool:
        return any(file.kind == "test" for file in self._project.files)
