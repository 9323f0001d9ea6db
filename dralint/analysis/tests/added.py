"""Added: the public functions that a change brings, and whether tests came with them."""

from collections.abc import Iterator
from functools import cached_property

from dralint.analysis.evidence.base import Base
from dralint.analysis.layout.roles import public_functions
from dralint.analysis.tests.stubs import does_something
from dralint.analysis.tests.test_files import TestFiles
from dralint.analysis.tests.tested import Reach, Tested
from dralint.outline import outline_of
from dralint.project import Function, Project

_Key = tuple[str, int]


class Added:
    """What a change adds to the public functions of a project."""

    def __init__(self, project: Project, base: Base, tested: Tested, files: TestFiles) -> None:
        self._project = project
        self._base = base
        self._tested = tested
        self._files = files

    @classmethod
    def of(cls, project: Project, base: Base, tested: Tested, files: TestFiles) -> "Added":
        """Return what a change adds; nothing where there is no base to compare with."""
        return cls(project, base, tested, files)

    @cached_property
    def _before(self) -> frozenset[_Key]:
        """The names and arities of all functions in the files of the base that changed.

        A function that moved to another module is not new, nor is one that was private.
        """
        changed = [path for path in self._base.old if self._base.is_changed(path)]
        return frozenset(
            (function.name, function.max_arity)
            for path in changed
            for function in outline_of(self._base.old[path]).functions
        )

    def untested(self) -> Iterator[Function]:
        """Yield the new public functions that no test reaches and whose tests did not change."""
        if not self._base.read:
            return
        for file in self._project.files:
            if file.kind != "lib" or not self._base.is_changed(file.path):
                continue
            for module in file.modules:
                if module.data.parent >= 0 or module.data.kind != "module":
                    continue
                if any(self._base.is_changed(t.path) for t in self._files.mirrors(module)):
                    continue
                for function in public_functions(module):
                    new = (function.name, function.arity) not in self._before
                    real = does_something(file.outline, function.data)
                    if new and real and self._tested.reach_of(function) is Reach.NONE:
                        yield function
