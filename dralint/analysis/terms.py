"""Terms: what an expression stands for, as far as constants and the function's parameters say.

A term is a value of the outline: literals as they are, `Opaque` where nothing is known, `Var("$2")`
for the third parameter of the function, `SELF` for the process that runs the code. Variables,
attributes and helper functions are gone. A term of a function becomes one of its caller by putting
in what the caller gives.
"""

from dralint.outline.values import (
    Apply,
    Atom,
    AttrRead,
    Block,
    CallRef,
    Flow,
    Fn,
    Interpolated,
    ListOf,
    MapOf,
    ModuleRef,
    Number,
    Op,
    Opaque,
    Sigil,
    String,
    TupleOf,
    Value,
    Var,
    children,
)
from dralint.project import Call, File, Function, Project

from .bindings import Bindings, Parameter, bindings_of
from .callgraph import delegated
from .closures import Runs, parameter_of, runs_at
from .unify import SELF, every, holds, show, unify

DEPTH = 8
"""How many variables and helpers are followed, one behind the other."""
SIZE = 200
"""How many parts a term may have."""

_DEFAULTED = {
    "Keyword.get": 3,
    "Map.get": 3,
    "Access.get": 3,
    "Keyword.pop": 3,
    "Application.get_env": 3,
    "Application.compile_env": 3,
}
_NAMES_IT = {
    "GenServer.whereis/1": 0,
    "Process.whereis/1": 0,
    ":erlang.whereis/1": 0,
}


