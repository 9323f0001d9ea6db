"""Wording: expressions in a few characters, for people."""

from dralint.outline.values import (
    Apply,
    Atom,
    AttrRead,
    Block,
    CallRef,
    Field,
    Flow,
    Fn,
    Interpolated,
    ListOf,
    MapOf,
    ModuleRef,
    Number,
    Op,
    String,
    TupleOf,
    Value,
    Var,
)
from dralint.project import File

LENGTH = 60


def shown(file: File, value: Value | None, length: int = LENGTH) -> str:
    """Return an expression as Elixir, shortened."""
    text = "" if value is None else _shown(file, value, 0)
    return text if len(text) <= length else text[: length - 3] + "..."


def _shown(file: File, value: Value, depth: int) -> str:
    if depth > 4:
        return "..."
    match value:
        case Atom():
            return value.name if value.name in ("nil", "true", "false") else f":{value.name}"
        case ModuleRef() | Var():
            return value.name
        case AttrRead():
            return f"@{value.name}"
        case Number():
            return value.text
        case String():
            return f'"{value.text}"' if len(value.text) < 24 else '"..."'
        case Interpolated():
            return '"...#{...}"'
        case TupleOf():
            return "{" + _all(file, value.items, depth) + "}"
        case ListOf():
            return "[" + _all(file, value.items, depth) + "]"
        case MapOf():
            return f"%{getattr(value.struct, 'name', '')}{{...}}"
        case Field():
            return f"{_shown(file, value.on, depth + 1)}.{value.name}"
        case Op() if len(value.args) == 1:
            space = " " if value.op.isalpha() else ""
            return f"{value.op}{space}{_shown(file, value.args[0], depth + 1)}"
        case Op():
            return f" {value.op} ".join(_shown(file, arg, depth + 1) for arg in value.args)
        case Apply():
            head = f"{value.module}.{value.name}" if value.module else value.name
            return f"{head}({_all(file, value.args, depth)})"
        case CallRef():
            return _call(file, value, depth)
        case Fn():
            return "fn ..."
        case Flow():
            return f"{value.kind} ..."
        case Block() if value.items:
            return _shown(file, value.items[-1], depth + 1)
        case _:
            return "..."


def _all(file: File, values: tuple[Value, ...], depth: int) -> str:
    if len(values) > 3:
        return _all(file, values[:2], depth) + ", ..."
    return ", ".join(_shown(file, value, depth + 1) for value in values)


def _call(file: File, ref: CallRef, depth: int) -> str:
    call = file.outline.calls[ref.call]
    head = call.name
    if call.on is not None:
        on = _shown(file, call.on, depth + 1)
        head = f"{on}." if head == "()" else f"{on}.{head}"
    if call.captured:
        return f"&{head}/{call.arity}"
    return f"{head}({_all(file, call.args, depth)})"
