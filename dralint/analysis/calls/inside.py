"""All that is inside a piece of code: through calls, their arguments and closures."""

from collections.abc import Callable, Iterator

from dralint.outline import Outline
from dralint.outline.values import (
    Atom,
    AttrRead,
    CallRef,
    Fn,
    ModuleRef,
    Number,
    Opaque,
    String,
    Value,
    Var,
    children,
)

LEAVES: frozenset[type] = frozenset((Atom, AttrRead, ModuleRef, Number, Opaque, String, Var))
"""The kinds of value with nothing inside them."""


def inside(
    outline: Outline, *values: Value | None, skip: Callable[[Value], bool] | None = None
) -> Iterator[Value]:
    """Yield values and everything within them, in the order in which it is written.

    Unlike `children` this follows a call to its receiver and arguments, and a closure to its code.
    What stands inside `quote` is not part of it, nor what `skip` holds for.
    """
    waiting: list[Value] = [value for value in reversed(values) if value is not None]
    calls = outline.calls
    while waiting:
        value = waiting.pop()
        if skip is not None and skip(value):
            continue
        yield value
        kind = type(value)
        if kind in LEAVES:
            continue
        if kind is CallRef:
            call = calls[value.call]  # type: ignore[union-attr]
            waiting += call.args[::-1]
            if call.on is not None:
                waiting.append(call.on)
        else:
            waiting += parts_of(outline, value)[::-1]


def parts_of(outline: Outline, value: Value) -> tuple[Value, ...]:
    """Return what is directly inside a value, a call or a closure."""
    kind = type(value)
    if kind is CallRef:
        call = outline.calls[value.call]  # type: ignore[union-attr]
        return call.args if call.on is None else (call.on, *call.args)
    if kind is Fn:
        closure = outline.closures[value.closure]  # type: ignore[union-attr]
        return () if closure.kind == "quote" else (*closure.heads, *closure.clauses)
    return children(value)
