"""Features: what there is of a resource's actions that were asked for, and what is missing.

A feature is named like the arguments of the seed's `/create-feature accounts user create,update`.
Of each action there have to be the module with its entry, its spec and doc, a function of the API
that leads to it, and a test.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dralint.analysis.layout.dra import Member
from dralint.analysis.map.asked import PARTS, action_in, parts_of, resource_in
from dralint.analysis.map.map import Map
from dralint.analysis.map.model import MappedResource
from dralint.project import Module, Project


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
    module: Module | None
    missing: tuple[str, ...]


class Features:
    """What a project has of features."""

    def __init__(self, project: Project, drawn: Map) -> None:
        self._project = project
        self._map = drawn

    @classmethod
    def of(cls, project: Project, drawn: Map) -> "Features":
        """Return what a project has of features."""
        return cls(project, drawn)

    def rows(self, feature: Feature) -> list[Row]:
        """Return the actions of a feature, in the order asked for."""
        resource = self._resource(feature)
        return [self._row(name, resource) for name in feature.actions]

    def door(self, feature: Feature) -> Module | None:
        """Return the module that is the API of a feature's resource."""
        resource = self._resource(feature)
        return self._project.module(resource.apis[0].module) if resource and resource.apis else None

    def _resource(self, feature: Feature) -> MappedResource | None:
        return resource_in(self._map.picture, feature.domain.split("/"), feature.resource)

    def _row(self, name: str, resource: MappedResource | None) -> Row:
        found = action_in(resource, name) if resource is not None else None
        if found is None:
            return Row(name, None, PARTS)
        has = parts_of(found)
        # What Ash declares is written down and tested otherwise; only its interface is asked for.
        asked = [part for part, there in zip(PARTS, has, strict=True) if not there]
        missing = tuple(part for part in asked if not found.declared or part == "api")
        return Row(name, self._project.module(found.module), missing)


def lacking(resource: Iterable[Member]) -> list[str]:
    """Return the actions that the others of a resource make one expect: the pairs of CRUD."""
    names = {member.action for member in resource}
    found: list[str] = []
    if {"create", "update"} <= names and not names & {"delete", "destroy", "archive", "remove"}:
        found.append("delete")
    if {"create", "delete"} <= names and not names & {"update", "edit", "change"}:
        found.append("update")
    return found
