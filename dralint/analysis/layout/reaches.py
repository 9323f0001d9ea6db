"""Reaches: which domain calls which, in projects of any layout.

Where a project follows Domain Resource Action its domains are those of `Layout`. Elsewhere each
folder directly below the application is one, with the module of its name; packages have none.
"""

from collections.abc import Iterator
from functools import cached_property

from dralint.analysis.calls.components import strongly_connected
from dralint.analysis.layout.layout import Layout
from dralint.analysis.layout.lexicon import NON_DOMAINS, normal
from dralint.analysis.layout.seats import seats
from dralint.project import Call, Project

_BANNED = frozenset(map(normal, NON_DOMAINS))


class Reaches:
    """The domains of a project and the calls between them."""

    def __init__(self, project: Project, layout: Layout) -> None:
        self._project = project
        self._layout = layout

    @classmethod
    def of(cls, project: Project, layout: Layout) -> "Reaches":
        """Return who reaches whom in a project."""
        return cls(project, layout)

    @cached_property
    def homes(self) -> dict[str, str]:
        """The domain of each module that lies in one, by the module's name."""
        if self._layout.on:
            members = self._layout.members.values()
            return {member.name: member.domain for member in members if member.domain}
        return dict(self._contexts())

    def _contexts(self) -> Iterator[tuple[str, str]]:
        for app in self._project.apps:
            if app.mix.package:
                continue
            found = seats(self._project, app)
            folders = {seat.folders[0] for seat in found if seat.folders}
            names = {normal(name): name for name in folders if normal(name) not in _BANNED}
            for seat in found:
                home = names.get(normal(seat.folders[0] if seat.folders else seat.stem))
                if home is not None:
                    yield from ((module.name, home) for module in seat.file.modules)

    @cached_property
    def edges(self) -> dict[tuple[str, str], Call]:
        """The first call from one domain to another, by the names of both."""
        found: dict[tuple[str, str], Call] = {}
        homes = self.homes
        for file in self._project.files if len(set(homes.values())) > 1 else ():
            if not file.is_code or file.kind == "web":
                continue
            for data, target in zip(file.outline.calls, self._project.targets(file), strict=True):
                other = homes.get(target) if target is not None else None
                if other is None or data.module < 0 or data.quoted:
                    continue
                own = homes.get(file.modules[data.module].name)
                if own is not None and own != other and not _inner(own, other):
                    found.setdefault((own, other), file.call(data.index))
        return found

    @cached_property
    def rings(self) -> tuple[frozenset[str], ...]:
        """The sets of domains that depend on each other."""
        graph: dict[str, list[str]] = {}
        for one, other in sorted(self.edges):
            graph.setdefault(one, []).append(other)
        return tuple(ring for ring in strongly_connected(graph) if len(ring) > 1)


def _inner(one: str, other: str) -> bool:
    """Whether one of two domains lies in the other."""
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")
