"""Missing names: those that the code addresses and nothing in the project registers."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.messages.name_uses import NameUse, NameUses
from dralint.analysis.messages.process_names import ProcessNames
from dralint.analysis.references.mentions import Mentions
from dralint.analysis.references.names import Names
from dralint.analysis.supervision.supervision import Supervision
from dralint.analysis.supervision.supervisors import Supervisors
from dralint.analysis.values.constants import Name, everything
from dralint.finding import POSSIBLE, PROBABLE, Confidence
from dralint.outline.values import ModuleRef, Value, children, keyword
from dralint.project import App, File, Project
from dralint.text import Span

VAGUE = {
    "task_supervisor": ("task_supervisor",),
    "supervisor": ("supervisor", "dynamic_supervisor"),
    "partition_supervisor": ("partition_supervisor",),
    "registry": ("registry",),
    "server": ("worker",),
}
"""The kinds of process that may bear a name of each kind."""


@dataclass(frozen=True)
class Missing:
    """A name that nothing registers: where it is first used, and where else."""

    name: str
    kind: str
    span: Span
    others: tuple[Span, ...]
    confidence: Confidence


class MissingNames:
    """The names that the code addresses and nothing registers."""

    def __init__(
        self,
        project: Project,
        uses: NameUses,
        registered: ProcessNames,
        supervision: Supervision,
        supervisors: Supervisors,
        names: Names,
        mentions: Mentions,
    ) -> None:
        self._project = project
        self._uses = uses
        self._registered = registered
        self._supervision = supervision
        self._supervisors = supervisors
        self._names = names
        self._mentions = mentions

    @classmethod
    def of(
        cls,
        project: Project,
        uses: NameUses,
        registered: ProcessNames,
        supervision: Supervision,
        supervisors: Supervisors,
        names: Names,
        mentions: Mentions,
    ) -> "MissingNames":
        """Return the missing names of a project."""
        return cls(project, uses, registered, supervision, supervisors, names, mentions)

    @cached_property
    def all(self) -> tuple[Missing, ...]:
        """Every missing name, once for each kind of process that it would have to be."""
        places: dict[tuple[str, str], list[tuple[Span, App]]] = defaultdict(list)
        for use in self._uses.all:
            if use.kind != "repo" and use.call.file.is_code and self._counts(use):
                places[use.name, use.kind].append((use.span, use.call.file.app))
        for name, span, app in self._configured:
            places[name, "pubsub"].append((span, app))
        found: list[Missing] = []
        for (name, kind), spans in places.items():
            if not any(root.app is spans[0][1] for root in self._supervision.roots):
                continue
            confidence = self._confidence(name, kind, spans[0][1])
            if confidence is not None:
                rest = tuple(span for span, _ in spans[1:4])
                found.append(Missing(name, kind, spans[0][0], rest, confidence))
        return tuple(sorted(found, key=lambda each: each.span))

    def _counts(self, use: NameUse) -> bool:
        """Whether a use says that the name must be there: a server of that name is found else."""
        if use.kind == "server":
            return not use.silent and not self._project.defines(use.name)
        return True

    @cached_property
    def _configured(self) -> tuple[tuple[str, Span, App], ...]:
        """The PubSub servers that endpoints and presences are told to use."""
        found = [(use.name, use.span, use.call.file.app) for use in self._uses.pubsub_of_endpoints]
        for file in self._project.files:
            for directive in file.outline.directives if file.is_code else ():
                if directive.kind == "use" and directive.quote < 0:
                    server = keyword(directive.options, "pubsub_server")
                    if isinstance(server, ModuleRef):
                        found.append((server.name, file.place(server), file.app))
        return tuple(found)

    @cached_property
    def _given(self) -> frozenset[str]:
        """The names that children, dynamic ones included, are given in their arguments."""
        found: set[str] = set()
        listed = [
            child
            for listing in self._supervisors.listings
            if not listing.call.file.is_test
            for child in self._supervisors.children_of(listing)
        ]
        listed += [child for each in self._supervision.dynamic for child in each.children]
        for child in listed:
            for constant in everything(child.arg):
                if isinstance(constant, Name):
                    found.add(constant.name)
        return frozenset(found)

    @cached_property
    def _in_config(self) -> frozenset[str]:
        """The names that configuration gives to something, but for `pubsub_server`."""
        found: set[str] = set()
        told = {span for _, span, _ in self._configured}
        for file in self._project.files:
            if file.kind == "config":
                found |= _modules_in(file, told)
        return frozenset(found)

    def _confidence(self, name: str, kind: str, app: App) -> Confidence | None:
        """Return how sure it is that nothing registers a name; None if something does."""
        if self._registered.started(name) or name in self._given or name in self._in_config:
            return None
        if name[:1] == ":":
            # Nothing tells whose an atom is: a dependency may start it.
            ours: bool | None = None
        elif self._project.defines(name):
            ours = self._project.module(name).effects.process is None  # type: ignore[union-attr]
        else:
            ours = self._names.ours(name, app)
        if ours is False:
            return None
        vague = any(each in self._registered.vague for each in VAGUE.get(kind, ()))
        if ours is None or vague or app.mix.package or self._supervision.unknown:
            return POSSIBLE
        return PROBABLE


def _modules_in(file: File, told: set[Span]) -> set[str]:
    found: set[str] = set()
    waiting: list[Value] = [arg for call in file.outline.calls for arg in call.args]
    while waiting:
        value = waiting.pop()
        if isinstance(value, ModuleRef) and file.place(value) not in told:
            found.add(value.name)
        waiting.extend(children(value))
    return found
