"""Naming: which process an expression denotes."""

from dataclasses import dataclass, field
from typing import Literal

from dralint.analysis.values.constants import (
    UNKNOWN,
    Alt,
    Alts,
    Condition,
    Constant,
    Name,
    Param,
    Result,
    Template,
    Tuple,
    everything,
    name_of,
    show,
)

Kind = Literal["local", "global", "via", "partition", "self", "pid", "unknown"]
_LOOKS_UP = frozenset(("Process.whereis/1", ":erlang.whereis/1", "GenServer.whereis/1"))
_SELF = frozenset(("Kernel.self/0", ":erlang.self/0"))


@dataclass(frozen=True)
class ProcessName:
    """One process that an expression may denote.

    `kind`: local (registered as `name`), global (`name`), via (a key in the registry `name` of the
    module `module`), partition (one of the PartitionSupervisor `name`), self, pid (a process that
    is not named), or unknown. `key` is the text of a constant key, None where it varies.
    """

    kind: Kind
    name: str = ""
    module: str = ""
    key: str | None = None
    text: str = field(default="", compare=False)
    when: tuple[Condition, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        match self.kind:
            case "via":
                return f"{{:via, {self.module}, {{{self.name}, {self.key or '...'}}}}}"
            case "partition":
                return f"{{:via, PartitionSupervisor, {{{self.name}, ...}}}}"
            case "global":
                return f"{{:global, {self.name}}}"
            case "local":
                return self.name
            case _:
                return self.text or self.kind


def names_of(alts: Alts) -> tuple[ProcessName, ...]:
    """Return the processes that an expression may denote, each once."""
    return tuple(dict.fromkeys(_name(alt) for alt in alts))


def _name(alt: Alt) -> ProcessName:
    constant = alt.constant
    when = alt.when
    match constant:
        case Name():
            if constant.name in ("nil", "true", "false"):
                return ProcessName("unknown", text=constant.name, when=when)
            return ProcessName("local", constant.name, when=when)
        case Tuple():
            return _tuple(constant, when)
        case Result():
            if constant.name in _SELF:
                return ProcessName("self", text="self()", when=when)
            if constant.name in _LOOKS_UP:
                inner = names_of(constant.args[0]())
                if len(inner) == 1:
                    return inner[0]
            return ProcessName("unknown", text=constant.text, when=when)
        case Param():
            return ProcessName("unknown", text=constant.text, when=when)
        case Template() if constant.kind == "atom":
            text = ":" + "".join("..." if part is None else part for part in constant.parts)
            return ProcessName("unknown", text=text, when=when)
        case _:
            return ProcessName("unknown", text=getattr(constant, "text", "?"), when=when)


def _tuple(constant: Tuple, when: tuple[Condition, ...]) -> ProcessName:
    items = constant.items
    first = name_of(items[0]) if items else None
    if first == ":global" and len(items) == 2:
        key = _key(items[1])
        if key is not None:
            return ProcessName("global", key, when=when)
    if first == ":via" and len(items) == 3:
        module = name_of(items[1]) or ""
        return _via(module, items[2], when)
    if len(items) == 2 and first is not None and not first.startswith(":ok"):
        # `{name, node}`: the same name on another node.
        return ProcessName("unknown", text=f"{{{first}, ...}}", when=when)
    return ProcessName("unknown", text="{...}", when=when)


def _via(module: str, name: Alts, when: tuple[Condition, ...]) -> ProcessName:
    pair = name[0].constant if len(name) == 1 else None
    registry: str | None = None
    key: str | None = None
    if isinstance(pair, Tuple) and len(pair.items) >= 2:
        registry = name_of(pair.items[0])
        key = _key(pair.items[1])
    if module == "PartitionSupervisor" and registry is not None:
        return ProcessName("partition", registry, module, key, when=when)
    if module and (registry is not None or module != "Registry"):
        return ProcessName("via", registry or "", module, key or _key(name), when=when)
    return ProcessName("unknown", text="{:via, ...}", when=when)


def _key(alts: Alts) -> str | None:
    """Return a constant key as text, None where it varies."""
    if len(alts) != 1:
        return None
    parts: list[Constant] = list(everything(alts))
    if any(isinstance(part, (*UNKNOWN, Template)) for part in parts):
        return None
    return show(alts)
