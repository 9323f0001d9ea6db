"""What each function waits for, and by which way."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from dralint.analysis.calls.callgraph import CallGraph
from dralint.analysis.calls.dispatch import Dispatch
from dralint.analysis.waiting.blocking_table import CATEGORIES
from dralint.analysis.waiting.waits import solve, solve_below
from dralint.analysis.waiting.ways import QUIET, Limits, Node, Solution, Step
from dralint.project import Call, Function, Project
from dralint.text import Span

GRAVE = (
    "sleep",
    "message",
    "http",
    "mail",
    "await",
    "rpc",
    "lock",
    "os",
    "net",
    "stdin",
    "extra",
)
"""Categories that stop a process for as long as it pleases others."""

SLOW = ("kdf", "call-infinity", "calls")
"""Categories that stop it for longer than they should."""

Level = Literal["off", "info", "warning"]


@dataclass(frozen=True)
class BlockingOptions:
    """What counts as waiting.

    `categories` are those that rules speak of. `extra_blocking` and `extra_nonblocking` name
    functions: `Module.function`, `Module.function/1` or `Module.*`. `max_path` is the number of
    calls that a wait is followed through. `db_in_callbacks` says how grave a query in a server's
    callback is, `lone_processes` how grave any wait is in a process that follows its own timers and
    that nobody asks. Modules in `dedicated_workers` wait by design.
    """

    categories: tuple[str, ...] = (*GRAVE, *SLOW)
    extra_blocking: tuple[str, ...] = ()
    extra_nonblocking: tuple[str, ...] = ()
    max_path: int = 6
    db_in_callbacks: Level = "off"
    lone_processes: Level = "off"
    dedicated_workers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wait:
    """One way from a clause to something that it waits for.

    `calls` lead there, through the clauses `nodes`: the first stands in the clause, the last waits;
    `names` are what they reach. `doubt` is 0 where every step is resolved, 1 where one goes by
    convention, 2 where an unknown could refute it.
    """

    category: str
    calls: tuple[Call, ...]
    names: tuple[str, ...]
    nodes: tuple[Node, ...]
    doubt: int

    @property
    def span(self) -> Span:
        """The call in the clause."""
        return self.calls[0].name_span

    @property
    def site(self) -> Call:
        """The call that waits."""
        return self.calls[-1]

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


class Blocking:
    """What waits in a project."""

    def __init__(
        self, project: Project, graph: CallGraph, dispatch: Dispatch, options: BlockingOptions
    ) -> None:
        self._project = project
        self._graph = graph
        self._dispatch = dispatch
        self.options = options
        self._below: dict[tuple[str, int], Solution] = {}

    @classmethod
    def of(
        cls, project: Project, graph: CallGraph, dispatch: Dispatch, options: BlockingOptions
    ) -> "Blocking":
        """Return what waits in a project."""
        return cls(project, graph, dispatch, options)

    @cached_property
    def _limits(self) -> Limits:
        options = self.options
        return Limits(options.extra_blocking, options.extra_nonblocking, options.max_path)

    @cached_property
    def _loud(self) -> Solution:
        return solve(self._project, self._graph, self._dispatch, self._limits)

    def _quiet(self, function: Function) -> Solution:
        known = self._below.get(function.key)
        if known is None:
            found = solve_below(self._project, self._graph, self._dispatch, self._limits, function)
            known = self._below[function.key] = found
        return known

    def waits(self, function: Function, clause: int) -> tuple[Wait, ...]:
        """Return the ways from the calls of a clause to what they wait for, in their order.

        Each call has one way, the surest and shortest, for each category that it leads to.
        """
        return self._ways(function, clause, (self._loud, self._quiet(function)))

    def grave(self, function: Function, clause: int) -> tuple[Wait, ...]:
        """Return the same, but for data stores, files, and messages with a limit, where cheap."""
        return self._ways(function, clause, (self._loud,))

    def handled(self, function: Function, clause: int) -> tuple[Wait, ...]:
        """Return the waits of a clause of a handler that the options speak of, and maybe others."""
        options = self.options
        quiet = options.db_in_callbacks != "off" or not QUIET.isdisjoint(options.categories)
        return self.waits(function, clause) if quiet else self.grave(function, clause)

    def _ways(
        self, function: Function, clause: int, solutions: tuple[Solution, ...]
    ) -> tuple[Wait, ...]:
        having = [each for each in solutions if (function.key, clause) in each.best]
        if not having:
            return ()
        found: list[Wait] = []
        for index in range(*function.clauses[clause].calls):
            steps = [(s, each) for each in having for s in _first(each, function, index)]
            for step, solution in sorted(steps, key=lambda pair: pair[0].category):
                found.append(self._wait(step, solution))
        return tuple(found)

    def _wait(self, step: Step, solution: Solution) -> Wait:
        category, doubt = step.category, step.doubt
        calls: list[Call] = []
        names: list[str] = []
        nodes: list[Node] = []
        while True:
            calls.append(self._project.by_path[step.place[0]].call(step.place[1]))
            names.append(step.name)
            if step.on is None:
                return Wait(category, tuple(calls), tuple(names), tuple(nodes), doubt)
            node, below = step.on
            nodes.append(node)
            step = solution.best[node][below]


def _first(solution: Solution, function: Function, index: int) -> list[Step]:
    """Return the best way for each category that begins with one call."""
    ways: dict[str, Step] = {}
    for step in solution.starts.get((function.file.path, index), ()):
        known = ways.get(step.category)
        if known is None or step < known:
            ways[step.category] = step
    return [step for _, step in sorted(ways.items())]
