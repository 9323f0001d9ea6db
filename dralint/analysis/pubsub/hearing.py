"""Hearing: what live views subscribe to, and whether they take what is broadcast there."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.calls.callgraph import CallGraph
from dralint.analysis.calls.closures import Runs, runs_at
from dralint.analysis.messages.message_table import INFO
from dralint.analysis.messages.messages import Messages
from dralint.analysis.processes.mailbox import Mailbox
from dralint.analysis.processes.taking import is_open
from dralint.analysis.pubsub.topics import Broadcast, Subscription, Topic, Topics
from dralint.analysis.values.term import closed, full, substitute
from dralint.analysis.values.term import is_open as has_parameters
from dralint.analysis.values.terms import Terms
from dralint.analysis.values.unify import kind_of
from dralint.outline.values import Atom, MapOf, ModuleRef, Opaque, TupleOf, Value
from dralint.project import Module, Project

_STRUCT = "Phoenix.Socket.Broadcast"


@dataclass(frozen=True)
class Unheard:
    """A message on a topic of a live view that none of its clauses takes.

    `bare`: the view has no `handle_info/2` at all. `hooked`: something of the project hooks into
    the messages of live views.
    """

    module: Module
    subscription: Subscription
    broadcast: Broadcast
    body: Value
    bare: bool
    hooked: bool

    @property
    def text(self) -> str:
        """The message in a few characters."""
        return full(self.body)


class Hearing:
    """What the live views of a project hear."""

    def __init__(
        self,
        project: Project,
        graph: CallGraph,
        topics: Topics,
        terms: Terms,
        messages: Messages,
        mailbox: Mailbox,
    ) -> None:
        self._project = project
        self._graph = graph
        self._topics = topics
        self._terms = terms
        self._messages = messages
        self._mailbox = mailbox

    @classmethod
    def of(
        cls,
        project: Project,
        graph: CallGraph,
        topics: Topics,
        terms: Terms,
        messages: Messages,
        mailbox: Mailbox,
    ) -> "Hearing":
        """Return what the live views of a project hear."""
        return cls(project, graph, topics, terms, messages, mailbox)

    @cached_property
    def unheard(self) -> tuple[Unheard, ...]:
        """The messages that a live view subscribes to and does not take, each once."""
        found: dict[tuple[str, str], Unheard] = {}
        for subscription in self._topics.subscriptions:
            function = subscription.call.function
            if function is None or not subscription.topic.known:
                continue
            if runs_at(subscription.call.file, subscription.call.data.closure) is not Runs.HERE:
                continue
            for module in self._mailbox.owners(function):
                if module.effects.process == "live" and module.file.is_code:
                    for unheard in self._of(module, subscription):
                        found.setdefault((module.name, unheard.text), unheard)
        return tuple(found.values())

    def _of(self, module: Module, subscription: Subscription) -> Iterator[Unheard]:
        if is_open(module, "handle_info", 2):
            return
        for broadcast, topic, body in self._sent:
            if not topic.known or not subscription.topic.may_be(topic) or not _is_known(body):
                continue
            if not self._messages.answers(module, INFO, body):
                bare = not self._mailbox.handlers(module)
                yield Unheard(module, subscription, broadcast, body, bare, self._hooked)

    @cached_property
    def _hooked(self) -> bool:
        calls = self._project.calls_to("Phoenix.LiveView.attach_hook/*")
        return any(isinstance(a, Atom) and a.name == "handle_info" for c in calls for a in c.args)

    @cached_property
    def _sent(self) -> tuple[tuple[Broadcast, Topic, Value], ...]:
        """What is broadcast by the code of the running system, and on which topic."""
        several: dict[tuple[str, int], int] = {}
        for each in self._topics.broadcasts:
            key = (each.call.file.path, each.call.data.index)
            several[key] = several.get(key, 0) + 1
        return tuple(
            (each, each.topic, body)
            for each in self._topics.broadcasts
            if each.call.file.is_code
            for body in self._bodies(each, several[each.call.file.path, each.call.data.index] == 1)
        )

    def _bodies(self, broadcast: Broadcast, single: bool) -> Iterator[Value]:
        """Yield what a broadcast sends; what its function is given is asked of the callers."""
        call, function = broadcast.call, broadcast.call.function
        body = self._terms.of_argument(call, broadcast.message)
        if broadcast.event is not None:
            body = _event(self._terms.of_argument(call, broadcast.event), body)
        if function is None or not has_parameters(body):
            yield body
            return
        if single:
            for edge in self._graph.calls_to(function):
                given = self._terms.given(edge)
                if given is not None and not edge.caller.file.is_test:
                    yield closed(substitute(body, given), ())
        yield (
            closed(body, function.clauses[0].params) if len(function.clauses) == 1 else Opaque(0, 0)
        )


def _event(event: Value, payload: Value) -> Value:
    start, end = event.start, payload.end
    pairs = (
        (Atom(start, start, "event"), event),
        (Atom(start, start, "payload"), payload),
    )
    return MapOf(start, end, ModuleRef(start, start, _STRUCT), pairs)


def _is_known(body: Value) -> bool:
    """Whether enough of a message is known to say that a clause does not take it."""
    if isinstance(body, TupleOf):
        return bool(body.items) and isinstance(body.items[0], Atom | ModuleRef)
    if isinstance(body, MapOf):
        events = [v for k, v in body.pairs if getattr(k, "name", "") == "event"]
        return bool(events) and kind_of(events[0]) == "string"
    return kind_of(body) == "atom"
