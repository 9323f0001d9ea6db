"""Features: what there is of a resource's actions that were asked for, and what is missing.

A feature is named like the arguments of the seed's `/create-feature accounts user create,update`.
Of each action there have to be the module with its entry, its spec and doc, a function of the API
that leads to it, and a test.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dralint.analysis.ash.ash import Ash
from dralint.analysis.layout.dra import Member, Resource
from dralint.analysis.layout.evidence import singular
from dralint.analysis.layout.layout import Layout
from dralint.analysis.layout.lexicon import normal, words
from dralint.analysis.layout.surface import Surface
from dralint.analysis.tests.tested import Reach, Tested
from dralint.project import Project

PARTS = ("action", "entry", "spec", "doc", "api", "test")
"""What belongs to each action of a feature."""


@dataclass(frozen=True)
class Feature:
    """What was asked for: the names of a domain, a resource and its actions."""

    domain: str
    resource: str
    actions: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "Feature | None":
        """Read `accounts user create,update`; None where it is not of that form."""
        parts = text.split()
        actions = tuple(filter(None, parts[2].split(","))) if len(parts) == 3 else ()
        return cls(parts[0], parts[1], actions) if actions else None


@dataclass(frozen=True)
class Row:
    """One action of a feature: its module, if there is one, and the parts that are missing."""

    action: str
    member: Member | None
    missing: tuple[str, ...]


class Features:
    """What a project has of features."""

    def __init__(
        self, project: Project, layout: Layout, surface: Surface, tested: Tested, ash: Ash
    ) -> None:
        self._project = project
        self._layout = layout
        self._surface = surface
        self._tested = tested
        self._ash = ash

    @classmethod
    def of(
        cls, project: Project, layout: Layout, surface: Surface, tested: Tested, ash: Ash
    ) -> "Features":
        """Return what a project has of features."""
        return cls(project, layout, surface, tested, ash)

    def resource(self, feature: Feature) -> Resource | None:
        """Return the resource of a feature; singular and plural names are the same."""
        for resource in self._layout.resources:
            domain = resource.domain.rpartition("/")[2]
            if _same(domain, feature.domain) and _same(resource.name, feature.resource):
                return resource
        return None

    def rows(self, feature: Feature) -> list[Row]:
        """Return the actions of a feature, in the order asked for."""
        resource = self.resource(feature)
        declared = self._declared(feature)
        return [self._row(name, resource, declared) for name in feature.actions]

    def _row(self, name: str, resource: Resource | None, declared: dict[str, bool]) -> Row:
        members = resource.actions if resource is not None else ()
        member = next((each for each in members if normal(each.action) == normal(name)), None)
        if member is None or resource is None:
            if name in declared:
                return Row(name, None, () if declared[name] else ("api",))
            return Row(name, None, PARTS)
        entries = self._layout.entries(member)
        doors = [*resource.apis, *resource.contexts]
        offered = {f.action.name for door in doors for f in self._layout.forwards(door.module)}
        present = {
            "action": True,
            "entry": bool(entries),
            "spec": any(self._surface.has_spec(entry) for entry in entries),
            "doc": any(self._surface.has_doc(entry) for entry in entries),
            "api": member.name in offered,
            "test": self._tested.reach(member.module) in (Reach.MIRROR, Reach.DIRECT),
        }
        return Row(name, member, tuple(part for part in PARTS if not present[part]))

    def _declared(self, feature: Feature) -> dict[str, bool]:
        """Return the actions that an Ash resource declares, and whether an interface has them."""
        for resource in self._ash.resources:
            above, _, last = resource.name.rpartition(".")
            named = _same(last, feature.resource)
            if named and _same(above.rpartition(".")[2], feature.domain):
                interface = self._ash.interface(resource)
                return {a.name: a.name in interface for a in self._ash.actions(resource)}
        return {}


def _same(one: str, other: str) -> bool:
    return _key(one) == _key(other)


def _key(name: str) -> str:
    return normal(singular("_".join(words(name.lower()))))


def lacking(resource: Iterable[Member]) -> list[str]:
    """Return the actions that the others of a resource make one expect: the pairs of CRUD."""
    names = {member.action for member in resource}
    found: list[str] = []
    if {"create", "update"} <= names and not names & {"delete", "destroy", "archive", "remove"}:
        found.append("delete")
    if {"create", "delete"} <= names and not names & {"update", "edit", "change"}:
        found.append("update")
    return found
