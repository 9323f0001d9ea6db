"""Descent: what is bound on the way from a function's head down to an expression in its body."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dralint.analysis.values.binding import Env, bind, elements
from dralint.analysis.values.constants import Alt, Param, Place, Thunk, Unknown
from dralint.analysis.values.forks import bound_by, ways
from dralint.outline.values import Block, CallRef, Flow, Fn, Op, Value, children
from dralint.project import File, Function

if TYPE_CHECKING:
    from dralint.analysis.values.evaluate import Evaluator

_OVER_ELEMENTS = frozenset(
    "map each flat_map filter reject any? all? find sort_by group_by async_stream".split()
)


def env_at(
    ev: "Evaluator",
    file: File,
    value: Value,
    function: int,
    module: int,
    given: tuple[Thunk, ...] | None = None,
) -> Env:
    """Return the variables that are known where an expression stands."""
    env = Env(file, module)
    if function < 0:
        return env
    owner = file.functions[function]
    for clause in owner.clauses:
        if clause.start <= value.start < clause.end and clause.body is not None:
            for index, param in enumerate(clause.params):
                thunk = parameter(owner, index)
                if given is not None and index < len(given):
                    thunk = given[index]
                env = env.plus(bind(param, thunk, file))
            env = Env(file, module, env.names, (owner.key,))
            return _descend(ev, clause.body, value, env)
    return env


def _descend(ev: "Evaluator", at: Value, goal: Value, env: Env) -> Env:
    """Walk from a body down to an expression and gather what is bound on the way."""
    while not (at.start == goal.start and at.end == goal.end and type(at) is type(goal)):
        inner: Iterable[Value]
        match at:
            case Block():
                inner = at.items
                for item in at.items:
                    if _holds(item, goal):
                        break
                    env = env.plus(bound_by(ev, item, env))
            case Flow():
                found = _into_flow(ev, at, goal, env)
                if found is None:
                    inner = at.heads
                else:
                    at, env = found
                    continue
            case CallRef():
                call = env.file.outline.calls[at.call]
                inner = (*call.args, call.on) if call.on is not None else call.args
            case Fn():
                body, env = _into_closure(ev, at, goal, env)
                if body is None:
                    return env
                at = body
                continue
            case _:
                inner = children(at)
        step = next((child for child in inner if _holds(child, goal)), None)
        if step is None:
            return env
        at = step
    return env


def _into_flow(ev: "Evaluator", flow: Flow, goal: Value, env: Env) -> tuple[Value, Env] | None:
    for head in flow.heads:
        if _holds(head, goal):
            return head, env
        if flow.kind == "with" and isinstance(head, Op) and head.op in ("<-", "="):
            given = ev.lazy(head.args[-1], env)
            env = env.plus(bind(head.args[0], given, env.file))
    arm = next((arm for arm in flow.arms if _holds(arm, goal)), None)
    if arm is None:
        return None
    if flow.kind in ("if", "unless"):
        # Which way is taken does not matter to one who stands on it.
        return arm.body, env.plus(bound_by(ev, flow, env))
    return next(
        ((arm.body, inner) for way, inner, _ in ways(ev, flow, env) if way is arm), None
    ) or (
        arm.body,
        env,
    )


def _into_closure(ev: "Evaluator", fn: Fn, goal: Value, env: Env) -> tuple[Value | None, Env]:
    closure = env.file.outline.closures[fn.closure]
    if closure.kind == "for":
        for head in closure.heads:
            if _holds(head, goal):
                return head, env
            if isinstance(head, Op) and head.op == "<-":
                rows = ev.lazy(head.args[-1], env)
                env = env.plus(bind(head.args[0], _each(rows), env.file))
    for arm in closure.clauses:
        if not _holds(arm, goal):
            continue
        given = _given_to(ev, closure.uses, env)
        if closure.kind == "capture" and given is not None:
            env = env.plus({"&1": given})
        for index, pattern in enumerate(arm.patterns):
            first = given if index == 0 and given is not None else _lost(env.file, pattern)
            env = env.plus(bind(pattern, first, env.file))
        return arm.body, env
    return None, env


def _given_to(ev: "Evaluator", uses: list[tuple[int, int]], env: Env) -> Thunk | None:
    """Return what a closure is given first, when it goes over a list or takes a value."""
    if len(uses) != 1:
        return None
    call, position = env.file.outline.calls[uses[0][0]], uses[0][1]
    if position != 1 or not call.args:
        return None
    subject = ev.lazy(call.args[0], env)
    if call.name == "then":
        return subject
    if call.name in _OVER_ELEMENTS:
        return _each(subject)
    return None


def _each(rows: Thunk) -> Thunk:
    return Thunk(lambda: elements(rows()))


def _holds(outer: Value, inner: Value) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def parameter(function: Function, index: int) -> Thunk:
    """Return a parameter of the function that is asked about."""
    clause = function.clauses[0]
    param = clause.params[index] if index < len(clause.params) else None
    start, end = (param.start, param.end) if param else (clause.name_start, clause.name_end)
    at = Place(function.file, start, end)
    text = getattr(param, "name", None) or f"argument {index + 1} of {function.label}"
    return Thunk(lambda: (Alt(Param(function, index, text, at)),))


def _lost(file: File, pattern: Value) -> Thunk:
    at = Place(file, pattern.start, pattern.end)
    return Thunk(lambda: (Alt(Unknown(getattr(pattern, "name", "?"), "variable", at)),))
