"""The layout of a project after Domain Resource Action: its domains, resources, actions and APIs.

It is read from folders, names and what the modules do, in one of several dialects:

    flat      <domain>/<resource>/<action>.ex, with `<resource>/api.ex`: the default
    domains   the same below `domains/`; the API may be the resource's own module
    scribe    <domain>/<resource>/<action>/<action>_<domain>_<resource>.ex, API in the domain
    nerves    as flat, with a `<domain>/api.ex`
    ash       actions and code interface are Ash's
    single    one module a resource, one function an action

A domain speaks the dialect that most of it is written in, unless the configuration names one. A
project that shows no such layout is not in DRA mode, and of the `dra-*` rules only
`dra-not-adopted` speaks.
"""

from functools import cached_property

from dralint.analysis.layout.dra import Domain, DraOptions, Forward, Member, Resource
from dralint.analysis.layout.evidence import Evidence
from dralint.analysis.layout.placing import Placing, forwards, snippet_members
from dralint.analysis.layout.roles import SCHEMA_USES, nature
from dralint.analysis.layout.seats import prefixes
from dralint.project import App, File, Function, Module, Project

KINDS = {
    "task": "task",
    "release": "release",
    "script": "script",
    "seeds": "script",
    "test": "test",
    "support": "test",
    "migration": "migration",
    "web": "web",
}
"""The roles of modules that lie outside every domain, by the kind of their file."""


