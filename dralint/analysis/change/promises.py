"""Promises: what a project sends and takes that others rely on, in words that can be compared.

Clients of channels know topics and events, other nodes of a cluster topics and messages, other
servers the tags of calls, and whoever reads JSON its keys.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.calls.inside import inside
from dralint.analysis.change.public_api import PublicApi
from dralint.analysis.messages.interfaces import Interfaces
from dralint.analysis.messages.message_table import CALL, CAST
from dralint.analysis.messages.messages import TAKES, Messages, tag_of
from dralint.analysis.pubsub.topics import Topics
from dralint.analysis.values.terms import Terms
from dralint.outline.values import (
    Atom,
    ListOf,
    MapOf,
    ModuleRef,
    Op,
    String,
    TupleOf,
    Value,
    Var,
    keyword,
)
from dralint.project import Call, Function, Module, Project
from dralint.text import Span

EVENT, PUSH, CHANNEL = "event", "push", "channel"
TOPIC, MESSAGE, TAG, KEY = "topic", "message", "tag", "key"
_PUSHES = ("push", "broadcast", "broadcast!", "broadcast_from", "broadcast_from!")
_ENCODERS = ("Jason.Encoder", "JSON.Encoder", "Poison.Encoder")


@dataclass(frozen=True, order=True)
class Promise:
    """One word that others know: the kind of thing, the module that owns it, and the word.

    What belongs to the project as a whole has no owner.
    """

    kind: str
    owner: str
    word: str


@dataclass(frozen=True)
class Place:
    """Where a promise is first kept, and in which module."""

    module: str
    span: Span


class Promises:
    """What a project promises those who send to it and listen to it."""

    def __init__(
        self,
        project: Project,
        topics: Topics,
        terms: Terms,
        messages: Messages,
        interfaces: Interfaces,
        api: PublicApi,
    ) -> None:
        self._project = project
        self._topics = topics
        self._terms = terms
        self._messages = messages
        self._interfaces = interfaces
        self._api = api

    @classmethod
    def of(
        cls,
        project: Project,
        topics: Topics,
        terms: Terms,
        messages: Messages,
        interfaces: Interfaces,
        api: PublicApi,
    ) -> "Promises":
        """Return the promises of a project."""
        return cls(project, topics, terms, messages, interfaces, api)

    @cached_property
    def _all(self) -> tuple[tuple[Promise, Place | None], ...]:
        """All promises; those without a place say that what they speak of is not all known."""
        parts = (self._channels(), self._sent(), self._servers(), self._json())
        return tuple(each for part in parts for each in part)

    @cached_property
    def kept(self) -> dict[Promise, Place]:
        """Every promise, and the first place that keeps it."""
        found: dict[Promise, Place] = {}
        for promise, place in self._all:
            if place is not None:
                found.setdefault(promise, place)
        return found

    @cached_property
    def open(self) -> frozenset[tuple[str, str]]:
        """The kinds and owners of which more may be kept than is known."""
        return frozenset((p.kind, p.owner) for p, place in self._all if place is None)

    @cached_property
    def words(self) -> dict[str, frozenset[str]]:
        """All words in the code of the modules that make JSON, by module."""
        return {
            name: frozenset(
                value.name if isinstance(value, Atom) else value.text
                for function in functions
                for value in _bodies(function)
                if isinstance(value, Atom | String)
            )
            for name, functions in self._makers.items()
        }

    def _channels(self) -> Iterator[tuple[Promise, Place | None]]:
        for module in self._project.modules:
            if module.effects.process == "channel" and module.file.is_code:
                if module.effects.open:
                    yield Promise(EVENT, module.name, ""), None
                for function in module.functions:
                    if (function.name, function.arity) == ("handle_in", 3):
                        yield from _events(module, function)
        for file in self._project.files:
            for call in file.calls if file.is_code else ():
                first = call.args[0] if len(call.args) > 1 else None
                if call.name == "channel" and isinstance(first, String) and call.data.function < 0:
                    place = Place(file.modules[call.data.module].name, call.name_span)
                    yield Promise(CHANNEL, "", first.text), place

    def _sent(self) -> Iterator[tuple[Promise, Place | None]]:
        for name in _PUSHES:
            for call in self._project.calls_to(f"Phoenix.Channel.{name}/3"):
                yield from _word(PUSH, call, call.args[1])
        for each in self._topics.broadcasts:
            call = each.call
            if not call.file.is_code or call.module is None:
                continue
            place = Place(call.module.name, call.name_span)
            yield Promise(TOPIC, "", str(each.topic)), place if each.topic.known else None
            if each.event is not None:
                yield from _word(PUSH, call, call.args[each.event])
                continue
            tag = tag_of(self._terms.of_argument(call, each.message))
            yield Promise(MESSAGE, "", _shown(tag)), place if tag else None

    def _servers(self) -> Iterator[tuple[Promise, Place | None]]:
        """Yield what public servers take to which nothing of the project sends anything.

        What the project sends itself changes with it.
        """
        wanted = {TAKES[CALL], TAKES[CAST]}
        if self._is_sent_by_macros:
            return
        for module in self._api.modules.values():
            if "GenServer" not in module.effects.uses:
                # Libraries with servers of their own have functions of their own to send with.
                continue
            if self._interfaces.tags(module) & self._sent_tags or self._interfaces.offers(module):
                continue
            for function in module.functions:
                if (function.name, function.arity) not in wanted:
                    continue
                for clause in function.clauses:
                    tag = tag_of(clause.params[0])
                    place = Place(module.name, function.span)
                    yield Promise(TAG, module.name, _shown(tag)), place if tag else None

    @property
    def _is_sent_by_macros(self) -> bool:
        """Whether code that is written into other modules sends calls or casts."""
        names = ("GenServer.call/*", "GenServer.cast/*")
        return any(c.data.quoted for name in names for c in self._project.calls_to(name))

    @cached_property
    def _sent_tags(self) -> frozenset[tuple[str, int]]:
        tags = (tag_of(each.body) for each in self._messages.sent if each.kind in (CALL, CAST))
        return frozenset(tag for tag in tags if tag is not None)

    @cached_property
    def _makers(self) -> dict[str, list[Function]]:
        """The functions that make JSON, by module."""
        found: dict[str, list[Function]] = defaultdict(list)
        for file in self._project.files:
            for function in file.functions if file.kind == "web" else ():
                if function.data.module >= 0 and _makes_json(function):
                    found[function.module.name].append(function)
        return found

    def _json(self) -> Iterator[tuple[Promise, Place | None]]:
        for name, functions in self._makers.items():
            for function in functions:
                for value in _bodies(function):
                    if isinstance(value, MapOf) and value.struct is None:
                        for key, _ in value.pairs:
                            if isinstance(key, Atom | String):
                                word = key.name if isinstance(key, Atom) else key.text
                                place = Place(name, function.span)
                                yield Promise(KEY, name, word), place
        for module in self._project.modules:
            if module.file.is_code:
                for word in _encoded(module):
                    yield Promise(KEY, module.name, word), Place(module.name, module.span)


def _events(module: Module, function: Function) -> Iterator[tuple[Promise, Place | None]]:
    """Yield the events that a channel takes."""
    for clause in function.clauses:
        first = clause.params[0]
        place = Place(module.name, module.file.at(clause.name_start, clause.name_end))
        match first:
            case String():
                yield Promise(EVENT, module.name, first.text), place
            case Op(op="<>") if isinstance(first.args[0], String):
                yield Promise(EVENT, module.name, f"{first.args[0].text}..."), place
            case Var() if listed := _listed(clause.guard, first.name):
                yield from ((Promise(EVENT, module.name, word), place) for word in listed)
            case _:
                yield Promise(EVENT, module.name, ""), None


def _listed(guard: Value | None, name: str) -> tuple[str, ...]:
    """Return the texts that a guard lists for a variable."""
    match guard:
        case Op(op="in", args=(Var() as var, ListOf() as found)) if var.name == name:
            return tuple(item.text for item in found.items if isinstance(item, String))
        case _:
            return ()


def _word(kind: str, call: Call, value: Value) -> Iterator[tuple[Promise, Place | None]]:
    if call.file.is_code and call.module is not None:
        known = isinstance(value, String)
        word = value.text if isinstance(value, String) else ""
        yield Promise(kind, "", word), Place(call.module.name, call.name_span) if known else None


def _shown(tag: tuple[str, int] | None) -> str:
    """Return a tag with its size as people write it: `{:created, _}`."""
    if tag is None:
        return ""
    name, size = tag
    return (
        f":{name}"
        if not size
        else "{" + ", ".join((f":{name}", *("_" for _ in range(1, size)))) + "}"
    )


def _makes_json(function: Function) -> bool:
    """Whether a function gives what is sent as JSON."""
    name = function.module.name.rpartition(".")[2]
    if name.endswith("JSON"):
        return function.data.kind in ("def", "defp")
    first = function.clauses[0].params[0] if function.clauses[0].params else None
    named = isinstance(first, String) and first.text.endswith(".json")
    return name.endswith("View") and function.name == "render" and named


def _bodies(function: Function) -> Iterator[Value]:
    outline = function.file.outline
    for clause in function.clauses:
        first = clause.params[0] if clause.params else None
        if isinstance(first, String) and not first.text.endswith(".json"):
            continue
        yield from inside(outline, clause.body)


def _encoded(module: Module) -> Iterator[str]:
    """Yield the fields that a struct shows in JSON, as far as it lists them."""
    for attribute in module.attributes:
        if attribute.name != "derive" or attribute.value is None:
            continue
        value = attribute.value
        for each in value.items if isinstance(value, ListOf) else (value,):
            if isinstance(each, TupleOf) and len(each.items) == 2:
                encoder, options = each.items
                shown = keyword(options, "only")
                named = isinstance(encoder, ModuleRef) and encoder.name in _ENCODERS
                if named and isinstance(shown, ListOf):
                    yield from (item.name for item in shown.items if isinstance(item, Atom))
