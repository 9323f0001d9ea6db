"""Addresses: which process a name, a via-tuple or a pid stands for."""

from collections.abc import Iterator
from dataclasses import dataclass

from dralint.analysis.messages.registrations import (
    Registration,
    Registrations,
    name_of,
    registry_of,
)
from dralint.analysis.values.term import either
from dralint.analysis.values.unify import SELF
from dralint.outline.values import TupleOf, Value
from dralint.project import Module, Project

PROCESSES = ("server", "stage", "statem", "agent", "supervisor")
"""Kinds of module whose processes have addresses."""


@dataclass(frozen=True)
class Address:
    """Which process is addressed.

    `module` is its module. `instance` says which of that module's processes: one (it is the only
    one of its name), keyed (one of many), self (the process that runs the code), any (some process
    of the module). `sure` is False where a step goes by convention.
    """

    module: str
    instance: str
    sure: bool = True
    name: str | None = None


class Addresses:
    """The addresses of a project's processes."""

    def __init__(self, project: Project, found: Registrations) -> None:
        self._project = project
        self._found = found.table

    @classmethod
    def of(cls, project: Project, found: Registrations) -> "Addresses":
        """Return the addresses of a project's processes."""
        return cls(project, found)

    def of_term(self, term: Value, own: str | None = None) -> Address | None:
        """Return what a term addresses, None where that is unknown.

        `own` is the module whose process runs the code.
        """
        choices = either(term)
        found = self._one(choices[-1], own)
        if found is not None and len(choices) > 1:
            return Address(found.module, found.instance, False, found.name)
        return found

    def registrations(self, module: str) -> list[Registration]:
        """Return how the processes of a module get their names."""
        return self._found.modules.get(module, [])

    def named(self, name: str) -> list[Registration]:
        """Return what registers a constant name."""
        return self._found.names.get(name, [])

    def is_single(self, module: str, name: str | None) -> bool | None:
        """Whether a module has no process but the one of a name: yes, no, or unknown."""
        found = [r for r in self.registrations(module) if not r.call.file.is_test]
        if not found or name is None:
            return None
        if any(r.keyed or r.unnamed or (r.name and r.name != name) for r in found):
            return False
        return None if any(not r.sure or r.name is None for r in found) else True

    def _one(self, term: Value, own: str | None) -> Address | None:
        if term == SELF:
            return None if own is None else Address(own, "self")
        name = name_of(term)
        named = None if name is None else self._named(name)
        if named is not None:
            return named
        if isinstance(term, TupleOf) and len(term.items) == 3:
            registry = registry_of(term)
            found = {r.module for r in self._found.keyed.get(registry or "", ())}
            if len(found) == 1:
                return Address(found.pop(), "keyed")
        if isinstance(term, TupleOf) and len(term.items) == 2:
            remote = name_of(term.items[0])
            found_there = None if remote is None or remote == "global" else self._named(remote)
            if found_there is not None:
                return Address(found_there.module, "any", found_there.sure)
        return None

    def _named(self, name: str) -> Address | None:
        modules = {r.module for r in self.named(name) if not r.call.file.is_test}
        if len(modules) == 1:
            module = modules.pop()
            return Address(module, "one", all(r.sure for r in self.named(name)), name)
        if modules:
            return None
        module_of = self._project.module(name)
        if module_of is None or module_of.effects.process not in PROCESSES:
            return None
        return Address(name, "one", False, name)


def server_modules(project: Project) -> Iterator[Module]:
    """Return the modules whose processes have addresses."""
    return (m for m in project.modules if m.effects.process in PROCESSES)
