"""Ends of control structures and variables: where an expression goes on to, in which scope.

Each function is given `follow`, which says how any expression ends.
"""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from dralint.analysis.values.scopes import (
    Names,
    Scope,
    Source,
    binding,
    narrowed,
    shaped_names,
    variables,
)
from dralint.analysis.values.shapes import Shape, atom, fits, is_picky, literal
from dralint.outline.values import Arm, Atom, Flow, Op, Value, Var
from dralint.project import Call, File


class Tail(Struct, frozen=True):
    """One way in which a piece of code ends.

    `value` stands in `file`. `shape` is what is known of it, None for nothing. `path` are the calls
    of the project's functions that lead from the code to the value, the outermost first. `param`
    says that the value is what a parameter of the code was given.
    """

    file: File
    value: Value
    shape: Shape | None
    path: tuple[Call, ...] = ()
    param: int | None = None


Follow = Callable[[Value, Scope], Iterator[Tail]]


def variable_ends(var: Var, scope: Scope, follow: Follow) -> Iterator[Tail]:
    """Return what a variable can be."""
    bound = scope.names.get(var.name)
    if isinstance(bound, int):
        yield Tail(scope.file, var, None, param=bound)
    elif bound is None:
        yield Tail(scope.file, var, None)
    else:
        for source in bound:
            yield from _source(source, follow)


def _source(source: Source, follow: Follow) -> Iterator[Tail]:
    for tail in follow(source.value, source.scope):
        if tail.param is not None and (source.failed or source.must):
            tail = replace(tail, param=None)
        left = _left_over(tail, source.failed)
        if left is None:
            continue
        if source.must is None:
            yield left
        elif fits(source.must, left.shape) is not False:
            yield left if left.shape else replace(left, shape=literal(source.must))


def _left_over(tail: Tail, failed: tuple[Value, ...]) -> Tail | None:
    """Return what is left of a tail that some patterns did not match; None for nothing."""
    for pattern in failed:
        answer = fits(pattern, tail.shape)
        if answer is True:
            return None
        if answer is None and not is_picky(pattern, tail.shape):
            tail = replace(tail, shape=None)
    return tail


def flow_ends(flow: Flow, scope: Scope, follow: Follow) -> Iterator[Tail]:
    """Return how a control structure can end."""
    match flow.kind:
        case "if" | "unless":
            for head in flow.heads:
                if isinstance(head, Op) and head.op == "=":
                    scope = scope.plus(binding(head.args[0], head.args[-1], scope))
            for arm in flow.arms:
                yield from follow(arm.body, scope)
            if not any(arm.label == "else" for arm in flow.arms):
                place = Atom(flow.start, flow.start + len(flow.kind), "nil")
                yield Tail(scope.file, place, atom("nil"))
        case "case" if flow.heads:
            yield from _arms(flow.arms, scope, (Source(flow.heads[0], scope),), follow)
        case "cond" | "receive":
            yield from _arms(flow.arms, scope, (), follow)
        case "with":
            yield from _with(flow, scope, follow)
        case "try":
            yield from _try(flow, scope, follow)
        case _:
            yield Tail(scope.file, flow, None)


def _arms(
    arms: Iterable[Arm], scope: Scope, subject: tuple[Source, ...], follow: Follow
) -> Iterator[Tail]:
    """Follow arms that are tried in order on one subject, which may have several sources."""
    failed: tuple[Value, ...] = ()
    for arm in arms:
        names: Names = dict.fromkeys(variables(arm.patterns))
        for pattern in arm.patterns:
            names |= shaped_names(pattern, scope)
        first = arm.patterns[0] if arm.patterns else None
        if first is not None:
            names |= narrowed(first, failed, subject)
            if arm.guard is None:
                failed = (*failed, first)
        yield from follow(arm.body, scope.plus(names))


def _with(flow: Flow, scope: Scope, follow: Follow) -> Iterator[Tail]:
    outer = scope
    failing: list[Source] = []
    for head in flow.heads:
        if isinstance(head, Op) and head.op in ("<-", "="):
            pattern, value = head.args[0], head.args[-1]
            if head.op == "<-" and not isinstance(pattern, Var):
                failing.append(Source(value, scope, (pattern,)))
            scope = scope.plus(binding(pattern, value, scope))
    others = [arm for arm in flow.arms if arm.label == "else"]
    for arm in flow.arms:
        if arm.label == "do":
            yield from follow(arm.body, scope)
    if others:
        yield from _arms(others, outer, tuple(failing), follow)
    else:
        for source in failing:
            yield from _source(source, follow)


def _try(flow: Flow, scope: Scope, follow: Follow) -> Iterator[Tail]:
    body = [arm for arm in flow.arms if arm.label == "do"]
    others = [arm for arm in flow.arms if arm.label == "else"]
    if others and body:
        yield from _arms(others, scope, (Source(body[0].body, scope),), follow)
    else:
        for arm in body:
            yield from follow(arm.body, scope)
    for arm in flow.arms:
        if arm.label in ("rescue", "catch"):
            yield from _arms((arm,), scope, (), follow)
