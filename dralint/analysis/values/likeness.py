"""Likeness: code as a row of tokens, the same for code that differs in its variables alone."""

from dralint.analysis.calls.inside import inside
from dralint.outline import Outline
from dralint.outline.values import (
    Arm,
    Atom,
    AttrRead,
    CallRef,
    Field,
    Flow,
    Fn,
    Interpolated,
    ModuleRef,
    Number,
    Op,
    Sigil,
    String,
    Value,
    Var,
)


def tokens(outline: Outline, *code: Value | None) -> tuple[str, ...]:
    """Return code as tokens, in the order in which it is written.

    Variables are numbered as they appear; a module is its name alone.
    """
    names: dict[str, str] = {}
    found: list[str] = []
    for value in inside(outline, *code):
        if isinstance(value, Var):
            found.append(names.setdefault(value.name, f"${len(names)}"))
        else:
            found.append(_token(outline, value))
    return tuple(found)


def _token(outline: Outline, value: Value) -> str:
    match value:
        case ModuleRef():
            return value.name
        case CallRef():
            call = outline.calls[value.call]
            return f"{call.name}/{call.arity}"
        case Atom() | AttrRead() | Field():
            return f"{type(value).__name__} {value.name}"
        case Number() | String() | Sigil():
            return f"{type(value).__name__} {value.text}"
        case Interpolated():
            return f"text {value.kind}"
        case Op():
            return f"{value.op} {len(value.args)}"
        case Flow():
            return f"{value.kind} {len(value.arms)}"
        case Arm():
            return f"{value.label} {len(value.patterns)}"
        case Fn():
            return outline.closures[value.closure].kind
        case _:
            return type(value).__name__
