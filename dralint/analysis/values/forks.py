"""Forks: the ways through `if`, `case`, `cond`, `with`, `try`, and what each way gives."""

from typing import TYPE_CHECKING

from dralint.analysis.values.binding import Env, Names, bind, matches, unknown
from dralint.analysis.values.constants import Alt, Alts, Condition, Name, Place, Thunk, under
from dralint.analysis.values.wording import shown
from dralint.outline.values import Arm, Flow, Op, Value

from . import folding

if TYPE_CHECKING:
    from dralint.analysis.values.evaluate import Evaluator

Way = tuple[Arm, Env, str]
"""An arm that can be reached, what is known in it, and in words when it is taken."""


def bound_by(ev: "Evaluator", statement: Value, env: Env) -> Names:
    """Return the variables that a statement binds for those after it."""
    if isinstance(statement, Op) and statement.op == "=":
        given = ev.lazy(statement.args[-1], env)
        inner = bound_by(ev, statement.args[-1], env)
        return inner | bind(statement.args[0], given, env.file)
    if isinstance(statement, Flow) and statement.kind in ("if", "unless", "case"):
        names: Names = {}
        for head in statement.heads:
            names |= bound_by(ev, head, env)
        return names
    return {}


def ways(ev: "Evaluator", flow: Flow, env: Env) -> list[Way]:
    """Return the arms of a fork that can be reached."""
    if flow.kind in ("if", "unless"):
        return _if(ev, flow, env)
    if flow.kind == "case" and flow.heads:
        return _case(ev, flow, env)
    found: list[Way] = []
    inner = env
    for head in flow.heads:
        if isinstance(head, Op) and head.op in ("<-", "="):
            inner = inner.plus(bind(head.args[0], ev.lazy(head.args[-1], inner), env.file))
    for arm in flow.arms:
        if flow.kind == "cond":
            text = shown(env.file, arm.patterns[0], 40) if arm.patterns else ""
            found.append((arm, env, "otherwise" if text == "true" else f"if {text}"))
        elif arm.label == "do":
            found.append((arm, inner, flow.kind))
        else:
            names: Names = {}
            for pattern in arm.patterns:
                names |= bind(pattern, _anything(pattern, env), env.file)
            found.append((arm, env.plus(names), f"{arm.label} of {flow.kind}"))
    return found


def _anything(pattern: Value, env: Env) -> Thunk:
    return Thunk(lambda: unknown(env.file, pattern, shown(env.file, pattern), "variable"))


def _if(ev: "Evaluator", flow: Flow, env: Env) -> list[Way]:
    env = env.plus(bound_by(ev, flow, env))
    head = flow.heads[0] if flow.heads else None
    text = shown(env.file, head, 44)
    truth = None if head is None else folding.truth(ev.value(head, env))
    found: list[Way] = []
    for arm in flow.arms:
        wanted = (arm.label == "do") == (flow.kind == "if")
        if truth is None or truth == wanted:
            found.append((arm, env, f"{'if' if wanted else 'unless'} {text}"))
    return found


def _case(ev: "Evaluator", flow: Flow, env: Env) -> list[Way]:
    subject = ev.lazy(flow.heads[0], env)
    text = shown(env.file, flow.heads[0], 30)
    found: list[Way] = []
    for arm in flow.arms:
        pattern = arm.patterns[0] if arm.patterns else None
        answer = None if pattern is None else matches(pattern, subject())
        if answer is False:
            continue
        names = {} if pattern is None else bind(pattern, subject, env.file)
        found.append((arm, env.plus(names), f"when {text} is {shown(env.file, pattern, 24)}"))
        if answer is True and arm.guard is None:
            break
    return found


def outcome(ev: "Evaluator", flow: Flow, env: Env) -> Alts:
    """Return what a fork may give: the union of its ways, each under its condition."""
    taken = ways(ev, flow, env)
    certain = flow.kind in ("if", "unless") and _certain(ev, flow, env)
    open_end = flow.kind in ("if", "unless") and not any(a.label == "else" for a in flow.arms)
    site = (env.file.path, flow.start)
    if len(taken) == 1 and (certain or not open_end) and flow.kind != "with":
        return ev.value(taken[0][0].body, taken[0][1])
    found: list[Alt] = []
    for number, (arm, inner, text) in enumerate(taken):
        if not (arm.label == "after" and flow.kind == "try"):
            when = (Condition(site, number, text),)
            found.extend(under(ev.value(arm.body, inner), when))
    if open_end and not (certain and taken):
        at = Place(env.file, flow.start, flow.end)
        otherwise = Condition(site, len(taken), "otherwise")
        found.append(Alt(Name("nil", at), (otherwise,) if taken else ()))
    return folding.merged(tuple(found))


def _certain(ev: "Evaluator", flow: Flow, env: Env) -> bool:
    return bool(flow.heads) and folding.truth(ev.value(flow.heads[0], env)) is not None
