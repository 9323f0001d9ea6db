"""The domains of one application, put together from its evidence: every module gets its role."""

from dataclasses import dataclass, replace
from functools import cached_property

from dralint.analysis.layout.dra import Domain, DraOptions, Forward, Member, Resource
from dralint.analysis.layout.evidence import Evidence, Folder, is_api_name, singular
from dralint.analysis.layout.lexicon import is_action_name, normal, snake
from dralint.analysis.layout.roles import announced, nature, public_functions, top_modules
from dralint.analysis.layout.seats import Seat
from dralint.outline.values import ModuleRef
from dralint.project import Module


@dataclass(frozen=True, eq=False)
class Placing:
    """The layout of one application in DRA mode."""

    evidence: Evidence

    @cached_property
    def _actions(self) -> dict[str, Member]:
        """The actions by the name of their module."""
        found: dict[str, Member] = {}
        for seat in self.evidence.seats:
            home = self._home(seat.folders)
            member = self._action(seat, home)
            if member is not None:
                found[member.name] = member
                for other in self._also(member):
                    found.setdefault(other.name, other)
        return found

    def _also(self, member: Member) -> list[Member]:
        """Return the other actions in the file of an action. They have no place of their own."""
        return [
            replace(member, module=module, action=snake(module.name.rpartition(".")[2]), seat=None)
            for module in top_modules(member.file)
            if module != member.module
            and nature(module) is None
            and any(f.name.removesuffix("!") in member.entry for f in public_functions(module))
        ]

    def _home(self, folder: Folder) -> Folder | None:
        """Return the resource in whose folder, or below it, something lies."""
        for depth in range(len(folder), 0, -1):
            if folder[:depth] in self.evidence.resources:
                return folder[:depth]
        return None

    def _action(self, seat: Seat, home: Folder | None) -> Member | None:
        evidence = self.evidence
        entry = evidence.options.entries(seat.stem)
        if not evidence.usable(seat.folders) or is_api_name(seat.stem):
            return None
        if home is None:
            if not evidence.is_strong(seat) or not self._in_domain(seat.folders):
                return None
            return Member(seat.module, "action", "/".join(seat.folders), "", seat.stem, entry, seat)
        domain, resource = "/".join(home[:-1]), home[-1]
        if evidence.resources[home] == "scribe" and len(seat.folders) == len(home) + 1:
            own = evidence.scribe_entry(seat)
            if own is None:
                return None
            names = tuple(dict.fromkeys((own, *entry)))
            return Member(seat.module, "action", domain, resource, seat.folders[-1], names, seat)
        direct = seat.folders == home
        known = nature(seat.module) is None and public_functions(seat.module)
        if evidence.is_strong(seat) or (
            direct
            and known
            and (evidence.has_entry(seat) or evidence.is_named(seat))
            and not (announced(seat.stem) and not is_action_name(seat.stem))
        ):
            return Member(seat.module, "action", domain, resource, seat.stem, entry, seat)
        return None

    def _in_domain(self, folder: Folder) -> bool:
        return any(each[: len(folder)] == folder for each in self.evidence.resources)

    def forwards(self, module: Module) -> list[Forward]:
        """Return the public functions of a module that hand on to an action, with that action."""
        return forwards(module, self._actions)

    @cached_property
    def domains(self) -> tuple[Domain, ...]:
        """The domains, by name; the one without a name holds resources that lie in none."""
        names = {folder[:-1] for folder in self.evidence.resources}
        return tuple(self._domain(name) for name in sorted(names))

    def _domain(self, folder: Folder) -> Domain:
        evidence = self.evidence
        homes = [each for each in sorted(evidence.resources) if each[:-1] == folder]
        name = "/".join(folder)
        above = self._above(folder, homes)
        resources = tuple(self._resource(home, above) for home in homes)
        dialect = self._dialect(resources, homes, above)
        return Domain(evidence.app, name, dialect, resources, above)

    def _above(self, folder: Folder, homes: list[Folder]) -> tuple[Member, ...]:
        """Return the members that lie in the folder of a domain, or beside or above it."""
        evidence = self.evidence
        found = [self._beside(seat, folder, homes) for seat in evidence.by_folder.get(folder, ())]
        for depth in range(len(folder)):
            for seat in evidence.by_folder.get(folder[:depth], ()):
                own = normal(seat.stem) == normal(folder[depth])
                if own or self._names_one(seat, homes):
                    found.append(self._beside(seat, folder, homes))
        facade = normal(evidence.app.name)
        found.extend(
            self._beside(seat, folder, homes)
            for seat in evidence.by_folder.get((), ())
            if not seat.root and normal(seat.stem) == facade
        )
        unique = {member.file.path: member for member in found if member is not None}
        return tuple(unique[path] for path in sorted(unique))

    def _names_one(self, seat: Seat, homes: list[Folder]) -> bool:
        return any(seat in self.evidence.api_above(home) for home in homes)

    def _beside(self, seat: Seat, folder: Folder, homes: list[Folder]) -> Member | None:
        """Return the member that a file beside the resources of a domain is."""
        if seat.module.name in self._actions:
            return self._actions[seat.module.name]
        domain = "/".join(folder)
        served = {forward.action.label for forward in self.forwards(seat.module)}
        mine = {"/".join(home) for home in homes}
        for home in homes:
            named = normal(seat.stem) == normal(home[-1]) and seat.folders == home[:-1]
            if seat in self.evidence.api_above(home) or (named and "/".join(home) in served):
                return Member(seat.module, "api", domain, home[-1], seat=seat)
        role = nature(seat.module)
        inside = bool(folder) and seat.folders == folder
        if role is None and inside and _names_domain(seat.stem, folder):
            return Member(seat.module, "domain-api", domain, seat=seat)
        if served & mine:
            return Member(seat.module, "context", domain, seat=seat)
        if not inside:
            context = role is None and folder and normal(seat.stem) == normal(folder[-1])
            return Member(seat.module, "context", domain, seat=seat) if context else None
        return Member(seat.module, role or announced(seat.stem) or "support", domain, seat=seat)

    def _resource(self, home: Folder, above: tuple[Member, ...]) -> Resource:
        evidence = self.evidence
        domain, name = "/".join(home[:-1]), home[-1]
        members = [
            self._inside(seat, home)
            for seat in evidence.seats
            if seat.folders[: len(home)] == home and self._home(seat.folders) == home
        ]
        for first in [member for member in members if member.role == "action"]:
            members += self._also(first)
        beside = [m for m in above if m.role == "api" and m.resource == name]
        label = "/".join(home)
        serving = {m.name: {f.action.label for f in self.forwards(m.module)} for m in above}
        contexts = [
            m for m in above if m.role in ("context", "domain-api") and label in serving[m.name]
        ]
        apis = [m for m in members if self._is_api(m)] + beside
        apis += [
            replace(member, role="api", resource=name)
            for member in above
            if member.role == "ash"
            and singular(member.seat.stem if member.seat else "") == singular(name)
        ]
        return Resource(
            evidence.app,
            domain,
            name,
            tuple(members + [m for m in beside if m not in members]),
            tuple(apis),
            tuple(contexts),
        )

    def _is_api(self, member: Member) -> bool:
        if member.role == "api":
            return True
        return member.role in ("schema", "ash") and bool(self.forwards(member.module))

    def _inside(self, seat: Seat, home: Folder) -> Member:
        if seat.module.name in self._actions:
            return self._actions[seat.module.name]
        domain, resource = "/".join(home[:-1]), home[-1]
        role = nature(seat.module)
        if role is None:
            same = singular(seat.stem) == singular(resource)
            direct = seat.folders == home
            if direct and (is_api_name(seat.stem) or (same and self.forwards(seat.module))):
                role = "api"
            else:
                role = announced(seat.stem) or "support"
        return Member(seat.module, role, domain, resource, seat=seat)

    def _dialect(
        self, resources: tuple[Resource, ...], homes: list[Folder], above: tuple[Member, ...]
    ) -> str:
        evidence = self.evidence
        if evidence.options.dialect != "auto":
            return evidence.options.dialect
        declared = sum(any(nature(api.module) == "ash" for api in each.apis) for each in resources)
        if declared * 2 > len(resources):
            return "ash"
        scribe = sum(evidence.resources[home] == "scribe" for home in homes)
        if scribe * 2 > len(homes):
            return "scribe"
        if any(seat.wrapped for home in homes for seat in evidence.by_folder.get(home, ())):
            return "domains"
        return "nerves" if any(member.role == "domain-api" for member in above) else "flat"


