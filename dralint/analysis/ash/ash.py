"""Ash: the resources and domains of a project, as their blocks declare them.

    use Ash.Resource, domain: Shop.Sales

    actions do
      create :place do
        accept [:items]
      end
    end

A block is a call with a `do` closure; what stands in it are calls of that closure. Blocks of
fragments count as the resource's own.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.outline.data import Directive
from dralint.outline.values import (
    Atom,
    CallRef,
    Fn,
    ListOf,
    ModuleRef,
    TupleOf,
    Value,
    children,
    keyword,
)
from dralint.project import App, Call, File, Module, Project

RESOURCE, DOMAIN, OLD_DOMAIN = "Ash.Resource", "Ash.Domain", "Ash.Api"
ACTIONS = frozenset(("create", "read", "update", "destroy", "action"))
_MAJOR = re.compile(r"\D*(\d+)")


@dataclass(frozen=True)
class AshAction:
    """An action: its `kind` (create, read...), its name, and all that is said in it by name."""

    kind: str
    name: str
    call: Call
    says: frozenset[str]

    @property
    def place(self) -> Value:
        """The name as written."""
        return self.call.args[0]


@dataclass(frozen=True, eq=False)
class AshModule:
    """A resource or a domain.

    `use` is the line that makes it one, None where a macro of the project does; `sections` are its
    blocks by name. `open`: blocks may come from elsewhere, so nothing follows from an absence.
    """

    module: Module
    use: Directive | None
    sections: dict[str, tuple[Call, ...]]
    open: bool

    @property
    def name(self) -> str:
        """The module's full name."""
        return self.module.name

    @property
    def file(self) -> File:
        """The file that it stands in."""
        return self.module.file

    def option(self, name: str) -> Value | None:
        """Return what its `use` line says under a name."""
        return keyword(self.use.options, name) if self.use else None

    def lists(self, name: str) -> frozenset[str]:
        """Return the modules that an option lists: extensions, authorizers."""
        value = self.option(name)
        items = value.items if isinstance(value, ListOf) else (value,)
        return frozenset(item.name for item in items if isinstance(item, ModuleRef))

    @property
    def embedded(self) -> bool:
        """Whether it lives inside the attribute of another resource."""
        layer = self.option("data_layer")
        return isinstance(layer, Atom) and layer.name == "embedded"


