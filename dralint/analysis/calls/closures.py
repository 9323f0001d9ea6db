"""Where the code of a closure runs, seen from the function that it is written in."""

from enum import Enum
from weakref import WeakKeyDictionary

from dralint.analysis.calls.closure_table import (
    ELSEWHERE,
    HERE,
    HERE_MODULES,
    KEEPS,
    LATER,
    LATER_LAZY,
)
from dralint.analysis.calls.consumption import consumed
from dralint.outline import Clause
from dralint.outline.values import Op, Value, Var
from dralint.project import Call, File, Function

DEPTH = 4
"""How many of the project's functions a closure is followed through."""


class Runs(Enum):
    """Which process runs a piece of code, and when."""

    HERE = "here"
    """In the process that reaches it, before the function returns."""
    ELSEWHERE = "elsewhere"
    """In another process; the caller goes on."""
    LATER = "later"
    """Later, by whoever holds it."""
    UNKNOWN = "unknown"


_known: WeakKeyDictionary[File, dict[int, Runs]] = WeakKeyDictionary()


def where_runs(call: Call) -> Runs:
    """Return where a call runs, seen from the function (or module body) that it stands in."""
    return runs_at(call.file, call.data.closure)


def runs_at(file: File, index: int) -> Runs:
    """Return where the code directly inside a closure runs; -1 is the function itself."""
    if index < 0:
        return Runs.HERE
    known = _known.setdefault(file, {})
    found = known.get(index)
    if found is None:
        found = known[index] = _runs_at(file, index, 0)
    return found


def _runs_at(file: File, index: int, depth: int) -> Runs:
    result = Runs.HERE
    while index >= 0:
        closure = file.outline.closures[index]
        if closure.kind == "quote":
            return Runs.UNKNOWN
        if closure.kind in ("fn", "capture"):
            runs = _closure_runs(file, index, depth)
            if runs is Runs.ELSEWHERE:
                return runs
            if runs is not Runs.HERE and result is Runs.HERE:
                result = runs
        index = closure.parent
    return result


def closure_runs(file: File, index: int) -> Runs:
    """Return where the code of one closure runs, from what it is given to."""
    return _closure_runs(file, index, 0)


def _closure_runs(file: File, index: int, depth: int) -> Runs:
    uses = file.outline.closures[index].uses
    if not uses:
        return Runs.UNKNOWN
    found = {_use_runs(file.call(call), position, depth) for call, position in uses}
    for answer in (Runs.ELSEWHERE, Runs.UNKNOWN, Runs.LATER):
        if answer in found:
            return answer
    return Runs.HERE


def use_runs(call: Call, position: int) -> Runs:
    """Return where a closure runs that a call is given at an argument position."""
    return _use_runs(call, position, 0)


def _use_runs(call: Call, position: int, depth: int) -> Runs:
    if position < 0:
        return Runs.HERE
    target = call.target
    if target is None:
        return Runs.UNKNOWN
    name = f"{target}.{call.name}"
    if name in ELSEWHERE:
        return Runs.ELSEWHERE
    if name in LATER_LAZY:
        return Runs.HERE if consumed(call) else Runs.LATER
    if name in LATER:
        return Runs.LATER
    if name in KEEPS:
        return Runs.UNKNOWN
    callee = call.callee
    if callee is not None:
        return _callee_runs(callee, call.arity, position, depth + 1)
    if name in HERE or target in HERE_MODULES or _is_repo(call, target):
        return Runs.HERE
    return Runs.UNKNOWN


def _is_repo(call: Call, target: str) -> bool:
    module = call.file.project.module(target, call.file)
    if module is None:
        return target.rpartition(".")[2] == "Repo"
    return module.effects.process == "repo"


def _callee_runs(callee: Function, arity: int, position: int, depth: int) -> Runs:
    """Look at what a project's function does with the parameter that takes the closure."""
    if depth > DEPTH:
        return Runs.UNKNOWN
    if callee.data.delegate is not None:
        return Runs.UNKNOWN
    at = parameter_of(callee, arity, position)
    found: set[Runs] = set()
    for clause in callee.clauses:
        name = _name(clause.params[at]) if at < len(clause.params) else None
        if name is not None:
            found |= _parameter_runs(callee, clause, name, depth)
    found.discard(Runs.UNKNOWN)
    # Used in two ways: which one it is depends on what cannot be seen.
    return found.pop() if len(found) == 1 else Runs.UNKNOWN


def _parameter_runs(callee: Function, clause: Clause, name: str, depth: int) -> set[Runs]:
    file = callee.file
    found: set[Runs] = set()
    for index in range(*clause.calls):
        data = file.outline.calls[index]
        if data.name == "()" and isinstance(data.on, Var) and data.on.name == name:
            found.add(_runs_at(file, data.closure, depth))
        for place, arg in enumerate(data.args):
            if isinstance(arg, Var) and arg.name == name:
                runs = _use_runs(file.call(index), place, depth)
                around = _runs_at(file, data.closure, depth)
                found.add(around if runs is Runs.HERE else runs)
    return found


def parameter_of(function: Function, arity: int, position: int) -> int:
    """Return which parameter takes an argument of a call that leaves out defaults."""
    spare = arity - function.data.min_arity
    if arity == function.data.max_arity:
        return position
    head = next((c for c in function.clauses if any(map(_has_default, c.params))), None)
    given = 0
    for index, param in enumerate(head.params if head else ()):
        if _has_default(param):
            if spare <= 0:
                continue
            spare -= 1
        if given == position:
            return index
        given += 1
    return position


def _has_default(param: Value) -> bool:
    return isinstance(param, Op) and param.op == "\\\\"


def _name(param: Value) -> str | None:
    """Return the variable that a parameter binds whole."""
    if isinstance(param, Op) and param.op in ("\\\\", "="):
        return next((arg.name for arg in param.args if isinstance(arg, Var)), None)
    return param.name if isinstance(param, Var) else None