class Layout:
    """What the project shows of a Domain Resource Action layout."""

    def __init__(self, project: Project, options: DraOptions) -> None:
        self._project = project
        self.options = options

    @classmethod
    def of(cls, project: Project, options: DraOptions) -> "Layout":
        """Return the layout of a project."""
        return cls(project, options)

    @cached_property
    def _evidence(self) -> dict[App, Evidence]:
        return {app: Evidence(self._project, app, self.options) for app in self._project.apps}

    @cached_property
    def on(self) -> bool:
        """Whether the project is in DRA mode: an application shows it, or it is configured."""
        if self._project.snippet:
            return self.options.mode != "off" and any(m.role == "action" for m in self._loose)
        return any(evidence.on for evidence in self._evidence.values())

    @cached_property
    def whole(self) -> bool:
        """Whether an application of the project follows the layout as a whole."""
        return self._project.snippet or any(each.whole for each in self._evidence.values())

    def governs(self, module: Module) -> bool:
        """Whether the layout is asked of a module of the running system.

        It is where the module has a place in a domain, and all over an application that follows
        the layout as a whole; one domain of many says nothing of the others.
        """
        if not self.on:
            return False
        evidence = self._evidence.get(module.file.app)
        asked = self._project.snippet or (evidence is not None and evidence.whole)
        return asked or self.member(module) is not None

    @cached_property
    def _loose(self) -> list[Member]:
        return snippet_members(list(self._project.modules), self.options)

    @cached_property
    def domains(self) -> tuple[Domain, ...]:
        """The domains of all applications in DRA mode."""
        if self._project.snippet:
            return ()
        placed = (Placing(each) for each in self._evidence.values() if each.on)
        return tuple(domain for placing in placed for domain in placing.domains)

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        """The resources of all domains."""
        return tuple(resource for domain in self.domains for resource in domain.resources)

    @cached_property
    def members(self) -> dict[Module, Member]:
        """The modules that have a place in a domain, in the order of their files."""
        if self._project.snippet:
            return {member.module: member for member in self._loose} if self.on else {}
        found: dict[Module, Member] = {}
        for domain in self.domains:
            for resource in domain.resources:
                for member in resource.members:
                    found.setdefault(member.module, member)
            for member in domain.members:
                if member.domain or member.role != "context":
                    found.setdefault(member.module, member)
        return found

    def member(self, module: Module | None) -> Member | None:
        """Return the place of a module; one that is nested has that of the module around it."""
        while module is not None:
            found = self.members.get(module)
            if found is not None or module.data.parent < 0:
                return found
            module = module.file.modules[module.data.parent]
        return None

    @cached_property
    def actions(self) -> tuple[Member, ...]:
        """All actions, misplaced ones included."""
        return tuple(member for member in self.members.values() if member.role == "action")

    @cached_property
    def _actions(self) -> dict[str, Member]:
        return {member.name: member for member in self.actions}

    @cached_property
    def _apis(self) -> frozenset[Module]:
        return frozenset(api.module for resource in self.resources for api in resource.apis)

    def action(self, name: str | None) -> Member | None:
        """Return the action whose module has a name."""
        return None if name is None else self._actions.get(name)

    def is_api(self, module: Module) -> bool:
        """Whether a module is the API of a resource or of a domain."""
        found = self.members.get(module)
        return module in self._apis or (found is not None and found.role in ("api", "domain-api"))

    def resource_of(self, member: Member) -> Resource | None:
        """Return the resource that a member belongs to."""
        for resource in self.resources:
            if resource.label == member.label and resource.app is member.file.app:
                return resource
        return None

    def domain_of(self, member: Member) -> Domain | None:
        """Return the domain that a member belongs to."""
        for domain in self.domains:
            if domain.name == member.domain and domain.app is member.file.app:
                return domain
        return None

    def role(self, module: Module) -> str:
        """Return the role of any module: that of its place, or of what it is."""
        found = self.member(module)
        if found is not None:
            return found.role
        return KINDS.get(module.file.kind) or nature(module) or "other"

    def entries(self, action: Member) -> tuple[Function, ...]:
        """Return the entry functions of an action: `call/n`, or what its behaviour asks for."""
        names = set(action.entry) | self.behaviour_entry(action.module)
        return tuple(
            function
            for function in action.module.functions
            if function.data.kind in ("def", "defdelegate")
            and function.name.removesuffix("!") in names
        )

    def behaviour_entry(self, module: Module) -> set[str]:
        """Return the one function that a behaviour of the project asks of a module, as a set."""
        found: set[str] = set()
        for name in module.effects.behaviours:
            behaviour = self._project.module(name, module.file)
            if behaviour is None:
                continue
            asked = {s.name.removesuffix("!") for s in behaviour.specs if s.kind == "callback"}
            if len(asked) == 1:
                found |= asked
        return found

    def is_entry(self, function: Function) -> bool:
        """Whether a function is the entry of an action."""
        action = self.members.get(function.module)
        return action is not None and action.role == "action" and function in self.entries(action)

    def forwards(self, module: Module) -> list[Forward]:
        """Return the functions of a module that hand on to an action."""
        return forwards(module, self._actions)

    def prefix(self, app: App, root: str) -> tuple[str, ...] | None:
        """Return the segments that the modules below a folder of `lib/` begin with."""
        return self._prefixes.get(app, {}).get(root)

    @cached_property
    def _prefixes(self) -> dict[App, dict[str, tuple[str, ...]]]:
        return {app: prefixes(evidence.seats) for app, evidence in self._evidence.items()}

    @cached_property
    def schemas(self) -> tuple[Module, ...]:
        """The Ecto schemas of the running system that have a table of their own."""
        return tuple(
            module
            for module in self._project.modules
            if module.file.is_code
            and module.effects.uses & SCHEMA_USES
            and any(
                call.name in ("schema", "typed_schema")
                and call.module == module.data.index
                and call.function < 0
                for call in module.file.outline.calls
            )
        )

    @cached_property
    def ash(self) -> bool:
        """Whether the project has Ash resources."""
        return any("Ash.Resource" in module.effects.uses for module in self._project.modules)

    def in_application(self, file: File) -> bool:
        """Whether a file lies in the folder of its application, or has a place in a domain."""
        return file.path in self._in_folder

    @cached_property
    def _in_folder(self) -> frozenset[str]:
        seats = (seat for evidence in self._evidence.values() for seat in evidence.seats)
        placed = (member.file.path for member in self.members.values())
        return frozenset((*(seat.file.path for seat in seats if seat.root), *placed))

    @cached_property
    def web_names(self) -> frozenset[str]:
        """What the names of the web layer's modules begin with: `ShopWeb`."""
        return frozenset(
            module.name.partition(".")[0]
            for module in self._project.modules
            if module.file.kind == "web" and module.name.partition(".")[0].endswith("Web")
        )
