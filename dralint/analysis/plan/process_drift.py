"""How the supervision trees of a plan differ from those of the code."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.plan.document import Document
from dralint.analysis.plan.plans import Plans
from dralint.analysis.plan.processes import PlannedProcess
from dralint.analysis.supervision.supervision import Supervision
from dralint.analysis.supervision.tree import SUPERVISORS, Node
from dralint.project import Module, Project

_STAND_INS = ("MyApp", "MyAppWeb", "App", "YourApp")
"""Names that a plan gives an application before it has one."""
_FEW = 2


@dataclass(frozen=True)
class Difference:
    """A process that differs. `what`: unbuilt (no such module), outside (in no tree), strategy.

    `sure`: nothing that is unknown could refute it. `node` is that of the code, where there is one.
    """

    document: Document
    line: int
    name: str
    what: str
    sure: bool
    planned: str = ""
    node: Node | None = None
    module: Module | None = None


class ProcessDrift:
    """The differences between the plans of a project and its supervision."""

    def __init__(self, project: Project, plans: Plans, supervision: Supervision) -> None:
        self._project = project
        self._plans = plans
        self._supervision = supervision

    @classmethod
    def of(cls, project: Project, plans: Plans, supervision: Supervision) -> "ProcessDrift":
        """Return the differences for a project."""
        return cls(project, plans, supervision)

    @cached_property
    def found(self) -> tuple[Difference, ...]:
        """What is planned and differs, in the order of the plans."""
        found: list[Difference] = []
        for document in self._plans.documents:
            if document.processes or document.strategy:
                found += self._in(document)
        return tuple(found)

    def _in(self, document: Document) -> Iterator[Difference]:
        roots = self._supervision.roots
        if not roots:
            return
        if document.strategy is not None and len(roots) == 1:
            node = roots[0].node
            wanted = document.strategy
            if _differs(node, wanted.name):
                name = node.text
                yield Difference(document, wanted.line, name, "strategy", True, wanted.name, node)
        seen: set[tuple[str, str]] = set()
        for planned in document.processes:
            if (planned.name, planned.registered) in seen:
                continue
            seen.add((planned.name, planned.registered))
            found = self._one(document, planned)
            if found is not None:
                yield found

    def _one(self, document: Document, planned: PlannedProcess) -> Difference | None:
        """Return how one process differs; None where it does not, or is too vague to tell."""
        node = self._node(planned)
        if node is not None:
            if planned.strategy and _differs(node, planned.strategy):
                return Difference(
                    document, planned.line, planned.name, "strategy", True, planned.strategy, node
                )
            return None
        name = planned.registered or planned.name
        if "." not in name or self._is_foreign(planned.name):
            return None
        sure = not self._supervision.unknown
        module = self._module(planned.name)
        if module is None:
            built = planned.registered and "." in planned.registered
            return Difference(document, planned.line, name, "unbuilt", sure or not built)
        if module.effects.process is None:
            # Whoever draws modules into a tree of processes did not draw only processes.
            return None
        return Difference(document, planned.line, name, "outside", sure, module=module)

    def _is_foreign(self, name: str) -> bool:
        """Whether a name without a module here may be that of a library's process."""
        first = name.partition(".")[0]
        own = first in self._namespaces or first in _STAND_INS
        return not own and self._module(name) is None

    @cached_property
    def _namespaces(self) -> frozenset[str]:
        """The first parts of all module names, and what stands below them."""
        parts = (module.name.split(".") for module in self._project.modules)
        return frozenset(part for each in parts for part in each[:2])

    def _node(self, planned: PlannedProcess) -> Node | None:
        for node in self._supervision.nodes:
            names = [node.module or "", *(str(name.name) for name in node.names)]
            if any(_same(planned.registered or planned.name, each) for each in names if each):
                return node
        return None

    def _module(self, name: str) -> Module | None:
        return next((m for m in self._project.modules if _same(name, m.name)), None)

    @cached_property
    def unplanned(self) -> tuple[Node, ...]:
        """The project's own supervisors in a tree that the plan of the whole does not draw."""
        planned = [each for document in self._plans.main for each in document.processes]
        if len(planned) < _FEW or not all(each.whole for each in planned):
            return ()
        names = {name for each in planned for name in (each.name, each.registered) if name}
        return tuple(
            node
            for root in self._supervision.roots
            for node in root.node.below
            if node is not root.node and node.kind in SUPERVISORS and node.module is not None
            if self._project.defines(node.module) and not node.dynamic
            if not any(_same(name, node.module) for name in names)
        )


def _differs(node: Node, planned: str) -> bool:
    known = node.strategy in ("one_for_one", "one_for_all", "rest_for_one")
    return known and node.strategy != planned


def _same(planned: str, built: str) -> bool:
    """Whether a name of a plan means one of the code: itself, or the end of it."""
    parts, others = planned.split("."), built.removeprefix(":").split(".")
    if parts[0] in _STAND_INS and len(parts) > 1 and parts[0] != others[0]:
        parts = parts[1:]
    return others[-len(parts) :] == parts
