"""Names of modules: which of those that no file defines would be the project's own."""

import re
from functools import cached_property

from dralint.project import App, Module, Project


class Names:
    """Whose a module would be, by its name."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @classmethod
    def of(cls, project: Project) -> "Names":
        """Return the names of a project."""
        return cls(project)

    @cached_property
    def _owners(self) -> frozenset[str]:
        return frozenset(_plain(app.name) for app in self._project.apps if app.name)

    @cached_property
    def _first(self) -> frozenset[str]:
        """The first segments of the modules that the applications define."""
        return frozenset(m.name.partition(".")[0] for m in self._project.modules if m.file.is_code)

    @cached_property
    def _made(self) -> frozenset[str]:
        """The last segments of modules that macros define."""
        return frozenset(
            module.name.rpartition(".")[2]
            for file in self._project.files
            for module in file.modules
            if module.data.quoted
        )

    def ours(self, name: str, app: App) -> bool | None:
        """Whether a module that no file defines would be the project's: yes, no, or unknown.

        Yes: it begins as the application does. Unknown: a dependency may begin so too, or a macro
        may define it.
        """
        first, _, rest = name.partition(".")
        if first not in self._first or not rest:
            return False
        whole = _plain(name)
        deps = [
            _plain(dep.name)
            for each in self._project.apps
            for dep in each.mix.deps
            if not dep.in_umbrella
        ]
        if any(whole.startswith(dep) for dep in deps):
            return False
        if any(dep.startswith(_plain(first)) for dep in deps):
            return None
        if name.rpartition(".")[2] in self._made or self._below_open(name):
            return None
        return True if self._begins_as_ours(first) else None

    def owned(self, module: Module) -> bool:
        """Whether a module's name begins as an application of the project does."""
        return self._begins_as_ours(module.name.partition(".")[0])

    def _begins_as_ours(self, first: str) -> bool:
        plain = _plain(first).removesuffix("web")
        return any(plain == owner or owner.startswith(plain) for owner in self._owners)

    def _below_open(self, name: str) -> bool:
        """Whether a module above it in the name may have defined it by a macro."""
        parent = name.rpartition(".")[0]
        while parent:
            module = self._project.module(parent)
            if module is not None and module.effects.open:
                return True
            parent = parent.rpartition(".")[0]
        return False


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
