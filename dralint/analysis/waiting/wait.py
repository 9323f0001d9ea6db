"""A wait of one process for another, and rings of them."""

from dataclasses import dataclass

from dralint.analysis.calls.clauses import clause_of
from dralint.analysis.calls.inside import inside
from dralint.analysis.messages.addresses import Address
from dralint.analysis.messages.message_table import CALL, CHILD, END, START
from dralint.analysis.messages.messages import Answer
from dralint.analysis.messages.sends import Message
from dralint.analysis.processes.processes import Callback
from dralint.analysis.processes.tasks import awaited
from dralint.analysis.values.term import full
from dralint.finding import Confidence, Step
from dralint.outline.values import CallRef, ListOf, MapOf, ModuleRef, Op, TupleOf, Value, keyword
from dralint.project import Call


@dataclass(frozen=True)
class Wait:
    """One clause of a process that waits for another process.

    `answers` are the clauses there that the message can end in.
    """

    callback: Callback
    message: Message
    address: Address
    answers: tuple[Answer, ...]

    @property
    def waiting(self) -> str:
        """The module of the process that waits."""
        return self.callback.module.name

    @property
    def on(self) -> str:
        """The module of the process that it waits for."""
        return self.address.module

    @property
    def way(self) -> str:
        """The calls from the clause to the one that waits, in words; empty for a single one."""
        calls = self.message.calls
        return ": " + " -> ".join(call.label for call in calls) if len(calls) > 1 else ""

    @property
    def says(self) -> str:
        """What it does: `calls MyApp.Orders`, `starts MyApp.Worker`."""
        verb = {START: "starts", CHILD: "starts", END: "ends"}.get(self.message.kind, "calls")
        return f"{verb} `{self.on}`"

    @property
    def ends(self) -> bool:
        """Whether it ends the process and waits until it is gone."""
        return self.message.kind == END

    @property
    def what(self) -> str:
        """What it does, and with which message."""
        if self.message.kind != CALL:
            return self.says
        return f"{self.says} with `{full(self.message.body)}`"

    @property
    def steps(self) -> tuple[Step, ...]:
        """The calls from the clause to the one that waits, and who would answer."""
        *calls, last = self.message.calls
        steps = [Step(call.name_span, f"calls `{call.label}`") for call in calls]
        steps.append(Step(last.name_span, f"`{last.label}` waits: it {self.what}"))
        if self.message.kind == CALL and self.answers:
            answer = self.answers[0].callback
            steps.append(Step(answer.span, f"`{answer.label}` of `{self.on}` would answer"))
        return tuple(steps)

    @property
    def all_steps(self) -> tuple[Step, ...]:
        """The same, from the clause's head on."""
        head = f"`{self.callback.label}` of `{self.waiting}`"
        return (Step(self.callback.span, head), *self.steps)

    @property
    def through_task(self) -> bool:
        """Whether a task does the waiting, and the process waits for the task."""
        return any(awaited(call) for call in self.message.calls)


@dataclass(frozen=True)
class Ring:
    """Processes that wait for each other: each wait is for the process of the next one.

    `certain`: each clause is what the one before has asked for, so one message suffices. Otherwise
    two messages must meet.
    """

    waits: tuple[Wait, ...]
    certain: bool
    confidence: Confidence


def started_module(started: Value) -> str | None:
    """Return the module that a child specification, or a module, starts."""
    match started:
        case ModuleRef():
            return started.name
        case TupleOf() if len(started.items) == 2 and isinstance(started.items[0], ModuleRef):
            return started.items[0].name
        case MapOf():
            for key, value in started.pairs:
                if getattr(key, "name", "") == "start" and isinstance(value, TupleOf):
                    return started_module(value.items[0]) if value.items else None
        case ListOf():
            start = keyword(started, "start")
            if isinstance(start, TupleOf) and start.items:
                return started_module(start.items[0])
    return None


def looks_who(message: Message) -> bool:
    """Whether the code on the way compares a pid with its own."""
    return any(_compares(call) for call in message.calls)


def _compares(call: Call) -> bool:
    function = call.function
    if function is None:
        return False
    clause = function.clauses[clause_of(function, call.data.index)]
    outline = call.file.outline
    for value in inside(outline, clause.guard, clause.body):
        if isinstance(value, Op) and value.op in ("==", "!=", "===", "!=="):
            for part in value.args:
                if isinstance(part, CallRef) and outline.calls[part.call].name == "self":
                    return True
    return False
