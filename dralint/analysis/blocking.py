"""What each function waits for, and by which way.

From every call that waits, backwards over calls in the same process: a function waits for what the
functions that it calls wait for. Of all ways to one category the surest, and of those the shortest,
is kept, clause by clause. What another process runs is no wait, nor what runs later.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import Literal

from dralint.project import Call, Function, Module, Project
from dralint.text import Span

from .blocking_sites import Primitives, is_waiting
from .blocking_table import CATEGORIES
from .callgraph import CallGraph, delegated
from .clauses import clause_of, reaches
from .closures import Runs, runs_at
from .dispatch import Dispatch
from .loops import in_loop

GRAVE = ("sleep", "message", "http", "await", "rpc", "lock", "os", "net", "stdin", "extra")
"""Categories that stop a process for as long as it pleases others."""

_ROUNDS = 4


@dataclass(frozen=True)
class BlockingOptions:
    """What counts as waiting.

    `categories` are those that rules speak of. `extra_blocking` and `extra_nonblocking` name
    functions: `Module.function`, `Module.function/1` or `Module.*`. `max_path` is the number of
    calls that a wait is followed through. `db_in_callbacks` says how grave a query in a callback is.
    """

    categories: tuple[str, ...] = (*GRAVE, "kdf", "call-infinity", "calls")
    extra_blocking: tuple[str, ...] = ()
    extra_nonblocking: tuple[str, ...] = ()
    max_path: int = 6
    db_in_callbacks: Literal["off", "info", "warning"] = "off"


@dataclass(frozen=True)
class Wait:
    """One way from a clause to something that it waits for.

    `calls` lead there, through the clauses `nodes`: the first stands in the clause, the last is what
    waits; `names` are what they reach. `doubt` is 0 where every step is resolved, 1 where one goes
    by convention, 2 where an unknown could refute it.
    """

    category: str
    calls: tuple[Call, ...]
    names: tuple[str, ...]
    nodes: tuple["Node", ...]
    doubt: int

    @property
    def span(self) -> Span:
        """The call in the clause."""
        return self.calls[0].name_span

    @property
    def says(self) -> str:
        """What happens: `waits for HTTP`."""
        return CATEGORIES[self.category]

    @property
    def way(self) -> str:
        """The names on the way: `fetch/0 -> Req.get!/1`."""
        return " -> ".join(self.names)

    @property
    def steps(self) -> tuple[tuple[Span, str], ...]:
        """The places on the way and what happens there; none where the clause waits itself."""
        if len(self.calls) == 1:
            return ()
        said = [f"calls `{name}`" for name in self.names[:-1]]
        said.append(f"`{self.names[-1]}` {self.says}")
        return tuple((call.name_span, what) for call, what in zip(self.calls, said, strict=True))


Node = tuple[tuple[str, int], int]
"""A clause of a function: the function's key and the clause's number."""


@dataclass(frozen=True, order=True)
class _Best:
    """The best way on from a clause: a call in it, and the clause that it reaches, if any."""

    doubt: int
    length: int
    place: tuple[str, int]
    category: str
    name: str
    on: tuple[Node, str] | None


class Blocking:
    """What waits in a project."""

    def __init__(
        self, project: Project, graph: CallGraph, dispatch: Dispatch, options: BlockingOptions
    ) -> None:
        self._project = project
        self._graph = graph
        self._dispatch = dispatch
        self.options = options
        self._primitives = Primitives(project, options.extra_blocking)

    @classmethod
    def of(
        cls, project: Project, graph: CallGraph, dispatch: Dispatch, options: BlockingOptions
    ) -> "Blocking":
        """Return what waits in a project."""
        return cls(project, graph, dispatch, options)

    def waits(self, function: Function, clause: int) -> tuple[Wait, ...]:
        """Return the ways from the calls of a clause to what they wait for, in their order.

        Each call has one way for each category that it leads to.
        """
        if (function.key, clause) not in self._best:
            return ()
        found: list[Wait] = []
        for index in range(*function.clauses[clause].calls):
            ways = self._ways(function, index)
            found += [self._wait(way) for _, way in sorted(ways.items())]
        return tuple(found)

    def _ways(self, function: Function, index: int) -> dict[str, _Best]:
        """Return the best way for each category that begins with one call."""
        place = (function.file.path, index)
        ways: dict[str, _Best] = {}
        for found in self._starts.get(place, ()):
            known = ways.get(found.category)
            if known is None or found < known:
                ways[found.category] = found
        return ways

    def _wait(self, best: _Best) -> Wait:
        calls: list[Call] = []
        names: list[str] = []
        nodes: list[Node] = []
        category = best.category
        doubt = best.doubt
        while True:
            calls.append(self._project.by_path[best.place[0]].call(best.place[1]))
            names.append(best.name)
            if best.on is None:
                break
            node, below = best.on
            nodes.append(node)
            best = self._best[node][below]
        return Wait(category, tuple(calls), tuple(names), tuple(nodes), doubt)

    @cached_property
    def _best(self) -> dict[Node, dict[str, _Best]]:
        return self._solved[0]

    @cached_property
    def _starts(self) -> dict[tuple[str, int], list[_Best]]:
        return self._solved[1]

    @cached_property
    def _solved(self) -> tuple[dict[Node, dict[str, _Best]], dict[tuple[str, int], list[_Best]]]:
        """The best ways from each clause, and all that begin with each call."""
        starts: dict[tuple[str, int], list[_Best]] = defaultdict(list)
        best: dict[Node, dict[str, _Best]] = defaultdict(dict)
        queue = [(found, node) for node, found in self._sites()]
        heapify(queue)
        for _ in range(_ROUNDS):
            self._spread(queue, best, starts)
            queue = [
                (found, node)
                for node, found in self._dynamic(best)
                if found.place not in starts
            ]
            if not queue:
                break
            heapify(queue)
        return dict(best), dict(starts)

    def _spread(
        self,
        queue: list[tuple[_Best, Node]],
        best: dict[Node, dict[str, _Best]],
        starts: dict[tuple[str, int], list[_Best]],
    ) -> None:
        """Walk backwards from what waits, the surest and shortest ways first."""
        while queue:
            found, node = heappop(queue)
            starts[found.place].append(found)
            if found.category in best[node]:
                continue
            best[node][found.category] = found
            if found.length >= self.options.max_path:
                continue
            function = self._function(node)
            for edge in self._graph.calls_to(function):
                doubt = _doubt(edge.runs)
                if doubt is None or edge.caller.file.is_test:
                    continue
                if not edge.by_name and not reaches(edge.call.data, function, node[1]):
                    continue
                category = found.category
                if category == "call" and in_loop(edge.call):
                    category = "calls"
                place = (edge.call.file.path, edge.call.data.index)
                name = _shown(function, edge.caller.module)
                after = _Best(
                    max(doubt, found.doubt),
                    found.length + 1,
                    place,
                    category,
                    name,
                    (node, found.category),
                )
                caller = (edge.caller.key, clause_of(edge.caller, edge.call.data.index))
                if self._passes(edge.caller):
                    heappush(queue, (after, caller))

    def _function(self, node: Node) -> Function:
        path, index = node[0]
        return self._project.by_path[path].functions[index]

    def _sites(self) -> Iterator[tuple[Node, _Best]]:
        """Return every call that waits."""
        for file in self._project.files:
            if file.is_test:
                continue
            targets = self._project.targets(file)
            for data, target in zip(file.outline.calls, targets, strict=True):
                if target is None or data.function < 0 or data.quoted:
                    continue
                if not self._primitives.table(target):
                    continue
                doubt = _doubt(runs_at(file, data.closure))
                if doubt is None:
                    continue
                call = Call(file, data)
                category = self._category(call, target)
                if category is None:
                    continue
                if self._primitives.by_convention(target):
                    doubt = max(doubt, 1)
                if category == "call" and in_loop(call):
                    category = "calls"
                yield self._site(call, category, doubt)

    def _site(self, call: Call, category: str, doubt: int) -> tuple[Node, _Best]:
        function = call.file.functions[call.data.function]
        place = (call.file.path, call.data.index)
        node = (function.key, clause_of(function, call.data.index))
        name = "receive" if category == "message" else call.label
        return node, _Best(doubt, 1, place, category, name, None)

    def _category(self, call: Call, target: str) -> str | None:
        category = self._primitives.category(call.data, target)
        if category is None or _listed(self.options.extra_nonblocking, target, call):
            return None
        if category != "extra" and call.callee is not None:
            return None
        return category if is_waiting(call, category) else None

    def _passes(self, function: Function) -> bool:
        """Whether a wait in a function is a wait of those that call it."""
        if not function.data.public or not self.options.extra_nonblocking:
            return not function.data.kind.startswith("defmacro")
        name = function.module.name
        barred = {f"{name}.{function.name}", f"{name}.*", f"{name}.{function.label}"}
        return barred.isdisjoint(self.options.extra_nonblocking)

    def _dynamic(self, best: dict[Node, dict[str, _Best]]) -> Iterator[tuple[Node, _Best]]:
        """Return the calls on a value where the modules behind it wait, as far as is known now."""
        waiting = {
            (function.name, arity)
            for node in best
            if (function := self._function(node)).data.public
            for arity in range(function.data.min_arity, function.data.max_arity + 1)
        }
        generated = self._generated
        for call in self._calls_on_values:
            if (call.name, call.arity) not in waiting and call.name not in generated:
                continue
            doubt = _doubt(runs_at(call.file, call.data.closure))
            if doubt is None:
                continue
            candidates = sorted(self._dispatch.candidates(call))
            answers = [self._behind(call, name, best) for name in candidates]
            categories = {category for answer in answers for category in answer}
            for category in sorted(categories - {"call", "calls", "db", "file"}):
                having = [a[category] for a in answers if category in a]
                sure = 1 if len(having) == len(answers) else 2
                name, on, length = min(having, key=lambda h: (h[2], h[0]))
                node, site = self._site(call, category, max(doubt, sure))
                yield (
                    node,
                    _Best(site.doubt, length + 1, site.place, category, name, on),
                )

    @cached_property
    def _generated(self) -> frozenset[str]:
        """The names of functions that wait and that `use` generated in a module of the project."""
        return frozenset(
            name
            for module in self._project.modules
            if not module.file.is_test
            for name in self._primitives.table(module.name)
        )

    @cached_property
    def _calls_on_values(self) -> tuple[Call, ...]:
        return tuple(
            Call(file, data)
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
        self, call: Call, name: str, best: dict[Node, dict[str, _Best]]
    ) -> dict[str, tuple[str, tuple[Node, str] | None, int]]:
        """Return what a candidate waits for: by category the name, the way on and its length."""
        label = f"{name}.{call.name}/{call.arity}"
        function = self._project.function(name, call.name, call.arity, call.file)
        function = None if function is None else delegated(function)
        if function is None:
            category = self._primitives.category(call.data, name)
            return {} if category is None else {category: (label, None, 0)}
        found: dict[str, tuple[str, tuple[Node, str] | None, int]] = {}
        for number in range(len(function.clauses)):
            node = (function.key, number)
            if reaches(call.data, function, number):
                for category, way in best.get(node, {}).items():
                    if way.doubt < 2 and category not in found:
                        found[category] = (label, (node, category), way.length)
        return found


def _doubt(runs: Runs) -> int | None:
    """Return how doubtful it is that code of this kind is waited for, None for surely not."""
    return {Runs.HERE: 0, Runs.UNKNOWN: 2}.get(runs)


def _shown(function: Function, seen_from: Module) -> str:
    if function.module.name == seen_from.name:
        return function.label
    return function.full_name


def _listed(patterns: tuple[str, ...], target: str, call: Call) -> bool:
    names = {f"{target}.{call.name}", f"{target}.*", f"{target}.{call.name}/{call.arity}"}
    return not names.isdisjoint(patterns)
