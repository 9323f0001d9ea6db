"""Topics: what the code broadcasts on, and what it subscribes to.

A topic is known as far as the code writes it: `"user:#{id}"` begins with `user:`. Two topics that
may be the same are taken to be the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.values.constants import Alts, Name, Template, Text
from dralint.analysis.values.values import Values
from dralint.outline.data import BLOCK
from dralint.outline.values import String, Value
from dralint.project import Call, Module, Project

_PUBSUB = "Phoenix.PubSub"
_SENDS = {
    "broadcast": 1,
    "broadcast!": 1,
    "broadcast_from": 2,
    "broadcast_from!": 2,
    "local_broadcast": 1,
    "local_broadcast_from": 2,
    "direct_broadcast": 2,
    "direct_broadcast!": 2,
}
"""The functions of `Phoenix.PubSub` that send, and where the topic stands; the message follows."""
_EVENTS = {
    "broadcast": 0,
    "broadcast!": 0,
    "broadcast_from": 1,
    "broadcast_from!": 1,
    "local_broadcast": 0,
    "local_broadcast_from": 1,
}
"""Those of an endpoint; an event and what it carries follow."""


@dataclass(frozen=True)
class Topic:
    """What is known of a topic: its constant pieces, with None for what varies."""

    parts: tuple[str | None, ...]

    @property
    def known(self) -> bool:
        """Whether anything of it is known."""
        return any(self.parts)

    @property
    def constant(self) -> bool:
        """Whether all of it is known."""
        return None not in self.parts

    @property
    def prefix(self) -> str:
        """The constant text that it begins with."""
        return (self.parts[0] or "") if self.parts else ""

    @property
    def suffix(self) -> str:
        """The constant text that it ends with."""
        return (self.parts[-1] or "") if self.parts else ""

    def may_be(self, other: "Topic") -> bool:
        """Whether two topics can be the same; what varies may be anything."""
        if self.constant and other.constant:
            return self.prefix == other.prefix
        one, two = self.prefix, other.prefix
        if not (one.startswith(two) or two.startswith(one)):
            return False
        one, two = self.suffix, other.suffix
        return one.endswith(two) or two.endswith(one)

    def __str__(self) -> str:
        """The topic as people write it: `user:...`."""
        return "".join("..." if part is None else part for part in self.parts)


ANY = Topic((None,))


@dataclass(frozen=True)
class Broadcast:
    """A call that sends to a topic.

    `event` is the position of an endpoint's event; None where a plain message is sent, which then
    stands at `message`. `topic` is what is known of the topic.
    """

    call: Call
    topic: Topic
    message: int
    event: int | None = None

    @property
    def place(self) -> Value:
        """The topic as written."""
        return self.call.args[self.message - 1 if self.event is None else self.event - 1]


@dataclass(frozen=True)
class Subscription:
    """A call that subscribes to a topic, and the topic as written."""

    call: Call
    topic: Topic
    place: Value


class Topics:
    """The topics of a project."""

    def __init__(self, project: Project, values: Values) -> None:
        self._project = project
        self._values = values

    @classmethod
    def of(cls, project: Project, values: Values) -> "Topics":
        """Return the topics of a project."""
        return cls(project, values)

    @cached_property
    def _endpoints(self) -> tuple[Module, ...]:
        modules = self._project.modules
        return tuple(module for module in modules if module.effects.process == "endpoint")

    @cached_property
    def broadcasts(self) -> tuple[Broadcast, ...]:
        """Every call that sends to a topic, each topic that it may be once."""
        return tuple(self._broadcasts())

    def _broadcasts(self) -> Iterator[Broadcast]:
        for name, at in _SENDS.items():
            for call in self._calls(f"{_PUBSUB}.{name}/*", at + 2):
                for topic in self._topics(call, at):
                    yield Broadcast(call, topic, at + 1)
        for endpoint in self._endpoints:
            for name, at in _EVENTS.items():
                for call in self._calls(f"{endpoint.name}.{name}/{at + 3}", at + 3):
                    for topic in self._topics(call, at):
                        yield Broadcast(call, topic, at + 2, at + 1)

    @cached_property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """Every call that subscribes to a topic, each topic that it may be once."""
        return tuple(self._subscriptions())

    def _subscriptions(self) -> Iterator[Subscription]:
        targets = [(f"{_PUBSUB}.subscribe/*", 1)]
        targets += [(f"{endpoint.name}.subscribe/*", 0) for endpoint in self._endpoints]
        for target, at in targets:
            for call in self._calls(target, at + 1):
                for topic in self._topics(call, at):
                    yield Subscription(call, topic, call.args[at])

    def _calls(self, target: str, least: int) -> Iterator[Call]:
        for call in self._project.calls_to(target):
            if len(call.args) >= least and not call.data.quoted and not call.data.captured:
                yield call

    def _topics(self, call: Call, at: int) -> tuple[Topic, ...]:
        found = _read(self._values.from_callers(call, call.args[at]))
        return tuple(dict.fromkeys(found)) or (ANY,)

    @cached_property
    def sockets(self) -> tuple[Topic, ...]:
        """The topics that clients subscribe to: those of channels, and the ids of sockets."""
        found: list[Topic] = []
        for file in self._project.files:
            if not any(d.name == "Phoenix.Socket" for d in file.outline.directives) and not any(
                "Phoenix.Socket" in module.effects.uses for module in file.modules
            ):
                continue
            for call in file.calls:
                if call.name == "channel" and call.args and isinstance(call.args[0], String):
                    text = call.args[0].text
                    found.append(Topic((text[:-1], None) if text.endswith("*") else (text,)))
            for module in file.modules:
                identity = module.function("id", 1)
                if identity is not None:
                    found.extend(_read(self._values.of_function(identity)))
        return tuple(found)

    @cached_property
    def by_channels(self) -> bool:
        """Whether channels send to the topics that their clients have joined."""
        names = ("broadcast", "broadcast!", "broadcast_from", "broadcast_from!")
        return any(
            True for name in names for _ in self._project.calls_to(f"Phoenix.Channel.{name}/*")
        )

    @cached_property
    def by_resources(self) -> bool:
        """Whether resources of Ash say what is broadcast when they change."""
        files = self._project.files
        if not any(each.name == "Ash.Resource" for f in files for each in f.outline.directives):
            return False
        return any(
            call.name == "pub_sub" and call.flags & BLOCK
            for file in files
            for call in file.outline.calls
        )

    @cached_property
    def tracked(self) -> tuple[Topic, ...]:
        """The topics on which a presence sends its news."""
        found: list[Topic] = []
        for module in self._project.modules:
            if module.effects.process == "presence":
                for name in ("track", "update", "untrack"):
                    for call in self._calls(f"{module.name}.{name}/*", 3):
                        topic = self._topics(call, 1) if len(call.args) == 4 else (ANY,)
                        found.extend(topic)
        return tuple(found)


def _read(alts: Alts) -> list[Topic]:
    found: list[Topic] = []
    for alt in alts:
        match alt.constant:
            case Text():
                found.append(Topic((alt.constant.text,)))
            case Template():
                found.append(Topic(alt.constant.parts))
            case Name():
                continue
            case _:
                found.append(ANY)
    return found
