"""Contracts: what the callbacks of well-known behaviours may return."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.processes.processes import Processes
from dralint.analysis.values.shapes import Shape, literal
from dralint.outline.values import Atom, ModuleRef, TupleOf, Value
from dralint.project import Function, Module, Project
from dralint.project.behaviours import CALLBACKS

_SERVER = """
init/1 {:ok,_} {:ok,_,time} :ignore {:stop,_} {:error,_}
handle_call/3 {:reply,_,_} {:reply,_,_,time} {:noreply,_} {:noreply,_,time} \
{:stop,_,_} {:stop,_,_,_}
handle_cast/2 handle_info/2 handle_continue/2 {:noreply,_} {:noreply,_,time} {:stop,_,_}
code_change/3 {:ok,_} {:error,_}
"""
_STATEM = """
init/1 {:ok,_,_} {:ok,_,_,_} :ignore {:stop,_} {:error,_}
handle_event/4 {:next_state,_,_} {:next_state,_,_,_} {:keep_state,_} {:keep_state,_,_} \
:keep_state_and_data {:keep_state_and_data,_} {:repeat_state,_} {:repeat_state,_,_} \
:repeat_state_and_data {:repeat_state_and_data,_} :stop {:stop,_} {:stop,_,_} \
{:stop_and_reply,_,_} {:stop_and_reply,_,_,_}
"""
_LIVE = "{:noreply,_} {:reply,map,_} {:stop,_}"
_TABLE = {
    "GenServer": _SERVER,
    ":gen_server": _SERVER,
    "GenStage": """
init/1 {:producer,_} {:producer,_,_} {:consumer,_} {:consumer,_,_} {:producer_consumer,_} \
{:producer_consumer,_,_} :ignore {:stop,_} {:error,_}
handle_call/3 {:reply,_,events,_} {:reply,_,events,_,_} {:noreply,events,_} {:noreply,events,_,_} \
{:stop,_,_} {:stop,_,_,_}
handle_cast/2 handle_info/2 handle_demand/2 handle_events/3 handle_cancel/3 handle_continue/2 \
{:noreply,events,_} {:noreply,events,_,_} {:stop,_,_}
handle_subscribe/4 {:automatic,_} {:manual,_} {:stop,_,_}
""",
    ":gen_statem": _STATEM,
    "Supervisor": "init/1 {:ok,_} :ignore",
    "DynamicSupervisor": "init/1 {:ok,_} :ignore",
    "Application": "start/2 {:ok,_} {:ok,_,_} {:error,_}",
    "Phoenix.LiveView": f"""
mount/3 {{:ok,_}} {{:ok,_,_}} {{:stop,_}}
handle_params/3 handle_cast/2 handle_info/2 handle_async/3 {{:noreply,_}} {{:stop,_}}
handle_event/3 {_LIVE}
handle_call/3 {{:noreply,_}} {{:reply,_,_}} {{:stop,_}}
""",
    "Phoenix.LiveComponent": f"""
mount/1 {{:ok,_}} {{:ok,_,_}}
update/2 {{:ok,_}}
handle_event/3 {_LIVE}
handle_async/3 {{:noreply,_}}
""",
    "Phoenix.Channel": """
join/3 {:ok,_} {:ok,_,_} {:error,_}
handle_in/3 {:noreply,_} {:noreply,_,time} {:reply,_,_} {:stop,_,_} {:stop,_,_,_}
handle_out/3 handle_info/2 handle_cast/2 {:noreply,_} {:noreply,_,time} {:stop,_,_}
handle_call/3 {:reply,_,_} {:noreply,_} {:noreply,_,time} {:stop,_,_} {:stop,_,_,_}
""",
    "Phoenix.Socket": "connect/2 connect/3 {:ok,_} :error {:error,_}",
    "Oban.Worker": "perform/1 :ok {:ok,_} {:error,_} {:cancel,_} :discard {:discard,_} {:snooze,_}",
    "WebSockex": """
handle_connect/2 {:ok,_}
handle_frame/2 handle_cast/2 handle_info/2 handle_ping/2 handle_pong/2 \
{:ok,_} {:reply,_,_} {:close,_} {:close,_,_}
handle_disconnect/2 {:ok,_} {:reconnect,_} {:reconnect,_,_}
""",
}
LENIENT = frozenset(("Oban.Worker",))
"""Behaviours that take anything else as well, and only log it."""


@dataclass(frozen=True)
class Returns:
    """What one callback may return: words such as `{:ok,_}`, where `_` is anything.

    `time` is a timeout, `:hibernate` or `{:continue, _}`; `events` is a list; `map` is a map.
    """

    behaviour: str
    words: tuple[str, ...]

    @property
    def lenient(self) -> bool:
        """Whether something else does no more harm than a line in the log."""
        return self.behaviour in LENIENT

    @cached_property
    def text(self) -> str:
        """The allowed results in Elixir's notation."""
        names = {"_": "_", "time": "timeout", "events": "events", "map": "map"}
        shown = []
        for word in self.words:
            parts = word.strip("{}").split(",")
            inner = ", ".join(names.get(part, part) for part in parts)
            shown.append(f"`{{{inner}}}`" if word.startswith("{") else f"`{word}`")
        return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + f" or {shown[-1]}"

    def allow(self, shape: Shape | None) -> bool | None:
        """Whether a result is allowed: yes, no, or unknown."""
        answers = {_matches(word, shape) for word in self.words}
        return True if True in answers else None if None in answers else False


