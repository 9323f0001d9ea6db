"""Data flow in a piece of code: which variables carry something of others.

It follows matches, `case`, `with`, generators and closures, without regard to order, so what may
depend counts as dependent.
"""

from collections.abc import Iterable, Iterator

from dralint.outline import Outline
from dralint.outline.values import Apply, CallRef, Flow, Fn, Op, Value, Var, children

from .inside import inside


def variables(pattern: Value) -> Iterator[str]:
    """Yield the names that a pattern binds; pinned ones and guards are not among them."""
    waiting = [pattern]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Var):
            if value.name != "_":
                yield value.name
        elif isinstance(value, Op) and value.op in ("when", "::", "\\\\"):
            waiting.append(value.args[0])
        elif not (isinstance(value, Apply) or (isinstance(value, Op) and value.op == "^")):
            waiting.extend(children(value))


def mentions(outline: Outline, values: Iterable[Value], names: frozenset[str]) -> bool:
    """Whether any of these variables stands in values, or in the calls and closures in them."""
    return any(isinstance(v, Var) and v.name in names for v in inside(outline, *values))


def carriers(outline: Outline, roots: Iterable[str], region: Iterable[Value]) -> frozenset[str]:
    """Return the variables in a region that carry something of the root variables."""
    found = set(roots)
    bindings: list[tuple[frozenset[str], frozenset[str]]] = []
    for value in inside(outline, *region):
        for bound, sources in _bindings(outline, value):
            names = {v.name for v in inside(outline, *sources) if isinstance(v, Var)}
            if names:
                bindings.append((frozenset(bound), frozenset(names)))
    changed = True
    while changed:
        changed = False
        for bound, names in bindings:
            if not bound <= found and not names.isdisjoint(found):
                found |= bound
                changed = True
    return frozenset(found)


def _bindings(outline: Outline, value: Value) -> Iterator[tuple[set[str], list[Value]]]:
    """Yield what one expression binds, and from what."""
    if isinstance(value, Op) and value.op in ("=", "<-") and len(value.args) == 2:
        yield set(variables(value.args[0])), [value.args[1]]
    elif isinstance(value, Flow) and value.kind in ("case", "with"):
        bound = {name for arm in value.arms for p in arm.patterns for name in variables(p)}
        yield bound, list(value.heads)
    elif isinstance(value, CallRef):
        args = outline.calls[value.call].args
        closures = [arg for arg in args if isinstance(arg, Fn)]
        others = [arg for arg in args if not isinstance(arg, Fn)]
        for closure in closures if others else ():
            yield set(parameters(outline, closure.closure)), others


def parameters(outline: Outline, closure: int, position: int | None = None) -> Iterator[str]:
    """Yield the variables that a closure binds, of all parameters or of one."""
    found = outline.closures[closure]
    if found.kind == "capture":
        for value in inside(outline, *found.clauses):
            if isinstance(value, Var) and value.name.startswith("&"):
                if position is None or value.name == f"&{position + 1}":
                    yield value.name
        return
    for clause in found.clauses:
        patterns = clause.patterns
        if position is not None:
            patterns = patterns[position : position + 1]
        for pattern in patterns:
            yield from variables(pattern)
