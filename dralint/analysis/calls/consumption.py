"""Whether a lazy value is consumed in the function that makes it."""

from dralint.analysis.calls.closure_table import LATER_LAZY, words
from dralint.outline import Clause
from dralint.outline.values import CallRef, Op, Value, Var, children
from dralint.project import Call

EAGER = frozenset(("Enum", "Stream.run", "List", "Map", "MapSet", "Keyword", "Kernel.length"))
_PASSES_ON = words(
    """
    Stream.take Stream.drop Stream.concat Stream.chunk_every Stream.zip Stream.uniq Stream.cycle
    Stream.intersperse Stream.dedup Stream.take_every Stream.drop_every
    Task.async_stream Task.Supervisor.async_stream Task.Supervisor.async_stream_nolink
    """
)


def consumed(call: Call) -> bool:
    """Whether the lazy result of a call is consumed in the same clause.

    It is when it reaches a function that works it off, directly, through other lazy functions, a
    `for`, or a variable that is bound to it.
    """
    clause = _clause(call)
    if clause is None:
        return False
    names: set[str] = set()
    waiting = {call.data.index}
    outline = call.file.outline
    bound = _bindings(clause.body)
    names.update(name for name, index in bound if index in waiting)
    for index in range(call.data.index + 1, clause.calls[1]):
        data = outline.calls[index]
        if not any(_is(arg, waiting, names) for arg in data.args):
            continue
        target = call.file.project.targets(call.file)[index]
        full = f"{target}.{data.name}"
        if full in LATER_LAZY or full in _PASSES_ON:
            waiting.add(index)
            names.update(name for name, other in bound if other == index)
        elif target in EAGER or full in EAGER:
            return True
    return any(
        isinstance(head, Op) and head.op == "<-" and _is(head.args[-1], waiting, names)
        for closure in outline.closures
        if closure.kind == "for" and closure.function == call.data.function
        for head in closure.heads
    )


def _is(value: Value, calls: set[int], names: set[str]) -> bool:
    if isinstance(value, CallRef):
        return value.call in calls
    return isinstance(value, Var) and value.name in names


def _clause(call: Call) -> Clause | None:
    function = call.function
    if function is None:
        return None
    index = call.data.index
    return next((c for c in function.clauses if c.calls[0] <= index < c.calls[1]), None)


def _bindings(body: Value | None) -> list[tuple[str, int]]:
    """Return the variables of a body that are bound to the result of a call."""
    found: list[tuple[str, int]] = []
    waiting = [] if body is None else [body]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Op) and value.op == "=":
            name, result = value.args[0], value.args[-1]
            if isinstance(name, Var) and isinstance(result, CallRef):
                found.append((name.name, result.call))
        waiting.extend(children(value))
    return found
