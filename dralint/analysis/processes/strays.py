"""Strays: processes that a message nobody expects would end, where others like them drop it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.processes.mailbox import Mailbox, handler_of
from dralint.analysis.processes.processes import Callback, Processes
from dralint.analysis.processes.taking import plain
from dralint.analysis.values.shapes import Shape, atom, fits
from dralint.outline.values import Var
from dralint.project import Module, Project

STRAY = Shape("stray")
"""A message that no clause names: a late answer, what a library leaves behind."""
_INFO = atom("info")
_FEW = 3
"""As many servers have to drop such messages before it is called a habit."""


@dataclass(frozen=True)
class Unready:
    """A process that a message nobody expects would end.

    `who` is the module, or the state of a state machine, `last` its last clause for messages.
    `other` is a clause that drops such a message in another state, or in a module of the same
    behaviour; None where it is only the habit of the project.
    """

    who: str
    last: Callback
    other: Callback | None = None


class Strays:
    """What becomes of messages that nobody expects."""

    def __init__(self, project: Project, processes: Processes, mailbox: Mailbox) -> None:
        self._project = project
        self._processes = processes
        self._mailbox = mailbox

    @classmethod
    def of(cls, project: Project, processes: Processes, mailbox: Mailbox) -> "Strays":
        """Return what becomes of messages that nobody expects."""
        return cls(project, processes, mailbox)

    @cached_property
    def unready(self) -> tuple[Unready, ...]:
        """The processes that would end though others like them would not, in order."""
        siblings = {each.last.module: each for each in self._siblings()}
        strict = {each.last.module: each for each in self._strict()}
        return (*self._states(), *(strict | siblings).values())

    @cached_property
    def tolerant(self) -> int:
        """The number of servers with clauses for messages that drop what nobody expects."""
        return sum(drops is True for _, drops in self._lasts.values())

    @cached_property
    def strict(self) -> int:
        """The number of servers with clauses for messages that such a message ends."""
        return sum(drops is False for _, drops in self._lasts.values())

    @cached_property
    def _lasts(self) -> dict[Module, tuple[Callback, bool | None]]:
        """The last clause for messages of each server, and whether the server drops strays."""
        lasts = {
            callback.module: callback
            for callback in self._processes.callbacks
            if callback.process in ("server", "stage")
            and callback.file.is_code
            and handler_of(callback) is not None
        }
        return {m: (last, self._mailbox.takes(m, STRAY)) for m, last in lasts.items()}

    def _strict(self) -> Iterator[Unready]:
        """Yield the servers that differ from most, where at least two thirds drop strays."""
        if self.tolerant >= max(_FEW, 2 * self.strict):
            for module, (last, drops) in self._lasts.items():
                if drops is False:
                    yield Unready(module.name, last)

    def _siblings(self) -> Iterator[Unready]:
        """Yield the servers that differ from one of the same behaviour of the project."""
        groups: dict[str, list[Module]] = defaultdict(list)
        for module in self._lasts:
            for name in module.effects.behaviours:
                if self._project.defines(name):
                    groups[name].append(module)
        for modules in groups.values():
            ready = [last for m in modules for last, drops in [self._lasts[m]] if drops is True]
            for module in modules if ready else ():
                last, drops = self._lasts[module]
                if drops is False:
                    yield Unready(module.name, last, ready[0])

    def _states(self) -> Iterator[Unready]:
        """Yield the states that differ from others of their state machine."""
        machines: dict[tuple[str, int], dict[str, list[Callback]]] = defaultdict(dict)
        for callback in self._processes.callbacks:
            if _is_state(callback):
                module = callback.module
                states = machines[module.file.path, module.data.index]
                states.setdefault(callback.name, []).append(callback)
        for states in machines.values():
            ready = [clause for clauses in states.values() for clause in clauses if _drops(clause)]
            for clauses in states.values() if ready else ():
                if not any(_may_drop(clause) for clause in clauses):
                    yield Unready(clauses[-1].function.label, clauses[-1], ready[0])


def _is_state(callback: Callback) -> bool:
    """Whether a clause belongs to a state, which has a function of its own."""
    state = callback.process == "statem" and callback.arity == 3 and callback.name != "terminate"
    return state and callback.file.is_code


def _drops(clause: Callback) -> bool:
    """Whether a clause takes any message, and says so: `(:info, _message, _data)`."""
    event, content = (plain(param) for param in clause.clause.params[:2])
    takes = fits(event, _INFO) is True and not isinstance(event, Var)
    return takes and isinstance(content, Var) and clause.clause.guard is None


def _may_drop(clause: Callback) -> bool:
    """Whether a clause may take any message."""
    event, content = clause.clause.params[:2]
    return fits(event, _INFO) is not False and isinstance(plain(content), Var)
