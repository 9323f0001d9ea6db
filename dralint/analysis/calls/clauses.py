"""Which clauses of a function a call can reach."""

from collections.abc import Iterator, Mapping

from dralint.analysis.calls.closures import parameter_of
from dralint.outline import Call, Clause
from dralint.outline.values import (
    Atom,
    Interpolated,
    ListOf,
    MapOf,
    ModuleRef,
    Number,
    Op,
    String,
    TupleOf,
    Value,
    Var,
)
from dralint.project import Function

_SHAPES = (Atom, Number, String, TupleOf, ListOf, MapOf, ModuleRef)


def clause_of(function: Function, index: int) -> int:
    """Return which clause of a function holds a call of its file's table."""
    for number, clause in enumerate(function.clauses):
        if clause.calls[0] <= index < clause.calls[1]:
            return number
    return 0


def reaches(
    call: Call, function: Function, number: int, structs: Mapping[int, str] | None = None
) -> bool:
    """Whether a call can end in a clause of the function that it reaches.

    No only where a literal argument rules it out, or where a clause above takes every such call.
    `structs` names the structs that arguments are known to be, by position.
    """
    if len(function.clauses) == 1:
        return True
    if structs and not _fits(call, function, number, structs):
        return False
    for other in range(number):
        if _surely(call, function, function.clauses[other]):
            return False
    return all(_may_match(arg, param) for arg, param in _pairs(call, function, number))


def _fits(call: Call, function: Function, number: int, structs: Mapping[int, str]) -> bool:
    """Whether a clause takes structs: not another one, nor one that a clause above takes."""
    for position, name in structs.items():
        at = parameter_of(function, len(call.args), position)
        wanted = [
            _struct(clause.params[at]) if at < len(clause.params) else None
            for clause in function.clauses
        ]
        if wanted[number] not in (None, name):
            return False
        if any(
            each == name and _only(function.clauses[i], at)
            for i, each in enumerate(wanted[:number])
        ):
            return False
    return True


def _struct(param: Value) -> str | None:
    if isinstance(param, Op) and param.op == "=":
        return next((name for part in param.args if (name := _struct(part))), None)
    if isinstance(param, MapOf) and isinstance(param.struct, ModuleRef):
        return param.struct.name
    return None


def _only(clause: Clause, at: int) -> bool:
    """Whether a clause takes every call with its struct at a position."""
    if clause.guard is not None or clause.body is None:
        return False
    param = clause.params[at]
    parts = param.args if isinstance(param, Op) else (param,)
    plain = all(not part.pairs for part in parts if isinstance(part, MapOf))
    return plain and all(isinstance(p, Var) for i, p in enumerate(clause.params) if i != at)


def _pairs(call: Call, function: Function, number: int) -> Iterator[tuple[Value, Value]]:
    params = function.clauses[number].params
    for position, arg in enumerate(call.args):
        at = parameter_of(function, len(call.args), position)
        if at < len(params):
            yield arg, params[at]


def _surely(call: Call, function: Function, clause: Clause) -> bool:
    """Whether a clause takes every call with these arguments."""
    if clause.body is None or clause.guard is not None:
        return False
    if len(call.args) != len(clause.params):
        return False
    names: list[str] = []
    for arg, param in zip(call.args, clause.params, strict=True):
        if isinstance(param, Var):
            names.append(param.name)
        elif not (isinstance(param, Atom | Number) and _same(arg, param)):
            return False
    plain = [name for name in names if not name.startswith("_")]
    return len(set(plain)) == len(plain)


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, Atom) and isinstance(other, Atom):
        return one.name == other.name
    return isinstance(one, Number) and isinstance(other, Number) and one.text == other.text


def _may_match(arg: Value, param: Value) -> bool:
    if isinstance(param, Op) and param.op in ("=", "\\\\"):
        parts = param.args if param.op == "=" else param.args[:1]
        return all(_may_match(arg, part) for part in parts)
    if isinstance(arg, Interpolated):
        return not isinstance(param, Atom | Number | TupleOf | ListOf | MapOf)
    if not isinstance(arg, _SHAPES) or not isinstance(param, _SHAPES):
        return True
    if isinstance(arg, MapOf) and isinstance(param, MapOf):
        return True
    if type(arg) is not type(param):
        return False
    if isinstance(arg, TupleOf) and isinstance(param, TupleOf):
        return len(arg.items) == len(param.items) and all(map(_may_match, arg.items, param.items))
    if isinstance(arg, ListOf) and isinstance(param, ListOf):
        return bool(arg.items or arg.tail) == bool(param.items or param.tail)
    if isinstance(arg, String) and isinstance(param, String):
        return arg.text == param.text
    if isinstance(arg, ModuleRef) and isinstance(param, ModuleRef):
        return arg.name == param.name
    return _same(arg, param)