class Terms:
    """The terms of a project's expressions."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._bindings: dict[tuple[str, int], Bindings] = {}
        self._inlining: list[tuple[str, int]] = []

    @classmethod
    def of(cls, project: Project) -> "Terms":
        """Return the terms of a project."""
        return cls(project)

    def of_argument(self, call: Call, position: int) -> Value:
        """Return what a call is given at a position."""
        if position >= len(call.args):
            return Opaque(call.data.start, call.data.end)
        return self.of_value(call.file, call.function, call.args[position], call.data.module)

    def of_value(
        self, file: File, function: Function | None, value: Value, module: int, depth: int = 0
    ) -> Value:
        """Return what an expression inside a function, or of a module's body, stands for."""
        if depth > DEPTH:
            return _unknown(value)
        match value:
            case Atom() | ModuleRef() | Number() | String() | Opaque() | Fn() | Sigil():
                return value
            case Var():
                return self._variable(file, function, value, module, depth)
            case AttrRead() if module >= 0:
                found = file.modules[module].attribute(value.name, value.start)
                if found is None:
                    return _unknown(value)
                return self.of_value(file, None, found, module, depth + 1)
            case CallRef():
                return self._call(file.call(value.call), value, depth)
            case Op(op="="):
                return self.of_value(file, function, value.args[-1], module, depth)
            case Op(op="||"):
                last = self.of_value(file, function, value.args[-1], module, depth)
                first = self.of_value(file, function, value.args[0], module, depth)
                return _either(value, first, last)
            case Block() if value.items:
                return self.of_value(file, function, value.items[-1], module, depth)
            case TupleOf():
                items = self._all(file, function, value.items, module, depth)
                return TupleOf(value.start, value.end, items)
            case ListOf():
                items = self._all(file, function, value.items, module, depth)
                tail = None if value.tail is None else _unknown(value.tail)
                return ListOf(value.start, value.end, items, tail)
            case MapOf():
                return self._map(file, function, value, module, depth)
            case Op(op="<>") | Op(op="<<>>") | Interpolated():
                return value
            case Flow():
                return self._flow(file, function, value, module, depth)
            case _:
                return _unknown(value)

    def _all(
        self,
        file: File,
        function: Function | None,
        values: tuple[Value, ...],
        module: int,
        depth: int,
    ) -> tuple[Value, ...]:
        if len(values) > SIZE:
            return tuple(map(_unknown, values))
        return tuple(self.of_value(file, function, each, module, depth + 1) for each in values)

    def _map(
        self, file: File, function: Function | None, value: MapOf, module: int, depth: int
    ) -> Value:
        keys = self._all(file, function, tuple(k for k, _ in value.pairs), module, depth)
        given = self._all(file, function, tuple(v for _, v in value.pairs), module, depth)
        base = None if value.base is None else _unknown(value.base)
        pairs = tuple(zip(keys, given, strict=True))
        return MapOf(value.start, value.end, value.struct, pairs, base)

    def _variable(
        self, file: File, function: Function | None, var: Var, module: int, depth: int
    ) -> Value:
        if function is None:
            return _unknown(var)
        bound = self.bindings(function).at(var.name, var.start)
        if bound is None or bound.given is None:
            return _unknown(var)
        if isinstance(bound.given, Parameter):
            if not bound.path:
                return Var(var.start, var.end, f"${bound.given.position}")
            return _unknown(var)
        if not isinstance(bound.given, Value):
            return _unknown(var)
        found = self.of_value(file, function, bound.given, module, depth + 1)
        for step in bound.path:
            found = _part(found, step)
        return found

    def _flow(
        self, file: File, function: Function | None, flow: Flow, module: int, depth: int
    ) -> Value:
        """Return what all ways through a structure have in common: one term, or nothing."""
        if flow.kind not in ("if", "unless", "case", "cond"):
            return _unknown(flow)
        ends = [self.of_value(file, function, a.body, module, depth + 1) for a in flow.arms]
        if flow.kind in ("if", "unless") and len(ends) < 2:
            return _unknown(flow)
        return _common(flow, ends)

    def _call(self, call: Call, value: CallRef, depth: int) -> Value:
        target = call.target
        name = f"{target}.{call.name}"
        if name == "Kernel.self" and not call.args:
            here = runs_at(call.file, call.data.closure) is Runs.HERE
            return SELF if here else _unknown(value)
        full = f"{name}/{call.arity}"
        if full in _NAMES_IT:
            return self._given(call, _NAMES_IT[full], depth)
        if name in _DEFAULTED and call.arity >= _DEFAULTED[name]:
            return _either(value, _unknown(value), self._given(call, call.arity - 1, depth))
        if name in ("Module.concat", "Module.safe_concat"):
            return self._concat(call, value, depth)
        callee = call.callee
        if callee is None:
            return _unknown(value)
        found = delegated(callee)
        if found is None or found.data.kind not in ("def", "defp") or found.data.dynamic:
            return _unknown(value)
        return self._inline(call, value, found, depth)

    def _given(self, call: Call, position: int, depth: int) -> Value:
        arg = call.args[position]
        return self.of_value(call.file, call.function, arg, call.data.module, depth + 1)

    def _concat(self, call: Call, value: CallRef, depth: int) -> Value:
        parts = [self._given(call, position, depth) for position in range(call.arity)]
        if len(parts) == 1 and isinstance(parts[0], ListOf):
            parts = list(parts[0].items)
        names: list[str] = []
        for part in parts:
            if isinstance(part, ModuleRef | Atom):
                names.append(part.name)
            elif isinstance(part, String):
                names.append(part.text)
            else:
                return _unknown(value)
        return ModuleRef(value.start, value.end, ".".join(names))

    def _inline(self, call: Call, value: CallRef, callee: Function, depth: int) -> Value:
        if callee.key in self._inlining or depth > DEPTH or len(self._inlining) > DEPTH:
            return _unknown(value)
        if len(callee.clauses) > 8:
            return _unknown(value)
        self._inlining.append(callee.key)
        given = self.arguments(call, callee, depth)
        ends: list[Value] = []
        for number in reachable(callee, given):
            body = callee.clauses[number].body
            if body is None:
                continue
            end = self.of_value(callee.file, callee, body, callee.data.module, depth + 1)
            ends.append(substitute(end, given))
        self._inlining.pop()
        return _common(value, ends)

    def arguments(self, call: Call, callee: Function, depth: int = 0) -> tuple[Value, ...]:
        """Return the terms of a function's parameters in one call; defaults are filled in."""
        given = self.defaults(callee)
        for position in range(len(call.args)):
            at = parameter_of(callee, call.arity, position)
            if at < len(given):
                given[at] = self._given(call, position, depth)
        return tuple(given)

    def defaults(self, function: Function) -> list[Value]:
        """Return the terms of the parameters that nobody gives: their defaults."""
        start = function.clauses[0].start
        given: list[Value] = [Opaque(start, start)] * function.arity
        for clause in function.clauses:
            for position, param in enumerate(clause.params):
                if isinstance(param, Op) and param.op == "\\\\" and position < len(given):
                    given[position] = self.of_value(
                        function.file, None, param.args[1], function.data.module, 1
                    )
        return given

    def bindings(self, function: Function) -> Bindings:
        """Return the bindings of a function."""
        found = self._bindings.get(function.key)
        if found is None:
            found = bindings_of(function.file.outline, function.data)
            self._bindings[function.key] = found
        return found

    def pattern(self, file: File, module: int, value: Value) -> Value:
        """Return a pattern in which attributes are what they stand for."""
        match value:
            case AttrRead():
                return self.of_value(file, None, value, module)
            case TupleOf():
                items = tuple(self.pattern(file, module, item) for item in value.items)
                return TupleOf(value.start, value.end, items)
            case Op(op="=") | Op(op="\\\\"):
                args = tuple(self.pattern(file, module, arg) for arg in value.args)
                return Op(value.start, value.end, value.op, args)
            case _:
                return value