def _names_domain(stem: str, folder: Folder) -> bool:
    return stem == "api" or singular(stem) == singular(folder[-1]) + "api"


def forwards(module: Module, actions: dict[str, Member]) -> list[Forward]:
    """Return the public functions of a module that reach an action's entry, with that action."""
    found: list[Forward] = []
    for function in public_functions(module):
        delegate = function.data.delegate
        if delegate is not None:
            target = delegate[0]
            action = actions.get(target.name) if isinstance(target, ModuleRef) else None
            if action is not None and action.name != module.name:
                found.append(Forward(function, action))
            continue
        found.extend(
            Forward(function, actions[call.target], call)
            for call in function.calls
            if call.target in actions and call.target != module.name
        )
    return found


def snippet_members(modules: list[Module], options: DraOptions) -> list[Member]:
    """Return the members among loose modules, which have no folders: their names must tell."""
    found: list[Member] = []
    for module in modules:
        segments = module.name.split(".")
        if len(segments) < 3 or module.file.is_test or module.data.parent >= 0:
            continue
        domain, resource, last = segments[-3:]
        stem = snake(last)
        if nature(module) is not None:
            continue
        if is_api_name(stem):
            found.append(Member(module, "api", domain, resource))
            continue
        entry = options.entries(stem)
        if is_action_name(stem) and any(
            function.name.removesuffix("!") in entry for function in public_functions(module)
        ):
            found.append(Member(module, "action", domain, resource, stem, entry))
    return found
