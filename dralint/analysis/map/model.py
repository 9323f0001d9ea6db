"""The map of a project as plain data: domains, resources, actions, and what connects them.

Places are paths as reports name them, with lines that count from one. A `/` in a domain's name
parts folders; an empty name stands for the application itself.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Testing = Literal["own", "reached", "far", "none"]
"""Its own test file; a test that calls it or its API; tests that reach it from afar; none."""


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file."""

    path: str
    line: int


@dataclass(frozen=True, order=True)
class Caller:
    """A function that calls an action, itself or through its API.

    `module` is that of the function, `name` its full name. `role` is web, job, task, action, api,
    process... or other. `direct`: it calls the action's own module; `foreign`: it belongs to
    another resource, or to none.
    """

    name: str
    module: str
    role: str
    place: Place
    direct: bool
    foreign: bool


@dataclass(frozen=True)
class MappedAction:
    """An action: `entry` is its public function as `name/arity`, empty where it has none.

    `api` holds the full names of the API's functions that hand on to it. `spec` and `doc` say
    whether its contract is written down: at the entry, `doc` also at the API. `test` is the file
    of tests that `testing` speaks of, empty where none is known. `declared`: it is a line of Ash's,
    which may also be run by its name, so that no caller means nothing.
    """

    name: str
    module: str
    entry: str
    place: Place
    api: tuple[str, ...] = ()
    spec: bool = False
    doc: bool = False
    testing: Testing = "none"
    test: str = ""
    callers: tuple[Caller, ...] = ()
    declared: bool = False

    @property
    def tested(self) -> bool:
        """Whether a test of its own, or one that calls it or its API, speaks of it."""
        return self.testing in ("own", "reached")

    @property
    def bypasses(self) -> tuple[Caller, ...]:
        """The calls from outside its resource that go around its API."""
        return tuple(each for each in self.callers if each.direct and each.foreign)


@dataclass(frozen=True)
class Part:
    """Another module of a domain or resource: its API, its schema, a process, a helper..."""

    module: str
    role: str
    place: Place


@dataclass(frozen=True)
class MappedResource:
    """A resource: `needs_api` is false where the dialect has no API module of its own."""

    name: str
    actions: tuple[MappedAction, ...]
    apis: tuple[Part, ...] = ()
    parts: tuple[Part, ...] = ()
    needs_api: bool = True


@dataclass(frozen=True)
class MappedDomain:
    """A domain of one application, with its dialect.

    `stray` are actions that lie in no resource, `parts` the modules beside the resources.
    """

    app: str
    name: str
    dialect: str
    resources: tuple[MappedResource, ...]
    stray: tuple[MappedAction, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def actions(self) -> Iterator[MappedAction]:
        """All its actions, stray ones last."""
        for resource in self.resources:
            yield from resource.actions
        yield from self.stray


@dataclass(frozen=True)
class Dependency:
    """Calls from one domain into another: how many, and the first of them.

    `web` stands for the web layer. `inside` counts those that reach past the other's APIs.
    """

    source: str
    target: str
    calls: int
    inside: int
    caller: str
    callee: str
    place: Place


@dataclass(frozen=True)
class Counts:
    """How far the conventions hold: each number is out of `actions` or `resources`."""

    domains: int
    resources: int
    actions: int
    with_api: int
    needing_api: int
    entered: int
    exposed: int
    specced: int
    documented: int
    tested: int
    unused: int
    stray: int
    bypasses: int
    cycles: int


@dataclass(frozen=True)
class Picture:
    """All that a map shows of one project.

    `adopted`: it follows Domain Resource Action, else it is drawn from its contexts. `cycles` are
    the sets of domains that depend on each other. `homes` holds the label of the domain that each
    module belongs to.
    """

    adopted: bool
    domains: tuple[MappedDomain, ...]
    dependencies: tuple[Dependency, ...]
    cycles: tuple[tuple[str, ...], ...]
    homes: Mapping[str, str]

    def home_of(self, caller: Caller) -> str:
        """Return where a caller belongs: its domain, `web`, or what it is for."""
        return self.homes.get(caller.module) or caller.role

    @property
    def counts(self) -> Counts:
        """How far the conventions hold."""
        resources = [each for domain in self.domains for each in domain.resources]
        actions = [each for domain in self.domains for each in domain.actions]
        needing = [each for each in resources if each.needs_api]
        return Counts(
            domains=len(self.domains),
            resources=len(resources),
            actions=len(actions),
            with_api=sum(bool(each.apis) for each in needing),
            needing_api=len(needing),
            entered=sum(bool(each.entry) for each in actions),
            exposed=sum(bool(each.api) for each in actions),
            specced=sum(each.spec for each in actions),
            documented=sum(each.doc for each in actions),
            tested=sum(each.tested for each in actions),
            unused=sum(not each.callers and not each.declared for each in actions),
            stray=sum(len(domain.stray) for domain in self.domains),
            bypasses=sum(len(each.bypasses) for each in actions),
            cycles=len(self.cycles),
        )

    def narrowed(self, labels: Collection[str]) -> "Picture":
        """Return what concerns some domains alone, by their labels."""
        return Picture(
            self.adopted,
            tuple(each for each in self.domains if self.label_of(each) in labels),
            tuple(
                each for each in self.dependencies if each.source in labels or each.target in labels
            ),
            tuple(ring for ring in self.cycles if set(ring) & set(labels)),
            self.homes,
        )

    def label_of(self, domain: MappedDomain) -> str:
        """Return what a domain is called among all of this picture."""
        several = len({each.app for each in self.domains}) > 1
        return label_of(domain, several)


def label_of(domain: MappedDomain, with_app: bool) -> str:
    """Return what a domain is called: its path, its application's name where it has none.

    `with_app`: there are several applications, so their name stands before it.
    """
    if not domain.name:
        return domain.app or "application"
    return f"{domain.app}: {domain.name}" if with_app and domain.app else domain.name