def reachable(function: Function, given: tuple[Value, ...]) -> list[int]:
    """Return the clauses that a call with these arguments can end in, by number."""
    found: list[int] = []
    for number, clause in enumerate(function.clauses):
        if clause.body is None:
            continue
        if len(clause.params) != len(given):
            found.append(number)
            continue
        bound: dict[str, Value] = {}
        pairs = zip(given, clause.params, strict=True)
        fit = every(unify(term, param, bound) for term, param in pairs)
        if fit is not False:
            fit = every((fit, holds(clause.guard, bound)))
        if fit is not False:
            found.append(number)
        if fit is True:
            break
    return found


def substitute(term: Value, given: tuple[Value, ...]) -> Value:
    """Return a term with the parameters replaced by what they are given."""
    if not is_open(term):
        return term
    match term:
        case Var():
            position = int(term.name[1:])
            return given[position] if position < len(given) else _unknown(term)
        case TupleOf():
            items = tuple(substitute(item, given) for item in term.items)
            return TupleOf(term.start, term.end, items)
        case ListOf():
            items = tuple(substitute(item, given) for item in term.items)
            return ListOf(term.start, term.end, items, term.tail)
        case MapOf():
            pairs = tuple((substitute(k, given), substitute(v, given)) for k, v in term.pairs)
            return MapOf(term.start, term.end, term.struct, pairs, term.base)
        case Apply():
            args = tuple(substitute(arg, given) for arg in term.args)
            if term.name == "either" and len(args) == 2:
                return _either(term, args[0], args[1])
            return Apply(term.start, term.end, term.module, term.name, args)
        case _:
            return term


def is_open(term: Value) -> bool:
    """Whether a term holds parameters."""
    waiting = [term]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Var) and value.name.startswith("$"):
            return True
        if not isinstance(value, Fn):
            waiting.extend(children(value))
    return False


def closed(term: Value, patterns: tuple[Value, ...]) -> Value:
    """Return a term in which what no caller says is what the function's own head says."""
    return substitute(term, tuple(as_term(pattern) for pattern in patterns))


def as_term(pattern: Value) -> Value:
    """Return what a pattern says of a value that it matches."""
    match pattern:
        case Atom() | ModuleRef() | Number() | String():
            return pattern
        case TupleOf():
            return TupleOf(pattern.start, pattern.end, tuple(map(as_term, pattern.items)))
        case MapOf() if pattern.struct is not None:
            return MapOf(pattern.start, pattern.end, pattern.struct, (), _unknown(pattern))
        case Op(op="=") | Op(op="\\\\"):
            parts = [as_term(arg) for arg in pattern.args[: 1 if pattern.op != "=" else None]]
            return next((p for p in parts if not isinstance(p, Opaque)), _unknown(pattern))
        case _:
            return _unknown(pattern)


def either(term: Value) -> tuple[Value, ...]:
    """Return the choices of a term: a default and what stands before it."""
    if isinstance(term, Apply) and term.name == "either" and term.module is None:
        return term.args
    return (term,)


def _either(at: Value, first: Value, last: Value) -> Value:
    return Apply(at.start, at.end, None, "either", (first, last))


def _part(term: Value, step: str | int) -> Value:
    if isinstance(term, TupleOf) and isinstance(step, int) and 0 <= step < len(term.items):
        return term.items[step]
    if isinstance(term, MapOf) and isinstance(step, str):
        for key, value in term.pairs:
            if isinstance(key, Atom) and key.name == step:
                return value
    return _unknown(term)


def _common(at: Value, ends: list[Value]) -> Value:
    if len(ends) == 1:
        return ends[0]
    first = constant(ends[0]) if ends else None
    if first is not None and all(constant(end) == first for end in ends):
        return ends[0]
    return _unknown(at)


def constant(term: Value) -> str | None:
    """Return the text of a term in which everything is known; equal terms have equal texts."""
    waiting = [term]
    while waiting:
        value = waiting.pop()
        if value == SELF or not isinstance(value, _KNOWN) or len(waiting) > SIZE:
            return None
        waiting.extend(children(value))
    return full(term)


def full(term: Value) -> str:
    """Return a term as text, complete: what is unknown is `_`."""
    match term:
        case TupleOf():
            return "{" + ", ".join(map(full, term.items)) + "}"
        case ListOf():
            tail = "" if term.tail is None else " | _"
            return "[" + ", ".join(map(full, term.items)) + tail + "]"
        case MapOf():
            pairs = sorted(f"{full(key)} => {full(value)}" for key, value in term.pairs)
            return f"%{getattr(term.struct, 'name', '')}{{{', '.join(pairs)}}}"
        case Var():
            return term.name if term.name.startswith("$") else "_"
        case String():
            return f'"{term.text}"'
        case Apply() if term.name == "either":
            return " || ".join(map(full, term.args))
        case _:
            return show(term)


_KNOWN = (Atom, ModuleRef, Number, String, TupleOf, ListOf, MapOf)


def _unknown(value: Value) -> Opaque:
    return Opaque(value.start, value.end)
