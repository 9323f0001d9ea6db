"""Data flow in a piece of code: which variables carry something of others.

It follows matches, `case`, `with`, generators and closures, without regard to order, so what may
depend counts as dependent.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dralint.analysis.calls.inside import LEAVES, inside
from dralint.outline import Outline
from dralint.outline.values import Apply, CallRef, Flow, Fn, Op, Value, Var, children


def variables(pattern: Value) -> list[str]:
    """Return the names that a pattern binds; pinned ones and guards are not among them."""
    if isinstance(pattern, Var):
        return [] if pattern.name == "_" else [pattern.name]
    found: list[str] = []
    waiting: list[Value] = [pattern]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Var):
            if value.name != "_":
                found.append(value.name)
        elif type(value) in LEAVES or isinstance(value, Apply):
            continue
        elif isinstance(value, Op):
            if value.op in ("when", "::", "\\\\"):
                waiting.append(value.args[0])
            elif value.op != "^":
                waiting += value.args
        else:
            waiting += children(value)
    return found


@dataclass(frozen=True)
class Names:
    """The variables that carry something of a value.

    `roots` hold the value, or what a pattern took out of it. `all_` carry anything of it; `parts`
    are those of them to which it does not only come through `x in ^list`.
    """

    roots: frozenset[str]
    all_: frozenset[str]
    parts: frozenset[str]


@dataclass(frozen=True)
class Bindings:
    """What a region binds: the bound variables, and those that they are made of."""

    all_: tuple[tuple[frozenset[str], frozenset[str]], ...]
    parts: tuple[tuple[frozenset[str], frozenset[str]], ...]

    @classmethod
    def of(cls, outline: Outline, region: Iterable[Value]) -> "Bindings":
        """Return all bindings in a region."""
        found: list[tuple[frozenset[str], frozenset[str]]] = []
        strict: list[tuple[frozenset[str], frozenset[str]]] = []
        for value in inside(outline, *region):
            for bound, sources in _bindings(outline, value):
                if bound:
                    names = frozenset(bound)
                    every, parts = _names(outline, sources)
                    if every:
                        found.append((names, every))
                        strict.append((names, parts))
        return cls(tuple(found), tuple(strict))

    def names(self, roots: Iterable[str]) -> Names:
        """Return what carries something of the values that some variables hold."""
        first = frozenset(roots)
        return Names(first, _closure(first, self.all_), _closure(first, self.parts))


def _closure(
    roots: frozenset[str], bound: tuple[tuple[frozenset[str], frozenset[str]], ...]
) -> frozenset[str]:
    found = set(roots)
    changed = True
    while changed:
        changed = False
        for names, sources in bound:
            if not names <= found and not sources.isdisjoint(found):
                found |= names
                changed = True
    return frozenset(found)


def _names(outline: Outline, values: list[Value]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the variables in values, and those of them that stand elsewhere than in `x in ^y`."""
    if len(values) == 1 and isinstance(values[0], Var):
        single = frozenset((values[0].name,))
        return single, single
    found: set[str] = set()
    members = False
    for value in inside(outline, *values):
        if isinstance(value, Var):
            found.add(value.name)
        elif isinstance(value, Op) and is_member(value):
            members = True
    every = frozenset(found)
    if not members:
        return every, every
    strict = inside(outline, *values, skip=is_member)
    return every, frozenset(v.name for v in strict if isinstance(v, Var))


def is_member(value: Value) -> bool:
    """Whether a value is `x in ^list`, which asks for many at once."""
    return (
        isinstance(value, Op)
        and value.op == "in"
        and isinstance(value.args[-1], Op)
        and value.args[-1].op == "^"
    )


def mentions(
    outline: Outline, values: Iterable[Value], names: frozenset[str], strict: bool = False
) -> bool:
    """Whether any of these variables stands in values, or in the calls and closures in them.

    `strict`: elsewhere than in `x in ^list`.
    """
    for value in inside(outline, *values, skip=is_member if strict else None):
        if isinstance(value, Var) and value.name in names:
            return True
    return False


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
        others: list[Value] = [arg for arg in args if not isinstance(arg, Fn)]
        for closure in closures if others else ():
            yield set(parameters(outline, closure.closure)), others


def parameters(outline: Outline, closure: int, position: int | None = None) -> Iterator[str]:
    """Yield the variables that a closure binds, of all parameters or of one."""
    found = outline.closures[closure]
    if found.kind == "capture":
        for value in inside(outline, *found.clauses):
            wanted = "&" if position is None else f"&{position + 1}"
            if isinstance(value, Var) and value.name.startswith("&"):
                yield from (value.name,) if wanted in ("&", value.name) else ()
        return
    for clause in found.clauses:
        patterns = clause.patterns
        if position is not None:
            patterns = patterns[position : position + 1]
        for pattern in patterns:
            yield from variables(pattern)
