"""Names: which names of processes the project registers, wherever it starts them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.processes.start_table import STARTS
from dralint.analysis.supervision.supervision import Supervision
from dralint.analysis.supervision.supervisors import Supervisors
from dralint.analysis.supervision.tree import Node
from dralint.analysis.values.constants import Alts
from dralint.analysis.values.naming import ProcessName, names_of
from dralint.analysis.values.values import Values
from dralint.project import Call, Project
from dralint.text import Span

_REGISTERS = {
    "Process.register/2": 1,
    ":erlang.register/2": 0,
    ":global.register_name/2": 0,
}


@dataclass(frozen=True)
class Registered:
    """A name and the process that is started under it."""

    name: ProcessName
    kind: str
    span: Span
    node: Node | None = None

    @property
    def options(self) -> Alts:
        """The options that the process is started with; nothing where they are not known."""
        if self.node is None:
            return ()
        if self.node.started is not None:
            return self.node.started.options
        return self.node.child.given if self.node.child is not None else ()


class ProcessNames:
    """The names that a project registers."""

    def __init__(
        self, project: Project, values: Values, supervisors: Supervisors, supervision: Supervision
    ) -> None:
        self._project = project
        self._values = values
        self._supervisors = supervisors
        self._supervision = supervision

    @classmethod
    def of(
        cls, project: Project, values: Values, supervisors: Supervisors, supervision: Supervision
    ) -> "ProcessNames":
        """Return the names that a project registers."""
        return cls(project, values, supervisors, supervision)

    @cached_property
    def all(self) -> tuple[Registered, ...]:
        """All names, each with what is started under it."""
        return tuple(self._all())

    def _all(self) -> Iterator[Registered]:
        for node in self._supervision.nodes:
            yield from (Registered(name, node.kind, node.span, node) for name in node.names)
        for listing in self._supervisors.listings:
            if listing.call.file.is_test:
                continue
            for child in self._supervisors.children_of(listing):
                node = self._supervision.node_of(child, listing.call)
                yield from self._below(node)
        for dynamic in self._supervision.dynamic:
            for child in dynamic.children:
                yield from self._below(self._supervision.node_of(child, dynamic.call))
        for target, form in STARTS.items():
            for call in self._calls(target):
                for alts in (self._option(call, form.options), self._at(call, form.name)):
                    for name in names_of(alts):
                        yield Registered(name, form.kind, call.name_span)
        for target, index in _REGISTERS.items():
            for call in self._calls(target):
                for name in names_of(self._values.argument(call, index)):
                    yield Registered(name, "worker", call.name_span)

    def _calls(self, target: str) -> Iterator[Call]:
        for call in self._project.calls_to(target):
            if not call.file.is_test and not call.data.quoted and not call.data.captured:
                yield call

    def _at(self, call: Call, index: int) -> Alts:
        return self._values.argument(call, index) if index >= 0 else ()

    def _option(self, call: Call, index: int) -> Alts:
        return self._values.option(self._at(call, index), "name")

    def _below(self, node: Node) -> Iterator[Registered]:
        for each in node.below:
            yield from (Registered(name, each.kind, each.span, each) for name in each.names)

    @cached_property
    def by_name(self) -> dict[str, list[Registered]]:
        """What is started under each constant local name."""
        table: dict[str, list[Registered]] = defaultdict(list)
        for each in self.all:
            if each.name.kind == "local":
                table[each.name.name].append(each)
        return dict(table)

    @cached_property
    def vague(self) -> frozenset[str]:
        """The kinds of process that are somewhere started under a name that is not constant."""
        return frozenset(each.kind for each in self.all if each.name.kind == "unknown")

    def started(self, name: str) -> bool:
        """Whether something is started under a local name, anywhere in the project."""
        return name in self.by_name or self._as_module(name)

    def _as_module(self, name: str) -> bool:
        """Whether it is a module whose process is registered under the module's name."""
        module = self._project.module(name)
        process = module.effects.process if module is not None else None
        return process is not None and (process != "server" or self._takes_name(name))

    def _takes_name(self, name: str) -> bool:
        """Whether what starts a server may give it a name that is not constant."""
        return any(
            each.kind == "worker" and each.name.kind == "unknown" and each.span.path == path
            for path in (self._project.module(name).file.path,)  # type: ignore[union-attr]
            for each in self.all
        )
