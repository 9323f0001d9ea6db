"""How the domains, resources and actions of a plan differ from those of the code."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.layout.evidence import singular
from dralint.analysis.layout.layout import Layout
from dralint.analysis.layout.lexicon import NON_DOMAINS, normal
from dralint.analysis.map.comparison import Row, compare
from dralint.analysis.map.map import Map
from dralint.analysis.map.model import MappedDomain, Place
from dralint.analysis.plan.document import Document
from dralint.analysis.plan.plans import Plans
from dralint.project import Project

_NO_DOMAINS = frozenset(map(normal, NON_DOMAINS)) | {"shared", "core", "common", "lib"}


@dataclass(frozen=True)
class Missing:
    """What a plan names and no code has.

    `kind` is domain, resource, api or action; `label` its folders. `elsewhere` is where something
    of its name lies instead.
    """

    document: Document
    line: int
    kind: str
    label: str
    elsewhere: Place | None = None


@dataclass(frozen=True)
class Unplanned:
    """A domain of the code that no plan names, and its first place; `sure`: the plans are clear."""

    name: str
    place: Place
    sure: bool


class DomainDrift:
    """The differences between the plans of a project and its domains."""

    def __init__(self, project: Project, plans: Plans, map: Map, layout: Layout) -> None:
        self._project = project
        self._plans = plans
        self._map = map
        self._layout = layout

    @classmethod
    def of(cls, project: Project, plans: Plans, map: Map, layout: Layout) -> "DomainDrift":
        """Return the differences for a project."""
        return cls(project, plans, map, layout)

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """What is planned and not built; the parts of what is wholly absent are not listed."""
        found: list[Missing] = []
        for document in self._plans.documents:
            # Nothing of the code is asked for where nobody planned anything.
            lost = list(self._lost_domains(document))
            gone = {singular(each.label) for each in lost}
            found += lost
            if document.resources:
                found += self._lost_parts(document, gone)
        return tuple(found)

    def _lost_domains(self, document: Document) -> Iterator[Missing]:
        drawn = {each.domain: each.line for each in reversed(document.resources) if each.domain}
        listed = {each.name: each.line for each in document.domains}
        seen: set[str] = set()
        for name, line in {**drawn, **listed}.items():
            key = singular(name)
            if key not in seen and normal(name) not in _NO_DOMAINS and not self._is_built(name):
                yield Missing(document, line, "domain", name)
            seen.add(key)

    def _lost_parts(self, document: Document, gone: set[str]) -> Iterator[Missing]:
        rows = compare(document.resources, self._map.picture)
        whole = {row.label for row in rows if row.kind == "resource" and row.status == "missing"}
        for row in rows:
            if row.status not in ("missing", "moved"):
                continue
            domain = row.label.rpartition("/")[0]
            part = row.kind != "resource" and row.label in whole
            if part or singular(domain) in gone or self._has_file(row):
                continue
            label = f"{row.label}/{row.name}" if row.name else row.label
            yield Missing(document, row.line, row.kind, label, row.place)

    def _is_built(self, name: str) -> bool:
        """Whether any folder, module or domain of the code is called so."""
        key = singular(name.replace("/", "_"))
        return key in self._names or singular(name.rpartition("/")[2]) in self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        """The names of all folders and modules, in the singular."""
        names: set[str] = set()
        for file in self._project.files:
            if file.is_code:
                folders = file.within.removesuffix(".ex").split("/")[1:]
                names.update(folders)
                names.update("_".join(folders[at : at + 2]) for at in range(len(folders)))
                names.update(part for module in file.modules for part in module.name.split("."))
        return frozenset(map(singular, names))

    def _has_file(self, row: Row) -> bool:
        """Whether a file lies where the plan draws it, whatever the map takes it for."""
        end = f"/{row.label}/{row.name}.ex" if row.name else f"/{row.label}.ex"
        return any(file.within.endswith(end) for file in self._project.files if file.is_code)

    @cached_property
    def unplanned(self) -> tuple[Unplanned, ...]:
        """The domains that are built and that no plan names, where a plan names some."""
        plans = self._plans.main
        planned = {
            singular(part)
            for each in plans
            for name in (*(d.name for d in each.domains), *(r.domain for r in each.resources))
            for part in (name, *name.split("/"))
        }
        if len(planned) < 2 or not self._layout.on:
            return ()
        sure = not any(each.is_open for each in plans)
        return tuple(
            Unplanned(domain.name, place, sure)
            for domain in self._map.picture.domains
            if domain.resources and normal(domain.name) not in _NO_DOMAINS
            if domain.name and not planned.intersection(map(singular, domain.name.split("/")))
            if (place := _place(domain)) is not None
        )


def _place(domain: MappedDomain) -> Place | None:
    """Return the first place of a domain."""
    places = [action.place for action in domain.actions]
    places += [part.place for part in domain.parts]
    return min(places, default=None)
