"""Which callbacks wait, so that their process answers nobody meanwhile."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cached_property

from dralint.analysis.calls.dispatch import Dispatch
from dralint.analysis.processes.processes import Callback, Processes
from dralint.analysis.values.tails import Tails
from dralint.analysis.waiting.blocking import GRAVE, SLOW, Blocking, Level, Wait
from dralint.analysis.waiting.blocking_table import CATEGORIES
from dralint.analysis.waiting.harm import Harm
from dralint.outline.values import Atom, TupleOf
from dralint.project import Function, Module, Project
from dralint.text import Span

ERROR, WARNING, INFO, NOTHING = 3, 2, 1, 0
"""How grave a wait is; the numbers are those of severities."""

SHOWN = 8
"""How many further places a finding names."""

_HANDLERS = ("handle_call", "handle_cast", "handle_info", "handle_continue", "handle_frame")
_NOT_STATES = ("init", "terminate", "callback_mode", "code_change", "format_status")
_SENDS = ("GenServer.call", "GenServer.cast", "Kernel.send", "Process.send", ":erlang.send")
_GATES = ("ignore", "stop", "error")
_LEVELS: dict[Level, int] = {"off": NOTHING, "info": INFO, "warning": WARNING}


@dataclass(frozen=True)
class Blocked:
    """A clause of a callback that waits, and how grave that is.

    `also` are further places of the process that wait for the same.
    """

    callback: Callback
    wait: Wait
    gravity: int
    also: tuple[tuple[Span, str], ...] = ()

    @property
    def message(self) -> str:
        """What happens, and by which way."""
        return f"`{self.callback.label}` {self.wait.says}: `{self.wait.way}`"

    @property
    def certainty(self) -> int:
        """How sure it is; the numbers are those of confidences."""
        return 3 - self.wait.doubt

    @property
    def steps(self) -> tuple[tuple[Span, str], ...]:
        """The places on the way, then the further ones."""
        return self.wait.steps + self.also


Gravity = Callable[[Callback, Wait], int]
Ways = Callable[[Function, int], tuple[Wait, ...]]


class BlockedCallbacks:
    """The callbacks that wait, module by module."""

    def __init__(
        self,
        processes: Processes,
        blocking: Blocking,
        dispatch: Dispatch,
        tails: Tails,
        harm: Harm,
    ) -> None:
        self._processes = processes
        self._harm = harm
        self._blocking = blocking
        self._dispatch = dispatch
        self._tails = tails

    @classmethod
    def of(
        cls,
        project: Project,
        processes: Processes,
        blocking: Blocking,
        dispatch: Dispatch,
        tails: Tails,
        harm: Harm,
    ) -> "BlockedCallbacks":
        """Return the callbacks of a project that wait."""
        return cls(processes, blocking, dispatch, tails, harm)

    @cached_property
    def _callbacks(self) -> dict[Module, list[Callback]]:
        table: dict[Module, list[Callback]] = {}
        for callback in self._processes.callbacks:
            table.setdefault(callback.module, []).append(callback)
        return table

    def servers(self, module: Module) -> tuple[Blocked, ...]:
        """Return what the handlers of a server wait for, once for each place that waits."""
        callbacks = [c for c in self._callbacks.get(module, ()) if _handles(c)]
        if not callbacks or self._is_dedicated(module):
            return ()
        alone = self.is_alone(module)
        own = _LEVELS[self._blocking.options.lone_processes]
        called = any(_is_called(callback) for callback in callbacks)

        def gravity(callback: Callback, wait: Wait) -> int:
            level = self._level(wait.category)
            if alone or _is_own_step(callback):
                return min(level, own)
            # In the work that `init/1` leaves over, and without a clause for calls, the mailbox
            # waits, but nobody else.
            bare = wait.category in GRAVE and not called
            if callback.name == "handle_continue" or bare:
                return min(level, INFO)
            meant = level > INFO and self._harm.is_meant(callback, wait)
            return INFO if meant else level

        return self._once(callbacks, gravity, self._blocking.handled)

    def views(self, module: Module) -> tuple[Blocked, ...]:
        """Return what the callbacks of a live view, live component or channel wait for."""
        callbacks = [
            callback
            for callback in self._callbacks.get(module, ())
            if callback.process in ("live", "component", "channel") and callback.name != "terminate"
        ]

        def gravity(callback: Callback, wait: Wait) -> int:
            # Generated code sends mails there, and one mail keeps nobody but its sender waiting.
            return min(self._level(wait.category, ("mail", *SLOW)), WARNING)

        return self._once(callbacks, gravity, self._blocking.handled)

    def starts(self, module: Module) -> tuple[Blocked, ...]:
        """Return what the `init/1` of a process waits for, unless it is a start gate."""
        callbacks = [
            callback
            for callback in (*self._callbacks.get(module, ()), *_application(module))
            if callback.name in ("init", "start") and not self._is_gate(callback)
        ]

        def gravity(callback: Callback, wait: Wait) -> int:
            bare = callback.process in ("supervisor", "application")
            if wait.category == "db":
                own = self._harm.is_own_row(
                    callback, self._blocking.waits(callback.function, callback.index)
                )
                return NOTHING if bare else INFO if own else WARNING
            if self._harm.is_meant_at_start(callback, wait):
                return INFO
            # Whoever awaits a task or a message while it starts has thought of the time it takes.
            if wait.category in ("await", "message"):
                return INFO
            skipped = ["kdf", "call-infinity"]
            if bare:
                skipped.append("calls")
            if callback.process == "application":
                skipped += ["os", "lock", "stdin"]
            return min(self._level(wait.category, skipped), WARNING)

        return self._once(callbacks, gravity, self._blocking.waits)

    def _level(self, category: str, skipped: Iterable[str] = ()) -> int:
        options = self._blocking.options
        if category == "db":
            return _LEVELS[options.db_in_callbacks]
        if category not in options.categories or category in skipped:
            return NOTHING
        if category in GRAVE:
            return ERROR
        return WARNING if category in SLOW else INFO

    def _is_dedicated(self, module: Module) -> bool:
        """Whether a process waits by design: it is one of a pool, or the configuration says so."""
        return module.name in self._dispatch.named("worker_module") or any(
            fnmatchcase(module.name, pattern)
            for pattern in self._blocking.options.dedicated_workers
        )

    def is_alone(self, module: Module) -> bool:
        """Whether a process only follows its own timers: nobody asks it and nobody waits for it."""
        callbacks = self._callbacks.get(module, ())
        if any(_is_asked(callback) for callback in callbacks):
            return False
        own = {callback.function.key for callback in callbacks}
        return not any(
            f"{call.target}.{call.name}" in _SENDS
            for function in module.functions
            if function.data.public and function.key not in own
            for call in function.calls
        )

    def _is_gate(self, callback: Callback) -> bool:
        """Whether an `init/1` never lets its process start: others wait for it on purpose."""
        tails = self._tails.of_function(callback.function)
        return bool(tails) and all(
            tail.shape is not None and tail.shape.tag in _GATES for tail in tails
        )

    def _once(self, callbacks: list[Callback], gravity: Gravity, ways: Ways) -> tuple[Blocked, ...]:
        """Return one finding for each cause.

        A place that waits is found once for a module, a call of a clause once, and of several calls
        of a clause that wait for the same kind of thing the first; the others are named with it.
        """
        found: list[Blocked] = []
        holder: dict[object, int] = {}
        further: dict[int, list[tuple[Span, str]]] = {}
        for level, number, callback, wait in self._ranked(callbacks, gravity, ways):
            marks = (wait.site, (number, wait.calls[0]), (number, wait.category))
            held = next((holder[mark] for mark in marks if mark in holder), None)
            if held is None:
                held = len(found)
                found.append(Blocked(callback, wait, level))
            elif wait.doubt <= found[held].wait.doubt and level >= min(
                WARNING, found[held].gravity
            ):
                said = f"`{callback.label}` {wait.says} too: `{wait.way}`"
                further.setdefault(held, []).append((wait.span, said))
            for mark in marks:
                holder.setdefault(mark, held)
        done = [
            replace(each, also=_shortened(further.get(number, [])))
            for number, each in enumerate(found)
        ]
        return tuple(sorted(done, key=lambda each: each.wait.span))

    def _ranked(
        self, callbacks: list[Callback], gravity: Gravity, ways: Ways
    ) -> list[tuple[int, int, Callback, Wait]]:
        """Return all waits, the gravest and surest first, with the numbers of their clauses."""
        roots = {(callback.function.key, callback.index) for callback in callbacks}
        order = list(CATEGORIES)
        ranked: list[tuple[tuple[int, ...], tuple[int, int, Callback, Wait]]] = []
        for number, callback in enumerate(callbacks):
            for wait in ways(callback.function, callback.index):
                level = gravity(callback, wait)
                # What leads through another callback is found there.
                if level > NOTHING and roots.isdisjoint(wait.nodes):
                    place = wait.calls[0].data.index
                    rank = order.index(wait.category)
                    key = (-level, wait.doubt, number, place, rank, len(wait.calls))
                    ranked.append((key, (level, number, callback, wait)))
        return [each for _, each in sorted(ranked, key=lambda each: each[0])]


def _application(module: Module) -> list[Callback]:
    """Return the clauses of the `start/2` of an application."""
    if "Application" not in module.effects.behaviours:
        return []
    return [
        Callback(function, index, "application")
        for function in module.functions
        if function.label == "start/2" and function.data.kind == "def"
        for index in range(len(function.clauses))
    ]


def _shortened(places: list[tuple[Span, str]]) -> tuple[tuple[Span, str], ...]:
    places = sorted(places)
    rest = len(places) - SHOWN
    if rest <= 1:
        return tuple(places)
    span, said = places[SHOWN]
    return (*places[:SHOWN], (span, f"{said}, and {rest - 1} more places"))


def _handles(callback: Callback) -> bool:
    """Whether a callback of a server works off messages of others."""
    if callback.process == "stage":
        return callback.name in ("handle_call", "handle_cast")
    if callback.process == "statem":
        return callback.name not in _NOT_STATES
    return callback.process == "server" and callback.name in _HANDLERS


def _is_own_step(callback: Callback) -> bool:
    """Whether a clause of a state machine takes neither calls nor casts."""
    return callback.process == "statem" and not _is_asked(callback)


def _is_called(callback: Callback) -> bool:
    """Whether a clause may take a call, for whose answer somebody waits."""
    if callback.process != "statem":
        return callback.name == "handle_call"
    event = callback.clause.params[0] if callback.clause.params else None
    return not isinstance(event, Atom)


def _is_asked(callback: Callback) -> bool:
    """Whether others ask a process by what a clause takes."""
    if callback.name in ("handle_call", "handle_cast"):
        return True
    if callback.process != "statem" or not callback.clause.params or not _handles(callback):
        return False
    event = callback.clause.params[0]
    return isinstance(event, TupleOf) or (isinstance(event, Atom) and event.name == "cast")
