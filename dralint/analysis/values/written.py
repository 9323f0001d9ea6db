"""Written ends: the values that a function gives and that stand in its own text.

Nothing is followed: no variable, no other function of the project. So what is found here is
certain, and cheap.
"""

from collections.abc import Iterator

from dralint.analysis.values.scopes import Scope, shape_in
from dralint.analysis.values.shapes import NEVER, RESULTS, THROUGH, Shape
from dralint.outline.values import (
    Arm,
    Atom,
    Block,
    CallRef,
    Flow,
    ListOf,
    MapOf,
    ModuleRef,
    Number,
    Op,
    String,
    TupleOf,
    Value,
)
from dralint.project import File, Function

_ARMS = frozenset(("if", "unless", "case", "cond", "receive", "with", "try"))
_PLAIN = frozenset((Atom, ListOf, MapOf, ModuleRef, Number, String, TupleOf))


def written_ends(function: Function) -> Iterator[tuple[Value, Shape | None]]:
    """Yield the ends of a function that its own text decides, with their shapes.

    None is the shape of what can be anything, such as the result of a library. An end that hangs
    on a variable or on a function of the project is left out.
    """
    file = function.file
    scope = Scope(file, function.data.module, {})
    for clause in function.data.clauses:
        waiting = [] if clause.body is None else [clause.body]
        while waiting:
            value = waiting.pop()
            kind = type(value)
            if kind in _PLAIN:
                yield value, shape_in(value, scope)
            elif kind is CallRef:
                index = value.call  # type: ignore[union-attr]
                through = _handed(file, index)
                if through is not None:
                    waiting.append(through)
                elif not _is_ours(file, index):
                    yield from _given(file, value, index)
            else:
                waiting += _onward(value)


def _onward(value: Value) -> Iterator[Value]:
    """Yield how a block, a control structure or an operator goes on, the last first."""
    match value:
        case Block() if value.items and not isinstance(value.items[-1], Arm):
            yield value.items[-1]
        case Flow() if value.kind in _ARMS:
            yield from _arms(value)
        case Op() if value.op in ("=", "&&", "and"):
            yield value.args[-1]
        case Op() if value.op in ("||", "or"):
            yield value.args[-1]
            yield from (arg for arg in value.args[:-1] if isinstance(arg, TupleOf))


def _arms(flow: Flow) -> Iterator[Value]:
    labels = {arm.label for arm in flow.arms}
    if flow.kind in ("if", "unless") and "else" not in labels:
        yield Atom(flow.start, flow.start + len(flow.kind), "nil")
    for arm in reversed(flow.arms):
        # The body of a `try` with an `else` is what that looks at.
        looked_at = flow.kind == "try" and arm.label == "do" and "else" in labels
        if arm.label != "after" and not looked_at:
            yield arm.body


def _handed(file: File, index: int) -> Value | None:
    """Return the argument that a call gives back as it is."""
    call = file.outline.calls[index]
    place = THROUGH.get(f"{file.project.targets(file)[index]}.{call.name}")
    return call.args[place] if place is not None and len(call.args) > place else None


def _is_ours(file: File, index: int) -> bool:
    """Whether a call reaches a function of the project, or may hand on what it is given."""
    target = file.project.targets(file)[index]
    call = file.outline.calls[index]
    if target == "Kernel":
        return call.name == "then"
    return target is not None and file.project.defines(target)


def _given(file: File, value: Value, index: int) -> Iterator[tuple[Value, Shape | None]]:
    """Yield what a call of a well-known function gives, unless it never returns."""
    name = f"{file.project.targets(file)[index]}.{file.outline.calls[index].name}"
    if name not in NEVER:
        yield value, RESULTS.get(name)