def _matches(word: str, shape: Shape | None) -> bool | None:
    if shape is None:
        return None
    if not word.startswith("{"):
        if shape.kind != "atom":
            return False
        return None if shape.name is None else f":{shape.name}" == word
    if shape.kind != "tuple":
        return False
    slots = word.strip("{}").split(",")
    if shape.items is None:
        return None
    if len(shape.items) != len(slots):
        return False
    answers = {_slot(slot, item) for slot, item in zip(slots, shape.items, strict=True)}
    return False if False in answers else None if None in answers else True


def _slot(slot: str, shape: Shape | None) -> bool | None:
    if slot == "_":
        return True
    if shape is None:
        return None
    match slot:
        case "time":
            if shape.kind == "tuple":
                return shape.tag == "continue" and shape.size == 2
            if shape.kind == "atom":
                return None if shape.name is None else shape.name in ("infinity", "hibernate")
            return shape.kind == "number"
        case "events":
            return shape.kind == "list"
        case "map":
            return shape.kind == "map"
        case _:
            return shape.kind == "atom" and (
                None if shape.name is None else f":{shape.name}" == slot
            )


def _read(behaviour: str, text: str) -> Iterator[tuple[tuple[str, int], Returns]]:
    for line in text.strip().splitlines():
        words = line.split()
        names = [word for word in words if "/" in word]
        returns = Returns(behaviour, tuple(word for word in words if "/" not in word))
        for name in names:
            short, _, arity = name.partition("/")
            yield (short, int(arity)), returns


RETURNS: dict[str, dict[tuple[str, int], Returns]] = {
    behaviour: dict(_read(behaviour, text)) for behaviour, text in _TABLE.items()
}
"""By behaviour, by callback."""
_PROMISED = frozenset(key for table in RETURNS.values() for key in table)

_EVENTS = frozenset(("cast", "info", "internal", "enter", "state_timeout", "timeout"))


class Contracts:
    """What the functions of a project have promised to return, by being callbacks."""

    def __init__(self, processes: Processes) -> None:
        self._processes = processes

    @classmethod
    def of(cls, project: Project, processes: Processes) -> "Contracts":
        """Return the contracts of a project."""
        return cls(processes)

    def of_function(self, function: Function) -> Returns | None:
        """Return what a function may return.

        None where it is no callback, where that is not known, and where two behaviours of the
        module ask for it.
        """
        if function.data.kind != "def" or function.module.data.kind != "module":
            return None
        key = (function.name, function.arity)
        if key not in _PROMISED and ":gen_statem" not in function.module.effects.behaviours:
            return None
        behaviours = asking(function)
        named = _named_by_impl(function)
        if named is not None:
            behaviours = [name for name in behaviours if name == named]
        if len(behaviours) == 1:
            return RETURNS.get(behaviours[0], {}).get(key)
        known = function.module.effects.behaviours
        if not behaviours and ":gen_statem" in known and self._is_state(function):
            return RETURNS[":gen_statem"]["handle_event", 4]
        return None

    def _is_state(self, function: Function) -> bool:
        """Whether `:gen_statem` calls it as a state: it takes an event, and the module says so."""
        return function.key in self._states and any(
            _is_event(clause.params[0]) for clause in function.clauses
        )

    @cached_property
    def _states(self) -> frozenset[tuple[str, int]]:
        return frozenset(
            callback.function.key
            for callback in self._processes.callbacks
            if callback.process == "statem" and callback.arity == 3
        )


def asked(module: Module) -> frozenset[str]:
    """Return the names of all functions that the behaviours of a module ask for."""
    behaviours = module.effects.behaviours
    return frozenset(name for each in behaviours for name, _ in _callbacks(module, each))


def asking(function: Function) -> list[str]:
    """Return the behaviours of its module that ask for a function as a callback."""
    module = function.module
    arities = range(function.data.min_arity, function.arity + 1)
    keys = {(function.name, arity) for arity in arities}
    return [name for name in sorted(module.effects.behaviours) if keys & _callbacks(module, name)]


def _callbacks(module: Module, behaviour: str) -> frozenset[tuple[str, int]]:
    known = CALLBACKS.get(behaviour)
    if known is not None:
        return known
    found = module.file.project.module(behaviour, module.file)
    specs = () if found is None else found.specs
    return frozenset((spec.name, spec.arity) for spec in specs if spec.kind == "callback")


_COMPLETE = frozenset(
    """
    GenServer Supervisor DynamicSupervisor Application GenStage Plug Mix.Task Agent Task
    :gen_server :gen_event :supervisor Phoenix.Channel Phoenix.Socket Phoenix.LiveComponent
    Phoenix.LiveView
    """.split()
)


def complete_callbacks(module: Module) -> bool:
    """Whether all callbacks of all behaviours of a module are known."""
    for name in module.effects.behaviours:
        found = module.file.project.module(name, module.file)
        if found is None and name not in _COMPLETE:
            return False
        if found is not None and (found.effects.open or found.data.dynamic):
            return False
    return True


def _named_by_impl(function: Function) -> str | None:
    if function.data.impl < 0:
        return None
    value = function.file.outline.attributes[function.data.impl].value
    return value.name if isinstance(value, ModuleRef) else None


def _is_event(pattern: Value) -> bool:
    if isinstance(pattern, TupleOf):
        shape = literal(pattern)
        return shape is not None and shape.size == 2 and shape.tag in ("call", "timeout")
    return isinstance(pattern, Atom) and pattern.name in _EVENTS
