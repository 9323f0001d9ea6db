"""Following: what functions and function values give for arguments."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dralint.analysis.calls.callgraph import delegated
from dralint.analysis.calls.closures import parameter_of
from dralint.analysis.values.binding import Env, Names, bind, matches
from dralint.analysis.values.constants import (
    Alt,
    Alts,
    Condition,
    Func,
    Place,
    Result,
    Thunk,
    Unknown,
    under,
)
from dralint.analysis.values.wording import shown
from dralint.outline.values import Op, Value, Var
from dralint.project import Call, Function

if TYPE_CHECKING:
    from dralint.analysis.values.evaluate import Evaluator

CALLS = 8
"""How many functions are followed into each other."""

AGAIN = 2
"""How many times one function stands among them: recursion."""

Head = tuple[tuple[Value, ...], Value | None, Value | None]
"""A clause: its patterns, its guard, its body."""


def apply(ev: "Evaluator", func: Alts, args: tuple[Thunk, ...], text: str) -> Alts:
    """Return what function values give for arguments."""
    found: list[Alt] = []
    for alt in func:
        constant = alt.constant
        if isinstance(constant, Func) and isinstance(constant.scope, Env):
            found.extend(under(_apply(ev, constant, constant.scope, args), alt.when))
        else:
            found.append(Alt(Unknown(text, "computed", constant.at), alt.when))
    return tuple(found)


def _apply(ev: "Evaluator", func: Func, env: Env, args: tuple[Thunk, ...]) -> Alts:
    closure = env.file.outline.closures[func.closure]
    if closure.kind == "capture":
        names = {f"&{number}": arg for number, arg in enumerate(args, start=1)}
        return ev.value(closure.clauses[0].body, env.plus(names))
    heads = [(arm.patterns, arm.guard, arm.body) for arm in closure.clauses]
    return _clauses(ev, heads, args, env, (env.file.path, closure.start), "fn")


def _clauses(
    ev: "Evaluator",
    heads: Sequence[Head],
    args: tuple[Thunk, ...],
    env: Env,
    site: tuple[str, int],
    name: str,
) -> Alts:
    """Return the union of the clauses that arguments can reach."""
    ways: list[tuple[int, str, Alts]] = []
    for number, (patterns, guard, body) in enumerate(heads):
        if body is None or len(patterns) != len(args):
            continue
        pairs = list(zip(patterns, args, strict=True))
        answers = [True if isinstance(p, Var) else matches(p, arg()) for p, arg in pairs]
        if False in answers:
            continue
        names: Names = {}
        for pattern, arg in pairs:
            names |= bind(pattern, arg, env.file)
        text = f"{name}({', '.join(shown(env.file, p, 24) for p in patterns)})"
        text += f" when {shown(env.file, guard, 40)}" if guard is not None else ""
        ways.append((number, text, ev.value(body, env.plus(names))))
        if guard is None and None not in answers:
            break
    if len(ways) == 1:
        return ways[0][2]
    return tuple(
        alt for number, text, alts in ways for alt in under(alts, (Condition(site, number, text),))
    )


def follow(
    ev: "Evaluator", function: Function, args: tuple[Thunk, ...], call: Call, env: Env, at: Place
) -> Alts:
    """Return what a project's function gives for arguments."""
    named = f"{function.module.name}.{function.name}/{len(args)}"
    whole = delegated(function)
    if whole is None or whole.data.kind not in ("def", "defp") or _generated(whole):
        return (Alt(Result(named, call, args, at)),)
    if env.stack.count(whole.key) >= AGAIN or len(env.stack) >= CALLS:
        return (Alt(Unknown(named, "limit", at)),)
    inner = Env(whole.file, whole.data.module, {}, (*env.stack, whole.key))
    return clauses_of(ev, whole, _given(ev, whole, args, inner), inner)


def _generated(function: Function) -> bool:
    """Whether clauses of a function may be made by code that runs at compile time."""
    if function.data.dynamic:
        return True
    return function.module.data.dynamic and any(
        other.data.dynamic and other.name in (function.name, "unquote")
        for other in function.module.functions
    )


def clauses_of(ev: "Evaluator", function: Function, args: tuple[Thunk, ...], env: Env) -> Alts:
    """Return the union of the clauses of a function that arguments can reach."""
    heads = [(c.params, c.guard, c.body) for c in function.clauses]
    site = (function.file.path, function.clauses[0].start)
    return _clauses(ev, heads, args, env, site, function.name)


def _given(
    ev: "Evaluator", function: Function, args: tuple[Thunk, ...], env: Env
) -> tuple[Thunk, ...]:
    """Return an argument for each parameter, with the defaults of those left out."""
    if len(args) == function.arity:
        return args
    placed = {parameter_of(function, len(args), i): arg for i, arg in enumerate(args)}
    return tuple(
        placed[index] if index in placed else _default(ev, function, index, env)
        for index in range(function.arity)
    )


def _default(ev: "Evaluator", function: Function, index: int, env: Env) -> Thunk:
    for clause in function.clauses:
        param = clause.params[index]
        if isinstance(param, Op) and param.op == "\\\\":
            return ev.lazy(param.args[1], env)
    first = function.clauses[0]
    at = Place(function.file, first.name_start, first.name_end)
    return Thunk(lambda: (Alt(Unknown("?", "variable", at)),))
