"""Which callbacks wait, so that their process answers nobody meanwhile."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from dralint.project import Call, Module, Project
from dralint.text import Span

from .blocking import GRAVE, Blocking, Wait
from .callgraph import CallGraph
from .processes import Callback, Processes

ERROR, WARNING, INFO, NOTHING = 3, 2, 1, 0
"""How grave a wait is; the numbers are those of severities."""

_HANDLERS = ("handle_call", "handle_cast", "handle_info", "handle_continue")
_SENDS = ("GenServer.call", "GenServer.cast", "Kernel.send", "Process.send", ":erlang.send")


@dataclass(frozen=True)
class Blocked:
    """A clause of a callback that waits, and how grave that is.

    `also` are further places of the process where the same is waited for.
    """

    callback: Callback
    wait: Wait
    gravity: int
    also: tuple[tuple[Span, str], ...] = ()

    @property
    def steps(self) -> tuple[tuple[Span, str], ...]:
        """The places on the way, then the further ones."""
        return self.wait.steps + self.also


class BlockedCallbacks:
    """The callbacks that wait."""

    def __init__(self, graph: CallGraph, processes: Processes, blocking: Blocking) -> None:
        self._graph = graph
        self._processes = processes
        self._blocking = blocking

    @classmethod
    def of(
        cls, project: Project, graph: CallGraph, processes: Processes, blocking: Blocking
    ) -> "BlockedCallbacks":
        """Return the callbacks of a project that wait."""
        return cls(graph, processes, blocking)

    @cached_property
    def _callbacks(self) -> dict[Module, list[Callback]]:
        table: dict[Module, list[Callback]] = {}
        for callback in self._processes.callbacks:
            table.setdefault(callback.module, []).append(callback)
        return table

    def servers(self, module: Module) -> tuple[Blocked, ...]:
        """Return what the handlers of a server wait for: once for each place that waits."""
        callbacks = [c for c in self._callbacks.get(module, ()) if _handles(c)]
        alone = self.works_alone(module)

        def gravity(callback: Callback, wait: Wait) -> int:
            level = self._level(wait.category)
            if alone:
                return min(level, INFO)
            return level - 1 if callback.name == "handle_continue" and level > INFO else level

        return self._once(callbacks, gravity)

    def views(self, module: Module) -> tuple[Blocked, ...]:
        """Return what the callbacks of a live view, live component or channel wait for."""
        callbacks = [
            c
            for c in self._callbacks.get(module, ())
            if c.process in ("live", "component", "channel") and c.name != "terminate"
        ]

        def gravity(callback: Callback, wait: Wait) -> int:
            return WARNING if wait.category in GRAVE else NOTHING

        return self._once(callbacks, gravity)

    def starts(self, module: Module) -> tuple[Blocked, ...]:
        """Return what the `init/1` of a process waits for."""
        callbacks = [c for c in self._callbacks.get(module, ()) if c.name == "init"]

        def gravity(callback: Callback, wait: Wait) -> int:
            if wait.category in GRAVE or wait.category in ("call-infinity", "calls"):
                return WARNING
            return WARNING if wait.category == "db" else NOTHING

        return self._once(callbacks, gravity)

    def _level(self, category: str) -> int:
        options = self._blocking.options
        if category == "db":
            return {"off": NOTHING, "info": INFO, "warning": WARNING}[options.db_in_callbacks]
        if category not in options.categories:
            return NOTHING
        if category in GRAVE:
            return ERROR
        return WARNING if category in ("kdf", "call-infinity", "calls") else INFO

    def works_alone(self, module: Module) -> bool:
        """Whether a process only follows its own timers: nobody asks it and nobody waits for it."""
        for callback in self._callbacks.get(module, ()):
            if callback.name in ("handle_call", "handle_cast"):
                return False
        own = {c.function.key for c in self._callbacks.get(module, ())}
        return not any(
            f"{call.target}.{call.name}" in _SENDS
            for function in module.functions
            if function.data.public and function.key not in own
            for call in function.calls
        )

    def _once(
        self, callbacks: Iterable[Callback], gravity: Callable[[Callback, Wait], int]
    ) -> tuple[Blocked, ...]:
        """Return one finding for each place that waits, in the gravest callback that reaches it."""
        callbacks = list(callbacks)
        roots = {(c.function.key, c.index) for c in callbacks}
        every: list[tuple[int, int, Callback, list[Wait]]] = []
        for order, callback in enumerate(callbacks):
            by_category: dict[str, list[Wait]] = {}
            for wait in self._blocking.waits(callback.function, callback.index):
                if not self._through(wait, roots):
                    by_category.setdefault(wait.category, []).append(wait)
            for waits in by_category.values():
                level = gravity(callback, waits[0])
                if level > NOTHING:
                    every.append((-level, order, callback, waits))
        found: list[tuple[int, int, Blocked]] = []
        at: dict[Call, int] = {}
        more: dict[int, list[tuple[Span, str]]] = {}
        for level, order, callback, waits in sorted(every, key=lambda e: e[:2]):
            main = next((w for w in waits if w.calls[-1] not in at), None)
            number = len(found) if main is not None else at[waits[0].calls[-1]]
            for wait in waits:
                if wait is not main:
                    more.setdefault(number, []).append(
                        (wait.span, f"`{callback.label}` {wait.says} too: `{wait.way}`")
                    )
                at.setdefault(wait.calls[-1], number)
            if main is not None:
                found.append((order, number, Blocked(callback, main, -level)))
        return tuple(
            Blocked(each.callback, each.wait, each.gravity, tuple(sorted(more.get(number, ()))))
            for _, number, each in sorted(found, key=lambda f: f[:2])
        )

    def _through(self, wait: Wait, roots: set[tuple[tuple[str, int], int]]) -> bool:
        """Whether a way leads through another callback, which has a finding of its own."""
        return any(node in roots for node in wait.nodes)


def _handles(callback: Callback) -> bool:
    if callback.process == "stage":
        return callback.name in ("handle_call", "handle_cast")
    if callback.process not in ("server", "statem"):
        return False
    if callback.process == "statem":
        return callback.name not in ("init", "terminate", "callback_mode", "code_change", "format_status")
    return callback.name in _HANDLERS or callback.name.startswith("handle_frame")
