"""Marking: whether a project has the habit of marking callbacks with `@impl`."""

from functools import cached_property

from dralint.analysis.processes.contracts import asked, asking
from dralint.project import Function, Module, Project

ENOUGH = 20
"""A habit shows in so many callbacks; fewer say nothing of it."""


class Marking:
    """The callbacks of a project, and which of them say `@impl`."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @classmethod
    def of(cls, project: Project) -> "Marking":
        """Return how a project marks its callbacks."""
        return cls(project)

    def of_module(self, module: Module) -> tuple[list[Function], list[Function]]:
        """Return the callbacks of a module: those that say `@impl`, and those that do not."""
        marked: list[Function] = []
        bare: list[Function] = []
        if module.data.kind == "module" and module.effects.behaviours:
            names = asked(module)
            for function in module.functions:
                if function.has_impl:
                    marked.append(function)
                elif function.name in names and is_callback(function):
                    bare.append(function)
        return marked, bare

    @cached_property
    def is_habit(self) -> bool:
        """Whether at least half of the callbacks are marked, or too few stand there to say."""
        marked = bare = 0
        for module in self._project.modules:
            if module.file.is_code and not module.data.quoted:
                yes, no = self.of_module(module)
                marked += len(yes)
                bare += len(no)
        return marked + bare < ENOUGH or marked >= bare


def is_callback(function: Function) -> bool:
    """Whether a behaviour of its module asks for a function that could be marked."""
    return function.data.kind in ("def", "defdelegate") and bool(asking(function))
