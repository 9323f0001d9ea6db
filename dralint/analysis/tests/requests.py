"""Requests: the paths that the calls of tests ask for, as far as they are written down."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dralint.analysis.calls.inside import inside
from dralint.outline import Call as CallData
from dralint.outline.values import (
    Atom,
    AttrRead,
    CallRef,
    Interpolated,
    Op,
    Sigil,
    String,
    Value,
    Var,
)
from dralint.project import Call, File

_ASKS = frozenset("get post put patch delete options head live visit dispatch request".split())
_HELPERS = ("_path", "_url")
ANY = "*"
"""A segment of a path that stands for anything."""


@dataclass(frozen=True)
class Asked:
    """A request of a test: a path, or the name of a path helper with its action."""

    verb: str
    segments: tuple[str, ...] = ()
    helper: str | None = None
    action: str | None = None


def may_request(data: CallData, verified: bool) -> bool:
    """Whether a call is worth a closer look: by its name, or by a verified path in it.

    `verified`: there are verified paths in its file.
    """
    name = data.name
    if name in _ASKS or name.endswith(_HELPERS):
        return True
    return verified and Sigil in map(type, data.args)


def requests_of(call: Call) -> Iterator[Asked | None]:
    """Yield the requests that a call makes or prepares."""
    name = call.name
    if name.endswith(_HELPERS) and call.arity > 1:
        action = call.args[1]
        yield Asked("", (), name, action.name if isinstance(action, Atom) else None)
        return
    asks = name in _ASKS and call.data.on is None and call.callee is None
    for arg in call.args[:2] if asks else call.args:
        path = _read(call.file, arg) if asks else _verified(arg)
        if path is not None:
            yield Asked(name, path)
            return
    if asks and call.arity > 1 and not _is_helper(call, call.args[1]):
        yield None


def _is_helper(call: Call, value: Value) -> bool:
    if isinstance(value, CallRef):
        return call.file.outline.calls[value.call].name.endswith(_HELPERS)
    return not isinstance(value, Var | AttrRead | Op)


def _read(file: File, value: Value, depth: int = 0) -> tuple[str, ...] | None:
    match value:
        case String() if value.text.startswith("/"):
            return split(value.text)
        case Interpolated():
            return _pieces(value.parts)
        case Sigil(name="p"):
            return _verified(value)
        case AttrRead() if depth < 2:
            for attribute in file.outline.attributes:
                if attribute.name == value.name and attribute.value is not None:
                    return _read(file, attribute.value, depth + 1)
        case Op(op="<>"):
            return _pieces(value.args)
        case Var() if depth < 2:
            return _bound(file, value, depth)
        case _:
            pass
    return None


def _bound(file: File, variable: Var, depth: int) -> tuple[str, ...] | None:
    """Return the path that a variable is bound to in its function."""
    for function in file.outline.functions:
        for clause in function.clauses:
            if clause.start <= variable.start < clause.end:
                for value in inside(file.outline, clause.body):
                    if isinstance(value, Op) and value.op == "=" and len(value.args) == 2:
                        left = value.args[0]
                        if isinstance(left, Var) and left.name == variable.name:
                            return _read(file, value.args[1], depth + 1)
    return None


def _verified(value: Value) -> tuple[str, ...] | None:
    """Return the path in `~p"/users/#{id}"`."""
    if not isinstance(value, Sigil) or value.name != "p":
        return None
    return split(re.sub(r"#\{.*?\}", ANY, value.text))


def _pieces(parts: tuple[Value, ...]) -> tuple[str, ...] | None:
    if not parts or not isinstance(parts[0], String) or not parts[0].text.startswith("/"):
        return None
    return split("".join(p.text if isinstance(p, String) else ANY for p in parts))


@lru_cache(maxsize=4096)
def split(path: str) -> tuple[str, ...]:
    """Return the segments of a path; what is put in while the code runs is ANY."""
    path = re.split(r"[?#]", path)[0] if "#{" not in path else path
    return tuple(
        ANY if ANY in part and len(part) > 1 and not part.startswith("*") else part
        for part in path.strip("/").split("/")
        if part
    )
