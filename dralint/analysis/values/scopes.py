"""Scopes: what the variables at a point of the code stand for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dralint.analysis.calls.inside import inside
from dralint.analysis.values.shapes import RESULTS, Shape, literal
from dralint.outline import Clause
from dralint.outline.values import (
    LEAVES,
    Atom,
    AttrRead,
    CallRef,
    Fn,
    ListOf,
    MapOf,
    Op,
    TupleOf,
    Value,
    Var,
    children,
)
from dralint.project import File, Function


@dataclass(frozen=True, eq=False, slots=True)
class Source:
    """Where a variable has its value from: an expression in its scope.

    Of its ends those count that match `must` and none of `failed`.
    """

    value: Value
    scope: "Scope"
    failed: tuple[Value, ...] = ()
    must: Value | None = None


Names = dict[str, tuple[Source, ...] | int | None]
"""What variables stand for: sources, the number of a parameter, or None for unknown."""


@dataclass(frozen=True, eq=False, slots=True)
class Scope:
    """The variables that are known at a point of a module."""

    file: File
    module: int
    names: Names

    def plus(self, names: Names) -> "Scope":
        """Return the scope with more names, which hide those of the same name."""
        return Scope(self.file, self.module, {**self.names, **names}) if names else self


def distinct(params: tuple[Value, ...]) -> bool:
    """Whether no variable stands twice in a head, which would demand equal values."""
    names = [name for name in variables(params) if not name.startswith("_")]
    return len(names) == len(set(names))


def variables(patterns: Iterable[Value]) -> Iterator[str]:
    """Return the variables that patterns bind."""
    waiting = list(patterns)
    while waiting:
        value = waiting.pop()
        kind = type(value)
        if kind is Var:
            yield value.name  # type: ignore[union-attr]
        elif kind not in LEAVES and not (kind is Op and value.op == "^"):  # type: ignore[union-attr]
            waiting += children(value)


def binding(pattern: Value, value: Value, scope: Scope) -> Names:
    """Return what the variables of `pattern = value` stand for afterwards."""
    names: Names = dict.fromkeys(variables((pattern,)))
    if isinstance(pattern, Var):
        names[pattern.name] = (Source(value, scope),)
    elif isinstance(pattern, TupleOf) and isinstance(value, TupleOf):
        if len(pattern.items) == len(value.items):
            for part, given in zip(pattern.items, value.items, strict=True):
                names |= binding(part, given, scope)
    else:
        names |= shaped_names(pattern, scope)
    return names


def reads(file: File, clause: Clause, name: str) -> bool:
    """Whether a clause may look at a variable that its head binds."""
    everything = inside(file.outline, clause.guard, clause.body)
    return name != "_" and any(isinstance(v, Var) and v.name == name for v in everything)


def shaped_names(pattern: Value, scope: Scope) -> Names:
    """Return the variables that a pattern gives a shape: in `{:ok, _} = result`, the second."""
    found: Names = {}
    waiting = [pattern]
    while waiting:
        value = waiting.pop()
        if type(value) in LEAVES:
            continue
        if isinstance(value, Op) and value.op == "=":
            shaped = next((arg for arg in value.args if isinstance(arg, _SHAPED)), None)
            for arg in value.args:
                if isinstance(arg, Var) and shaped is not None:
                    found[arg.name] = (Source(shaped, Scope(scope.file, -1, {})),)
        waiting.extend(children(value))
    return found


def narrowed(pattern: Value, failed: tuple[Value, ...], subject: tuple[Source, ...]) -> Names:
    """Return what an arm knows of its subject: under a new name, or under the name it has."""
    if not isinstance(pattern, Var):
        if len(subject) == 1 and isinstance(subject[0].value, Var):
            return {subject[0].value.name: (replace(subject[0], must=pattern),)}
        return {}
    return {pattern.name: tuple(replace(s, failed=(*s.failed, *failed)) for s in subject)}


_SHAPED = (TupleOf, MapOf, ListOf, Atom)


def parameters(function: Function, index: int) -> Names:
    """Return what the parameters of a clause stand for."""
    names: Names = {}
    scope = Scope(function.file, -1, {})
    for position, param in enumerate(function.data.clauses[index].params):
        pattern = param.args[0] if isinstance(param, Op) and param.op == "\\\\" else param
        if isinstance(pattern, Var):
            names[pattern.name] = position
        elif type(pattern) not in LEAVES:
            names |= dict.fromkeys(variables((param,)))
            names |= shaped_names(pattern, scope)
    return names


DEPTH = 6
"""How many bindings of variables are followed, one inside the other."""


def shape_in(value: Value, scope: Scope, depth: int = 0) -> Shape | None:
    """Return the shape of an expression; of one with several ways to end, none."""
    match value:
        case TupleOf():
            items = tuple(shape_in(item, scope, depth + 1) for item in value.items)
            return Shape("tuple", None, items)
        case Var() if depth < DEPTH:
            bound = scope.names.get(value.name)
            if isinstance(bound, tuple) and len(bound) == 1:
                return shape_in(bound[0].value, bound[0].scope, depth + 1)
            return None
        case CallRef():
            call = scope.file.call(value.call)
            known = RESULTS.get(f"{call.target}.{call.name}")
            return known if known is None or call.callee is None else None
        case AttrRead() if scope.module >= 0:
            found = scope.file.modules[scope.module].attribute(value.name, value.start)
            return None if found is None else literal(found)
        case Fn():
            return _closure(value, scope)
        case _:
            return literal(value)


def _closure(fn: Fn, scope: Scope) -> Shape | None:
    closure = scope.file.outline.closures[fn.closure]
    if closure.kind in ("fn", "capture"):
        return Shape("function")
    plain = all(isinstance(head, Op) and head.op == "<-" for head in closure.heads)
    return Shape("list") if closure.kind == "for" and plain else None
