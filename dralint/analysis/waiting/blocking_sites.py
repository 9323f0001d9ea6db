"""Which calls wait, and what for."""

from collections.abc import Iterable, Mapping

from dralint.analysis.calls.consumption import consumed
from dralint.analysis.calls.inside import parts_of
from dralint.analysis.waiting.blocking_table import GENERATED, REPO, TABLE, WHOLE
from dralint.outline import Call as CallData
from dralint.outline.values import Atom, Flow, ListOf, Number, TupleOf, Value, keyword
from dralint.project import Call, Project

SHORT = 10
"""Milliseconds below which a wait is none."""

_ENDS = ("System.halt", "System.stop", ":erlang.halt", ":init.stop")
_ASYNC_OPTIONS = ("stream_to", "async", "async_stream")


class Primitives:
    """What a call of a name waits for, if it is not the project's own code."""

    def __init__(self, project: Project, extra: Iterable[str]) -> None:
        self._project = project
        self._extra = tuple(extra)
        self._tables: dict[str, Mapping[str, str]] = {}

    def table(self, module: str) -> Mapping[str, str]:
        """Return the functions of a module that wait: their categories by name, `*` for all."""
        known = self._tables.get(module)
        if known is None:
            known = self._tables[module] = {**self._named(module), **self._configured(module)}
        return known

    def waits(self, module: str, name: str) -> bool:
        """Whether a function of a module may wait, whatever it is given."""
        table = self.table(module)
        return bool(table) and (name in table or "*" in table)

    def _configured(self, module: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for pattern in self._extra:
            name, _, function = pattern.partition("/")[0].rpartition(".")
            if name == module:
                found[function] = "extra"
        return found

    def _named(self, module: str) -> Mapping[str, str]:
        own = self._project.module(module)
        if own is not None:
            found: dict[str, str] = {}
            for used in sorted(own.effects.uses):
                found.update(GENERATED.get(used, {}))
            return found
        if module in TABLE:
            return TABLE[module]
        if any(module.startswith(whole + ".") for whole in WHOLE):
            return {"*": "http"} if not module.startswith("GoogleApi") or ".Api." in module else {}
        return REPO if module.rpartition(".")[2] == "Repo" else {}

    def category(self, call: CallData, module: str) -> str | None:
        """Return what a call waits for that reaches a module, None for nothing."""
        table = self.table(module)
        if not table:
            return None
        category = table.get(call.name) or table.get("*")
        if category is None or category == "extra":
            return category
        return None if _short(call, category) else _refined(call, category)

    def by_convention(self, module: str, category: str) -> bool:
        """Whether only the name of a module says that it waits: it is called `Repo`."""
        return category == "db" and module not in TABLE and not self._project.defines(module)


def is_waiting(call: Call, category: str) -> bool:
    """Whether a call of a category really waits, seen from what stands around it.

    A lazy one does where it is consumed, and a pause before the end of the system delays nobody.
    """
    if category == "sleep":
        return not _ends(call)
    return not (category == "await" and call.name.startswith("async_stream")) or consumed(call)


def _ends(call: Call) -> bool:
    index = call.data.index + 1
    targets = call.file.project.targets(call.file)
    if index >= len(targets) or call.file.outline.calls[index].function != call.data.function:
        return False
    return f"{targets[index]}.{call.file.outline.calls[index].name}" in _ENDS


def _refined(call: CallData, category: str) -> str:
    if (
        category == "call"
        and call.name == "call"
        and len(call.args) == 3
        and _infinite(call.args[2])
    ):
        return "call-infinity"
    if category == "message" and call.args:
        return "reply"
    return category


def _infinite(value: Value) -> bool:
    return isinstance(value, Atom) and value.name == "infinity"


def _short(call: CallData, category: str) -> bool:
    """Whether a call says that it waits hardly or not at all."""
    args = call.args
    match category:
        case "sleep" | "message" | "lock":
            return bool(args) and _below(args[-1])
        case "await":
            timeout = args[1] if len(args) > 1 else None
            return _below(timeout) or _below(keyword(timeout, "timeout"))
        case "net":
            return len(args) > 2 and _below(args[-1])
        case "http":
            options = [arg for arg in args if isinstance(arg, ListOf)]
            sync = next((v for o in options if (v := keyword(o, "sync"))), None)
            return (isinstance(sync, Atom) and sync.name == "false") or any(
                keyword(each, name) is not None for each in options for name in _ASYNC_OPTIONS
            )
        case _:
            return False


def _below(value: Value | None) -> bool:
    if not isinstance(value, Number):
        return False
    text = value.text.replace("_", "")
    return text.isdigit() and int(text) < SHORT


def is_own_call(receive: Call) -> bool:
    """Whether a `receive` waits for another process that it watches: for an answer, or its end.

    It ends when that process does, like a call without a timeout.
    """
    function = receive.function
    waiting: list[Value | None] = [] if function is None else [c.body for c in function.clauses]
    while waiting:
        value = waiting.pop()
        if value is None or not value.start <= receive.data.start < value.end:
            continue
        if (
            isinstance(value, Flow)
            and value.kind == "receive"
            and value.start == receive.data.start
        ):
            return any(_is_down(pattern) for arm in value.arms for pattern in arm.patterns)
        waiting += parts_of(receive.file.outline, value)
    return False


def _is_down(pattern: Value) -> bool:
    """Whether a pattern is that of a monitor's message."""
    first = pattern.items[0] if isinstance(pattern, TupleOf) and pattern.items else None
    return isinstance(first, Atom) and first.name == "DOWN"
