"""The ways to what waits, walked backwards from it.

From every call that waits, over calls in the same process: a function waits for what the functions
that it calls wait for. Of all ways to one category the surest, and of those the shortest, is kept,
clause by clause. What another process runs is no wait, nor what runs later.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from heapq import heapify, heappop, heappush

from dralint.analysis.calls.callgraph import CallGraph, Edge, delegated
from dralint.analysis.calls.clauses import reaches
from dralint.analysis.calls.closures import runs_at
from dralint.analysis.calls.dispatch import Dispatch
from dralint.analysis.calls.repetition import in_loop
from dralint.analysis.waiting.blocking_sites import Primitives, is_own_call, is_waiting
from dralint.analysis.waiting.ways import (
    QUIET,
    Limits,
    Node,
    Solution,
    Step,
    Way,
    doubt_of,
    node_of,
    shown,
)
from dralint.project import Call, Function, Project

ROUNDS = 4
"""How often calls on values may lead to further ones."""

_UNRELATED = frozenset(("call", "calls", "reply", "db", "file"))
"""Categories that are not followed through calls on values."""


def solve(project: Project, graph: CallGraph, dispatch: Dispatch, limits: Limits) -> Solution:
    """Return the ways to everything that waits, except for what is `QUIET`."""
    solver = _Solver(project, graph, dispatch, limits)
    queue = list(solver.sites())
    for _ in range(ROUNDS):
        heapify(queue)
        solver.spread(queue)
        queue = [each for each in solver.dynamic() if each[0].place not in solver.found.starts]
        if not queue:
            break
    return Solution(dict(solver.found.best), dict(solver.found.starts))


def solve_below(
    project: Project, graph: CallGraph, dispatch: Dispatch, limits: Limits, function: Function
) -> Solution:
    """Return the ways to what is `QUIET` from a function and all that it calls.

    Most functions of a project lead to such waits, and hardly any is asked about them.
    """
    below = {function.key: function}
    level = [function]
    for _ in range(limits.max_path):
        following = {
            edge.callee.key: edge.callee
            for each in level
            for edge in graph.calls_from(each)
            if edge.callee.key not in below and doubt_of(edge.runs) is not None
        }
        below |= following
        level = list(following.values())
    solver = _Solver(project, graph, dispatch, limits, below)
    queue = list(solver.sites())
    heapify(queue)
    solver.spread(queue)
    return Solution(dict(solver.found.best), dict(solver.found.starts))


class _Solver:
    """Finds ways; `below`: only inside these functions, to what is `QUIET`."""

    def __init__(
        self,
        project: Project,
        graph: CallGraph,
        dispatch: Dispatch,
        limits: Limits,
        below: Mapping[tuple[str, int], Function] | None = None,
    ) -> None:
        self._below = below
        self._project = project
        self._graph = graph
        self._dispatch = dispatch
        self._limits = limits
        self._primitives = Primitives(project, limits.extra_blocking)
        self._ways: dict[Node, list[Way]] = {}
        self._behind_values: dict[tuple[str, int], tuple[str, ...]] = {}
        self.found = Solution()

    def sites(self) -> Iterator[tuple[Step, Node]]:
        """Return every call that waits."""
        for call, target in self._named_so():
            yield from self._waiting(call, target)

    def _named_so(self) -> Iterator[tuple[Call, str]]:
        if self._below is None:
            for target, name in self._project.called:
                if self._primitives.waits(target, name):
                    for call in self._project.calls_to(f"{target}.{name}/*"):
                        yield call, target
            return
        for function in self._below.values():
            for call in function.calls:
                reached = call.target
                if reached is not None and self._primitives.waits(reached, call.name):
                    yield call, reached

    def _waiting(self, call: Call, target: str) -> Iterator[tuple[Step, Node]]:
        """Yield a call of what may wait, where it does."""
        if call.file.is_test or call.data.function < 0 or call.data.quoted:
            return
        doubt = doubt_of(runs_at(call.file, call.data.closure))
        category = None if doubt is None else self._category(call, target)
        if doubt is None or category is None or (category in QUIET) != (self._below is not None):
            return
        if self._primitives.by_convention(target, category):
            doubt = max(doubt, 1)
        name = "receive" if category in ("message", "reply") else call.label
        if category == "message" and is_own_call(call):
            category = "call-infinity"
        yield self._site(call, category, doubt, name, None, 1)

    def _site(
        self,
        call: Call,
        category: str,
        doubt: int,
        name: str,
        on: tuple[Node, str] | None,
        length: int,
        node: Node | None = None,
    ) -> tuple[Step, Node]:
        if category == "call" and in_loop(call):
            category = "calls"
        place = (call.file.path, call.data.index)
        return Step(doubt, length, place, category, name, on), node or node_of(call)

    def _category(self, call: Call, target: str) -> str | None:
        category = self._primitives.category(call.data, target)
        if category is None or self._harmless(target, call.name, call.arity):
            return None
        if category != "extra" and call.callee is not None:
            return None
        return category if is_waiting(call, category) else None

    def _harmless(self, module: str, name: str, arity: int) -> bool:
        if not self._limits.extra_nonblocking:
            return False
        names = {f"{module}.{name}", f"{module}.*", f"{module}.{name}/{arity}"}
        return not names.isdisjoint(self._limits.extra_nonblocking)

    def spread(self, queue: list[tuple[Step, Node]]) -> None:
        """Walk backwards, the surest and shortest ways first. The queue is a heap."""
        best, starts = self.found.best, self.found.starts
        while queue:
            step, node = heappop(queue)
            starts[step.place].append(step)
            if step.category in best[node]:
                continue
            best[node][step.category] = step
            function = self._function(node)
            if step.length < self._limits.max_path and self._passes(function):
                for before in self._before(step, node, function):
                    heappush(queue, before)

    def _before(self, step: Step, node: Node, function: Function) -> Iterator[tuple[Step, Node]]:
        """Return the ways that are one call longer."""
        on = (node, step.category)
        for way in self._ways_to(node, function):
            yield self._site(
                way.call,
                step.category,
                max(way.doubt, step.doubt),
                way.name,
                on,
                step.length + 1,
                way.caller,
            )

    def _ways_to(self, node: Node, function: Function) -> list[Way]:
        """Return the calls that a clause is waited for by, whatever it is that it waits for."""
        known = self._ways.get(node)
        if known is None:
            known = self._ways[node] = []
            for edge in self._edges_to(function):
                doubt = doubt_of(edge.runs)
                if doubt is None or edge.caller.file.is_test:
                    continue
                if edge.by_name or reaches(edge.call.data, function, node[1]):
                    name = shown(function, edge.caller.module)
                    known.append(Way(edge.call, doubt, name, node_of(edge.call)))
        return known

    def _edges_to(self, function: Function) -> list[Edge]:
        if self._below is None:
            return self._graph.calls_to(function)
        return self._inner.get(function.key, [])

    @cached_property
    def _inner(self) -> dict[tuple[str, int], list[Edge]]:
        """The edges between the functions to stay within, by their end."""
        table: dict[tuple[str, int], list[Edge]] = defaultdict(list)
        for function in (self._below or {}).values():
            for edge in self._graph.calls_from(function):
                table[edge.callee.key].append(edge)
        return dict(table)

    def _passes(self, function: Function) -> bool:
        """Whether those that call a function wait for what it waits for."""
        if function.data.kind.startswith("defmacro"):
            return False
        return not self._harmless(function.module.name, function.name, function.arity)

    def _function(self, node: Node) -> Function:
        path, index = node[0]
        return self._project.by_path[path].functions[index]

    def dynamic(self) -> Iterator[tuple[Step, Node]]:
        """Return the calls on a value where the modules behind it wait, as far as is known."""
        waiting = {
            (function.name, arity)
            for node in self.found.best
            if (function := self._function(node)).data.public
            for arity in range(function.data.min_arity, function.data.max_arity + 1)
        }
        for call in self._calls_on_values:
            if (call.name, call.arity) not in waiting and call.name not in self._generated:
                continue
            doubt = doubt_of(runs_at(call.file, call.data.closure))
            if doubt is None:
                continue
            answers = [self._behind(call, name) for name in self._candidates(call)]
            categories = {category for answer in answers for category in answer}
            for category in sorted(categories - _UNRELATED):
                having = [answer[category] for answer in answers if category in answer]
                sure = 1 if len(having) == len(answers) else 2
                length, name, on = min(having)
                yield self._site(call, category, max(doubt, sure), name, on, length + 1)

    def _candidates(self, call: Call) -> tuple[str, ...]:
        """Return the modules behind a call on a value, in order."""
        place = (call.file.path, call.data.index)
        known = self._behind_values.get(place)
        if known is None:
            found = tuple(sorted(self._dispatch.candidates(call)))
            known = self._behind_values[place] = found
        return known

    @cached_property
    def _generated(self) -> frozenset[str]:
        """The names of the functions that wait and that `use` generated in the project."""
        return frozenset(
            name
            for module in self._project.modules
            if not module.file.is_test
            for name in self._primitives.table(module.name)
        )

    @cached_property
    def _calls_on_values(self) -> tuple[Call, ...]:
        return tuple(
            file.calls[data.index]
            for file in self._project.files
            if not file.is_test
            for data, target in zip(file.outline.calls, self._project.targets(file), strict=True)
            if target is None
            and data.on is not None
            and data.name != "()"
            and data.function >= 0
            and not data.quoted
        )

    def _behind(
        self, call: Call, module: str
    ) -> dict[str, tuple[int, str, tuple[Node, str] | None]]:
        """Return what a candidate waits for: by category the length, the name, the way on."""
        label = f"{module}.{call.name}/{call.arity}"
        function = self._project.function(module, call.name, call.arity, call.file)
        function = None if function is None else delegated(function)
        if function is None:
            category = self._primitives.category(call.data, module)
            return {} if category is None else {category: (0, label, None)}
        found: dict[str, tuple[int, str, tuple[Node, str] | None]] = {}
        for number in range(len(function.clauses)):
            if reaches(call.data, function, number):
                node = (function.key, number)
                for category, step in self.found.best.get(node, {}).items():
                    if step.doubt < 2 and step.length < self._limits.max_path:
                        found.setdefault(category, (step.length, label, (node, category)))
        return found
