"""Start order: what each child needs while it starts, and which sibling gives it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.calls.callgraph import CallGraph, Edge
from dralint.analysis.calls.closures import Runs, where_runs
from dralint.analysis.calls.inside import inside
from dralint.analysis.messages.name_uses import NameUse, NameUses
from dralint.analysis.supervision.supervision import Supervision
from dralint.analysis.supervision.tree import Node
from dralint.analysis.values.constants import (
    Func,
    List,
    Tuple,
    everything,
    exclusive,
    name_of,
    only,
)
from dralint.outline.values import Flow
from dralint.project import Function, Project

REACH = 6
"""How many functions a start is followed through."""


@dataclass(frozen=True)
class Need:
    """A name that a child addresses.

    `when`: start (before it has started), soon (right after), later (once its own children start)
    or request (when an endpoint serves one). `path` are the calls that lead there.
    """

    use: NameUse
    when: str
    node: Node
    path: tuple[Edge, ...]

    @property
    def guarded(self) -> bool:
        """Whether a function on the way looks first, or is ready for the failure."""
        functions = [edge.caller for edge in self.path]
        last = self.use.call.function
        if last is not None:
            functions.append(last)
        return any(_careful(function) for function in functions)


@dataclass(frozen=True)
class Misplaced:
    """A child that starts before a sibling which it needs."""

    above: Node
    child: Node
    sibling: Node
    provider: Node
    need: Need


class StartOrder:
    """The children that stand before what they need."""

    def __init__(
        self, project: Project, graph: CallGraph, uses: NameUses, supervision: Supervision
    ) -> None:
        self._project = project
        self._graph = graph
        self._uses = uses
        self._supervision = supervision
        self._reached: dict[tuple[str, int], tuple[tuple[NameUse, tuple[Edge, ...]], ...]] = {}

    @classmethod
    def of(
        cls, project: Project, graph: CallGraph, uses: NameUses, supervision: Supervision
    ) -> "StartOrder":
        """Return the start order of a project's trees."""
        return cls(project, graph, uses, supervision)

    @cached_property
    def misplaced(self) -> tuple[Misplaced, ...]:
        """Every child that starts before a sibling which it needs, each pair once."""
        found: list[Misplaced] = []
        seen: set[tuple[object, ...]] = set()
        for node in self._supervision.nodes:
            if node.strategy is None or node.dynamic:
                continue
            for each in self._in_list(node):
                key = (each.child.span, each.sibling.span, each.need.use.name)
                if key not in seen:
                    seen.add(key)
                    found.append(each)
        return tuple(found)

    def _in_list(self, above: Node) -> Iterator[Misplaced]:
        children = [child for child in above.children if not child.dynamic]
        gives = [_names(child) for child in children]
        for index, child in enumerate(children):
            later_names = {name for names in gives[index + 1 :] for name in names}
            wanted = later_names - {name for names in gives[: index + 1] for name in names}
            for need in self.needs(child, frozenset(wanted)) if wanted else ():
                if need.use.name not in wanted:
                    continue
                for later in range(index + 1, len(children)):
                    provider = gives[later].get(need.use.name)
                    sibling = children[later]
                    if provider is not None and not exclusive(child.when, sibling.when):
                        yield Misplaced(above, child, sibling, provider, need)
                        break

    @cached_property
    def upward(self) -> tuple[tuple[Node, Node, Need], ...]:
        """The processes that call, while they start, a supervisor that waits for their start."""
        found: dict[object, tuple[Node, Node, Need]] = {}
        for root in self._supervision.trees:
            waiting: list[tuple[Node, tuple[Node, ...]]] = [(root.node, ())]
            while waiting:
                node, above = waiting.pop()
                for need in self._own_needs(node, frozenset()):
                    if need.when == "start" and need.use.kind == "supervisor":
                        for each in above:
                            if any(name.name == need.use.name for name in each.names):
                                key = (node.module, need.use.call.span)
                                found.setdefault(key, (node, each, need))
                for child in node.children:
                    # What is started later finds only its own supervisor waiting.
                    chain = (node,) if child.dynamic else (*above, node)
                    waiting.append((child, () if child.linked else chain))
        return tuple(found.values())

    def needs(self, node: Node, wanted: frozenset[str]) -> Iterator[Need]:
        """Return the names that a child and what starts with it address, of requests the wanted."""
        for each in _static(node):
            yield from self._own_needs(each, wanted)

    def _own_needs(self, node: Node, wanted: frozenset[str]) -> Iterator[Need]:
        module = self._project.module(node.module or "")
        if module is not None and module.effects.process == "endpoint":
            yield from (Need(use, "request", node, path) for use, path in self._requests(wanted))
            for use in self._uses.pubsub_of_endpoints:
                if module.name in {getattr(arg, "name", "") for arg in use.call.args}:
                    yield Need(use, "request", node, ())
            return
        yield from self._task_needs(node)
        for function, when in self._start_functions(node):
            for use, path in self._from(function):
                yield Need(use, when, node, path)

    def _task_needs(self, node: Node) -> Iterator[Need]:
        """Yield what the function of a task among the children addresses."""
        if node.kind != "task" or node.child is None or node.child.start is None:
            return
        for given in node.child.start[2] or ():
            for constant in everything(given):
                if not isinstance(constant, Func):
                    continue
                file = constant.at.file
                for call in file.calls:
                    if call.data.closure == constant.closure:
                        for use in self._uses.by_call.get(call, ()):
                            yield Need(use, "soon", node, ())
                        callee = call.callee
                        for use, path in self._from(callee) if callee is not None else ():
                            yield Need(use, "soon", node, path)

    def _start_functions(self, node: Node) -> Iterator[tuple[Function, str]]:
        child = node.child
        if node.kind in ("task", "agent") or child is None:
            return
        if child.module == ":telemetry_poller":
            yield from self._measurements(node)
        if child.start is not None and child.start[2] is not None:
            name, function, args = child.start[0], child.start[1], child.start[2]
            found = self._project.function(name, function, len(args))
            if found is not None:
                yield found, "start"
        owner = node.started.module if node.started is not None else child.module
        init = self._project.function(owner or "", "init", 1)
        if init is not None and node.kind == "worker":
            yield init, "start"
            after = self._project.function(owner or "", "handle_continue", 2)
            if after is not None:
                yield after, "soon"

    def _measurements(self, node: Node) -> Iterator[tuple[Function, str]]:
        """Return the functions that a poller calls by name from its start on."""
        assert node.child is not None
        for constant in everything(node.child.arg):
            if isinstance(constant, Tuple) and len(constant.items) == 3:
                module, name = name_of(constant.items[0]), name_of(constant.items[1])
                args = only(constant.items[2])
                if module and name and isinstance(args, List):
                    found = self._project.function(module, name.lstrip(":"), len(args.items))
                    if found is not None:
                        yield found, "soon"

    def _from(self, function: Function) -> tuple[tuple[NameUse, tuple[Edge, ...]], ...]:
        """Return the uses that a function reaches in its own process, with the way there."""
        known = self._reached.get(function.key)
        if known is None:
            known = self._reached[function.key] = tuple(self._search([function], REACH, False))
        return known

    def _search(
        self,
        roots: list[Function],
        reach: int,
        anywhere: bool,
        only: frozenset[tuple[str, int]] | None = None,
    ) -> Iterator[tuple[NameUse, tuple[Edge, ...]]]:
        """Yield the uses that functions reach, the nearest first, each name once.

        `only`: the functions that lead there, if they are known.
        """
        level: list[tuple[Function, tuple[Edge, ...]]] = [(root, ()) for root in roots]
        seen = {root.key for root in roots}
        names: set[str] = set()
        while level:
            following: list[tuple[Function, tuple[Edge, ...]]] = []
            for function, path in level:
                for use in self._uses.by_function.get(function.key, ()):
                    here = anywhere or where_runs(use.call) is Runs.HERE
                    if here and not use.silent and use.name not in names:
                        names.add(use.name)
                        yield use, path
                if len(path) >= reach:
                    continue
                for edge in self._graph.calls_from(function):
                    here = anywhere or (edge.runs is Runs.HERE and not edge.by_name)
                    leads = only is None or edge.callee.key in only
                    if here and leads and edge.callee.key not in seen:
                        seen.add(edge.callee.key)
                        following.append((edge.callee, (*path, edge)))
            level = following

    def _requests(self, wanted: frozenset[str]) -> Iterator[tuple[NameUse, tuple[Edge, ...]]]:
        """Yield the uses of names that web code reaches."""
        leading = self._leading_to(wanted)
        roots = [
            function
            for file in self._project.files
            if file.kind == "web"
            for function in file.functions
            if function.key in leading
            and function.data.module >= 0
            and function.module.effects.process != "endpoint"
        ]
        return self._search(roots, REACH, True, leading)

    def _leading_to(self, wanted: frozenset[str]) -> frozenset[tuple[str, int]]:
        """Return the functions that lead to a use of some names: few do."""
        uses = (use for use in self._uses.all if use.name in wanted and not use.silent)
        found = {f.key: f for use in uses if (f := use.call.function) is not None}
        level = list(found.values())
        for _ in range(REACH):
            callers = [edge.caller for each in level for edge in self._graph.calls_to(each)]
            level = [f for f in {f.key: f for f in callers}.values() if f.key not in found]
            found |= {function.key: function for function in level}
        return frozenset(found)


def _careful(function: Function) -> bool:
    """Whether a function asks whether a process is there, or catches what goes wrong."""
    if any(call.name == "whereis" for call in function.calls):
        return True
    bodies = [clause.body for clause in function.clauses]
    return any(
        isinstance(value, Flow) and value.kind == "try"
        for value in inside(function.file.outline, *bodies)
    )


def _static(node: Node) -> Iterator[Node]:
    """Return a node and all below it that starts with it."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if not each.dynamic:
            yield each
            waiting.extend(reversed(each.children))


def _names(node: Node) -> dict[str, Node]:
    """Return the local names that a child and what starts with it register."""
    found: dict[str, Node] = {}
    for each in _static(node):
        for name in each.names:
            if name.kind == "local":
                found.setdefault(name.name, each)
        if each.kind in ("repo", "endpoint") and each.module:
            found.setdefault(each.module, each)
    return found
