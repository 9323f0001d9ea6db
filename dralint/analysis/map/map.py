"""The map of a project: what somebody new to it would draw on the wall.

Where the project follows Domain Resource Action it is what `Layout` sees. An application that does
not is drawn from its contexts: see `contexts`.
"""

from collections import Counter
from dataclasses import replace
from functools import cached_property
from pathlib import PurePosixPath

from dralint.analysis.ash.ash import Ash
from dralint.analysis.calls.callgraph import CallGraph
from dralint.analysis.calls.components import strongly_connected
from dralint.analysis.layout.dra import Domain, Member, Resource
from dralint.analysis.layout.layout import Layout
from dralint.analysis.layout.roles import public_functions
from dralint.analysis.layout.surface import Surface
from dralint.analysis.map.ash_domains import ash_domains
from dralint.analysis.map.callers import Callers
from dralint.analysis.map.contexts import domains_of
from dralint.analysis.map.dependencies import dependencies
from dralint.analysis.map.model import (
    Dependency,
    MappedAction,
    MappedDomain,
    MappedResource,
    Part,
    Picture,
    Place,
    Testing,
    label_of,
)
from dralint.analysis.map.testing import Tests
from dralint.analysis.tests.test_files import TestFiles
from dralint.analysis.tests.tested import Reach, Tested
from dralint.project import Function, Module, Project

_TESTING: dict[Reach, Testing] = {
    Reach.MIRROR: "own",
    Reach.DIRECT: "reached",
    Reach.THROUGH: "reached",
    Reach.DEEP: "far",
    Reach.NAMED: "far",
}


class Map:
    """Domains, resources and actions of a project, with what connects them."""

    def __init__(
        self,
        project: Project,
        layout: Layout,
        surface: Surface,
        tested: Tested,
        test_files: TestFiles,
        graph: CallGraph,
        ash: Ash,
    ) -> None:
        self._project = project
        self._layout = layout
        self._surface = surface
        self._tested = tested
        self._test_files = test_files
        self._graph = graph
        self._ash = ash
        self._callers = Callers(layout, graph)
        self._tests = Tests(graph)

    @classmethod
    def of(
        cls,
        project: Project,
        layout: Layout,
        surface: Surface,
        tested: Tested,
        test_files: TestFiles,
        graph: CallGraph,
        ash: Ash,
    ) -> "Map":
        """Return the map of a project."""
        return cls(project, layout, surface, tested, test_files, graph, ash)

    @cached_property
    def domains(self) -> tuple[MappedDomain, ...]:
        """The domains, those of one application together."""
        drawn = [self._domain(domain) for domain in self._layout.domains]
        adopting = {domain.app for domain in self._layout.domains}
        for app in self._project.apps:
            if app not in adopting:
                declared = ash_domains(app, self._project, self._ash)
                names = {domain.name for domain in declared}
                contexts = domains_of(app, self._project, self._surface, self._callers, self._tests)
                drawn += declared
                drawn += [each for each in contexts if each.name not in names]
        return tuple(sorted(drawn, key=lambda each: (each.app, each.name)))

    @cached_property
    def picture(self) -> Picture:
        """Everything, as plain data."""
        return Picture(
            self._layout.on, self.domains, self.dependencies, self.cycles, dict(self._homes)
        )

    @cached_property
    def dependencies(self) -> tuple[Dependency, ...]:
        """Who calls whom, among the domains and the web."""
        return dependencies(self._graph, self._homes, self._layout)

    @cached_property
    def cycles(self) -> tuple[tuple[str, ...], ...]:
        """The sets of domains that depend on each other in a ring, each in order of names."""
        graph: dict[str, list[str]] = {}
        for each in self.dependencies:
            if "web" not in (each.source, each.target):
                graph.setdefault(each.source, []).append(each.target)
        rings = strongly_connected(graph)
        return tuple(sorted(tuple(sorted(ring)) for ring in rings if len(ring) > 1))

    @cached_property
    def _homes(self) -> dict[str, str]:
        """The domain of each module that lies in one, by the module's name."""
        found: dict[str, str] = {}
        several = len({domain.app for domain in self.domains}) > 1
        for domain in self.domains:
            label = label_of(domain, several)
            for part in domain.parts:
                found.setdefault(part.module, label)
            for resource in domain.resources:
                for part in (*resource.apis, *resource.parts):
                    found.setdefault(part.module, label)
            for action in domain.actions:
                found.setdefault(action.module, label)
        return found

    def _domain(self, domain: Domain) -> MappedDomain:
        inside = domain.resources
        placed = {member.name for resource in inside for member in resource.members}
        beside = [each for each in domain.members if each.name not in placed]
        return MappedDomain(
            app=domain.app.name,
            name=domain.name,
            dialect=domain.dialect,
            resources=tuple(self._resource(each) for each in inside),
            stray=tuple(self._action(each, beside) for each in beside if each.role == "action"),
            parts=tuple(_part(each) for each in beside if each.role != "action"),
        )

    def _resource(self, resource: Resource) -> MappedResource:
        doors = [*resource.apis, *resource.contexts]
        apis = {each.name for each in resource.apis}
        return MappedResource(
            name=resource.name,
            actions=_distinct([self._action(each, doors) for each in resource.actions]),
            apis=tuple(_part(each) for each in doors),
            parts=tuple(
                _part(each)
                for each in resource.members
                if each.role != "action" and each.name not in apis
            ),
        )

    def _action(self, action: Member, doors: list[Member]) -> MappedAction:
        entries = self._layout.entries(action)
        handing = [
            forward.function
            for door in doors
            for forward in self._layout.forwards(door.module)
            if forward.action.module == action.module
        ]
        testing: Testing = _TESTING.get(self._tested.reach(action.module), "none")
        first = entries[0] if entries else None
        place = _place_of(first) if first else _part(action).place
        return MappedAction(
            name=action.action,
            module=action.name,
            entry=first.label if first else "",
            place=place,
            api=tuple(dict.fromkeys(function.full_name for function in handing)),
            spec=bool(entries) and all(map(self._surface.has_spec, entries)),
            doc=any(map(self.documented, (*entries, *handing))),
            testing=testing,
            test=self._test_of(action.module, testing, (*entries, *handing)),
            callers=self._callers.of(
                entries or tuple(public_functions(action.module)), handing, action
            ),
        )

    def documented(self, function: Function) -> bool:
        """Whether a function has a `@doc` that is not `false`."""
        return self._surface.has_doc(function) and not function.hidden

    def _test_of(self, module: Module, testing: Testing, functions: tuple[Function, ...]) -> str:
        if testing == "own":
            own = self._test_files.mirrors(module)
            return own[0].path if own else self._test_files.mirror(module.file)
        return self._tests.of(functions) if testing == "reached" else ""


def _distinct(actions: list[MappedAction]) -> tuple[MappedAction, ...]:
    """Return actions under names of their own: those that share a folder by their files."""
    times = Counter(action.name for action in actions)
    return tuple(
        replace(action, name=PurePosixPath(action.place.path).stem)
        if times[action.name] > 1
        else action
        for action in actions
    )


def _part(member: Member) -> Part:
    span = member.module.span
    return Part(member.name, member.role, Place(span.path, span.start.line))


def _place_of(function: Function) -> Place:
    span = function.span
    return Place(span.path, span.start.line)
