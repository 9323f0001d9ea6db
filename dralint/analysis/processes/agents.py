"""Agents: code that an agent runs, and that asks the same agent."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.calls.closures import Runs, closure_runs
from dralint.analysis.messages.message_table import AGENT
from dralint.analysis.messages.sends import Message, Sends
from dralint.analysis.values.term import constant
from dralint.outline.values import Fn
from dralint.project import Call, File


@dataclass(frozen=True)
class Nested:
    """A call inside a function that an agent runs, which waits for that agent.

    `outer` hands the function to the agent, `calls` lead from the function to the call that waits.
    """

    outer: Call
    name: str
    calls: tuple[Call, ...]


class Agents:
    """The agents that wait for themselves."""

    def __init__(self, sends: Sends) -> None:
        self._sends = sends

    @classmethod
    def of(cls, sends: Sends) -> "Agents":
        """Return the agents of a project."""
        return cls(sends)

    @cached_property
    def nested(self) -> tuple[Nested, ...]:
        """The calls of agents to themselves, in the order of the source."""
        return tuple(self._nested())

    def _nested(self) -> Iterator[Nested]:
        asked = [m for m in self._sends.sent if m.kind == AGENT]
        for message in asked:
            name = constant(message.to)
            for arg in message.call.args[1:] if name is not None else ():
                if isinstance(arg, Fn) and name is not None:
                    for calls in self._asks(message.call.file, arg.closure, name):
                        yield Nested(message.call, name, calls)

    def _asks(self, file: File, closure: int, name: str) -> Iterator[tuple[Call, ...]]:
        """Return the ways from a closure to calls that ask the agent of a name."""
        function = file.outline.closures[closure].function
        for data in file.outline.calls:
            if data.function != function or not _within(file, data.closure, closure):
                continue
            call = file.call(data.index)
            for message in self._of_call(call):
                if message.kind == AGENT and constant(message.to) == name:
                    yield message.calls
                    break

    def _of_call(self, call: Call) -> Iterator[Message]:
        """Return what a call asks, itself or through the function that it reaches."""
        function = call.function
        if function is not None:
            for clause in range(len(function.clauses)):
                for message in self._sends.of_clause(function, clause):
                    if message.site == call and len(message.calls) == 1:
                        yield message
        callee = call.callee
        if callee is not None:
            for clause in range(len(callee.clauses)):
                for message in self._sends.of_clause(callee, clause):
                    if message.here and len(message.calls) == 1:
                        yield Message(
                            message.function,
                            message.clause,
                            (call, *message.calls),
                            message.kind,
                            message.to,
                            message.body,
                            True,
                            True,
                        )


def _within(file: File, index: int, closure: int) -> bool:
    """Whether code directly inside one closure is run by another one, in its process."""
    while index >= 0 and index != closure:
        each = file.outline.closures[index]
        if each.kind == "quote":
            return False
        if each.kind in ("fn", "capture") and closure_runs(file, index) is not Runs.HERE:
            return False
        index = each.parent
    return index == closure