class Ash:
    """The resources and domains of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._inside: dict[str, dict[int, list[int]]] = {}
        self._spoken: dict[tuple[str, str], frozenset[str]] = {}

    @classmethod
    def of(cls, project: Project) -> "Ash":
        """Return what a project declares with Ash."""
        return cls(project)

    @cached_property
    def resources(self) -> tuple[AshModule, ...]:
        """The resources of the running system, in the order of files."""
        return tuple(self._all(RESOURCE))

    @cached_property
    def domains(self) -> tuple[AshModule, ...]:
        """The domains; in Ash 2 they are called APIs."""
        return (*self._all(DOMAIN), *self._all(OLD_DOMAIN))

    def _all(self, kind: str) -> Iterator[AshModule]:
        for file in self._project.files:
            if file.is_code and file.outline.directives:
                for module in file.modules:
                    if not module.data.quoted and kind in module.effects.uses:
                        yield self._read(module, kind)

    def _read(self, module: Module, kind: str) -> AshModule:
        directives = module.file.outline.directives
        own = module.data.index
        use = next(
            (d for d in directives if d.kind == "use" and d.name == kind and d.module == own), None
        )
        options = use.options if use else None
        written = options is None or isinstance(options, ListOf)
        named = keyword(options, "fragments")
        items = named.items if isinstance(named, ListOf) else ()
        names = [item.name for item in items if isinstance(item, ModuleRef)]
        found = [self._project.module(name, module.file) for name in names]
        parts = [module, *(part for part in found if part is not None)]
        sections: dict[str, list[Call]] = defaultdict(list)
        for part in parts:
            for data in part.file.outline.calls:
                if data.module == part.data.index and data.closure < 0 and data.function < 0:
                    sections[data.name].append(part.file.call(data.index))
        return AshModule(
            module,
            use,
            {name: tuple(calls) for name, calls in sections.items()},
            use is None or not written or len(parts) <= len(names),
        )

    def inside(self, call: Call) -> list[Call]:
        """Return the calls that stand directly in the block of a call."""
        block = keyword(call.args[-1], "do") if call.args else None
        if not isinstance(block, Fn):
            return []
        return [call.file.call(index) for index in self._blocks(call.file).get(block.closure, ())]

    def _blocks(self, file: File) -> dict[int, list[int]]:
        """Return the calls of a file by the block that they stand in, arguments left out."""
        known = self._inside.get(file.path)
        if known is None:
            calls = file.outline.calls
            nested = {
                value.call
                for data in calls
                for arg in data.args
                for value in _values((arg,))
                if isinstance(value, CallRef)
            }
            known = self._inside[file.path] = defaultdict(list)
            for data in calls:
                if data.index not in nested:
                    known[data.closure].append(data.index)
        return known

    def entries(self, resource: AshModule, section: str) -> list[Call]:
        """Return what stands in a section of a resource or domain."""
        return [each for call in resource.sections.get(section, ()) for each in self.inside(call)]

    def actions(self, resource: AshModule) -> list[AshAction]:
        """Return the actions that a resource declares by name; `defaults` are not among them."""
        found: list[AshAction] = []
        for call in self.entries(resource, "actions"):
            first = call.args[0] if call.args else None
            if call.name in ACTIONS and isinstance(first, Atom):
                says = {each.name for each in self.inside(call)} | set(_keys(call.args[-1]))
                found.append(AshAction(call.name, first.name, call, frozenset(says)))
        return found

    @cached_property
    def _listed(self) -> dict[str, list[tuple[AshModule, Call]]]:
        """The lines of domains that list resources, by the resource."""
        found: dict[str, list[tuple[AshModule, Call]]] = defaultdict(list)
        for domain in self.domains:
            for call in self.entries(domain, "resources"):
                first = call.args[0] if call.args else None
                if call.name == "resource" and isinstance(first, ModuleRef):
                    found[first.name].append((domain, call))
        return dict(found)

    @cached_property
    def _domains(self) -> dict[str, AshModule]:
        return {domain.name: domain for domain in self.domains}

    def is_listed(self, resource: AshModule) -> bool:
        """Whether a domain lists a resource."""
        return resource.name in self._listed

    def homes(self, resource: AshModule) -> list[AshModule]:
        """Return the domains that a resource names or is listed by."""
        named = resource.option("domain")
        own = self._domains.get(named.name) if isinstance(named, ModuleRef) else None
        found = [domain for domain, _ in self._listed.get(resource.name, ())]
        return found if own is None or own in found else [own, *found]

    def interface(self, resource: AshModule) -> dict[str, list[Call]]:
        """Return the functions of the code interface of a resource, by the action they call."""
        calls = self.entries(resource, "code_interface")
        for _, line in self._listed.get(resource.name, ()):
            calls += self.inside(line)
        found: dict[str, list[Call]] = defaultdict(list)
        for call in calls:
            if call.name == "define" and call.args and isinstance(call.args[0], Atom):
                found[self._action(call)].append(call)
        return dict(found)

    def _action(self, define: Call) -> str:
        """Return the action that a function of a code interface calls."""
        action = keyword(define.args[-1], "action")
        for inner in self.inside(define):
            if inner.name == "action" and inner.args:
                action = inner.args[0]
        first = action if isinstance(action, Atom) else define.args[0]
        return first.name if isinstance(first, Atom) else ""

    def spoken_of(self, module: AshModule, but: str) -> frozenset[str]:
        """Return the atoms in the blocks of a module, apart from those of one section."""
        key = (module.name, but)
        known = self._spoken.get(key)
        if known is None:
            calls = [c for name, found in module.sections.items() if name != but for c in found]
            atoms = [name for call in calls for name in self._atoms(call)]
            known = self._spoken[key] = frozenset(atoms)
        return known

    def _atoms(self, call: Call) -> set[str]:
        found = {value.name for value in _values(call.args) if isinstance(value, Atom)}
        for inner in self.inside(call):
            found |= self._atoms(inner)
        return found

    def old(self, app: App) -> bool:
        """Whether an application stands on Ash 2 or older."""
        asked = next((dep.requirement for dep in app.mix.deps if dep.name == "ash"), None)
        major = _MAJOR.match(asked) if asked else None
        if major is not None:
            return int(major[1]) < 3
        return any(OLD_DOMAIN in domain.module.effects.uses for domain in self.domains)


def _keys(value: Value) -> Iterator[str]:
    """Yield the keys of a keyword list."""
    for item in value.items if isinstance(value, ListOf) else ():
        first = item.items[0] if isinstance(item, TupleOf) and item.items else None
        if isinstance(first, Atom):
            yield first.name


def _values(args: tuple[Value, ...]) -> Iterator[Value]:
    """Yield arguments and what is in them; calls and closures are not followed."""
    waiting = list(args)
    while waiting:
        value = waiting.pop()
        yield value
        waiting.extend(children(value))
