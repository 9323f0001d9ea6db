"""Terms: what an expression stands for, as far as constants and the function's parameters say.

A term is a value of the outline: literals as they are, `Opaque` where nothing is known, `Var("$2")`
for the third parameter of the function, `SELF` for the process that runs the code. Variables,
attributes and helper functions are gone. A term of a function becomes one of its caller by putting
in what the caller gives.
"""

from dralint.analysis.calls.callgraph import Edge, delegated
from dralint.analysis.calls.closure_table import MFA
from dralint.analysis.calls.closures import Runs, parameter_of, runs_at
from dralint.analysis.values.bindings import Bindings, Parameter, bindings_of
from dralint.analysis.values.term import (
    SIZE,
    constant,
    is_open,
    join,
    part_of,
    reachable,
    substitute,
    unknown,
)
from dralint.analysis.values.unify import SELF
from dralint.outline.values import (
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
)
from dralint.project import Call, File, Function, Project

CLAUSES = 8
"""How many clauses of a helper are looked at."""
HELPERS = 2
"""How many helpers are looked into, one inside the other."""
DEPTH = 8
"""How many variables and helpers are followed, one behind the other."""

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
        self._results: dict[tuple[tuple[str, int], int], Value | None] = {}
        self._asked: list[tuple[tuple[str, int], int]] = []
        self._cut = False
        self._given_by: dict[tuple[str, int], tuple[Value, ...] | None] = {}

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
            return unknown(value)
        match value:
            case Atom() | ModuleRef() | Number() | String() | Opaque() | Fn() | Sigil():
                return value
            case Var():
                return self._variable(file, function, value, module, depth)
            case AttrRead() if module >= 0:
                found = file.modules[module].attribute(value.name, value.start)
                if found is None:
                    return unknown(value)
                return self.of_value(file, None, found, module, depth + 1)
            case CallRef():
                return self._call(file.call(value.call), value, depth)
            case Op(op="="):
                return self.of_value(file, function, value.args[-1], module, depth)
            case Op(op="||"):
                last = self.of_value(file, function, value.args[-1], module, depth)
                first = self.of_value(file, function, value.args[0], module, depth)
                return join(value, first, last)
            case Block() if value.items:
                return self.of_value(file, function, value.items[-1], module, depth)
            case TupleOf():
                items = self._all(file, function, value.items, module, depth)
                return TupleOf(value.start, value.end, items)
            case ListOf():
                items = self._all(file, function, value.items, module, depth)
                tail = None if value.tail is None else unknown(value.tail)
                return ListOf(value.start, value.end, items, tail)
            case MapOf():
                return self._map(file, function, value, module, depth)
            case Op(op="<>") | Op(op="<<>>") | Interpolated():
                return value
            case Flow():
                return self._flow(file, function, value, module, depth)
            case _:
                return unknown(value)

    def _all(
        self,
        file: File,
        function: Function | None,
        values: tuple[Value, ...],
        module: int,
        depth: int,
    ) -> tuple[Value, ...]:
        if len(values) > SIZE:
            return tuple(map(unknown, values))
        return tuple(self.of_value(file, function, each, module, depth + 1) for each in values)

    def _map(
        self, file: File, function: Function | None, value: MapOf, module: int, depth: int
    ) -> Value:
        keys = self._all(file, function, tuple(k for k, _ in value.pairs), module, depth)
        given = self._all(file, function, tuple(v for _, v in value.pairs), module, depth)
        base = None if value.base is None else unknown(value.base)
        pairs = tuple(zip(keys, given, strict=True))
        return MapOf(value.start, value.end, value.struct, pairs, base)

    def _variable(
        self, file: File, function: Function | None, var: Var, module: int, depth: int
    ) -> Value:
        if function is None:
            return unknown(var)
        bound = self.bindings(function).at(var.name, var.start)
        if bound is None or bound.given is None:
            return unknown(var)
        if isinstance(bound.given, Parameter):
            if not bound.path:
                return Var(var.start, var.end, f"${bound.given.position}")
            return unknown(var)
        if not isinstance(bound.given, Value):
            return unknown(var)
        found = self.of_value(file, function, bound.given, module, depth + 1)
        for step in bound.path:
            found = part_of(found, step)
        return found

    def _flow(
        self, file: File, function: Function | None, flow: Flow, module: int, depth: int
    ) -> Value:
        """Return what all ways through a structure have in common: one term, or nothing."""
        if flow.kind not in ("if", "unless", "case", "cond"):
            return unknown(flow)
        ends = [self.of_value(file, function, a.body, module, depth + 1) for a in flow.arms]
        if flow.kind in ("if", "unless") and len(ends) < 2:
            return unknown(flow)
        return _common(flow, ends)

    def _call(self, call: Call, value: CallRef, depth: int) -> Value:
        target = call.target
        name = f"{target}.{call.name}"
        if name == "Kernel.self" and not call.args:
            here = runs_at(call.file, call.data.closure) is Runs.HERE
            return SELF if here else unknown(value)
        full = f"{name}/{call.arity}"
        if full in _NAMES_IT:
            return self._given(call, _NAMES_IT[full], depth)
        if name in _DEFAULTED and call.arity >= _DEFAULTED[name]:
            return join(value, unknown(value), self._given(call, call.arity - 1, depth))
        if name in ("Module.concat", "Module.safe_concat"):
            return self._concat(call, value, depth)
        callee = call.callee
        if callee is None:
            return unknown(value)
        found = delegated(callee)
        if found is None or found.data.kind not in ("def", "defp") or found.data.dynamic:
            return unknown(value)
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
                return unknown(value)
        return ModuleRef(value.start, value.end, ".".join(names))

    def _inline(self, call: Call, value: CallRef, callee: Function, depth: int) -> Value:
        if len(callee.clauses) > CLAUSES:
            return unknown(value)
        if len(callee.clauses) == 1:
            end = self._result(callee, 0)
            if end is None:
                return unknown(value)
            return substitute(end, self.arguments(call, callee, depth)) if is_open(end) else end
        given = self.arguments(call, callee, depth)
        found = [self._result(callee, number) for number in reachable(callee, given)]
        return _common(value, [substitute(end, given) for end in found if end is not None])

    def _result(self, function: Function, number: int) -> Value | None:
        """Return what a clause returns, in terms of its parameters; None for a bodiless head.

        Kept unless it was cut short because the question led back to itself: then the answer
        depends on where it began.
        """
        key = (function.key, number)
        if key in self._results:
            return self._results[key]
        body = function.clauses[number].body
        if body is None or key in self._asked or len(self._asked) > HELPERS:
            self._cut = self._cut or body is not None
            return None if body is None else unknown(body)
        before, self._cut = self._cut, False
        self._asked.append(key)
        end = self.of_value(function.file, function, body, function.data.module, 1)
        self._asked.pop()
        if not self._cut:
            self._results[key] = end
        self._cut = before or (self._cut and bool(self._asked))
        return end

    def arguments(self, call: Call, callee: Function, depth: int = 0) -> tuple[Value, ...]:
        """Return the terms of a function's parameters in one call; defaults are filled in."""
        given = self.defaults(callee)
        for position in range(len(call.args)):
            at = parameter_of(callee, call.arity, position)
            if at < len(given):
                given[at] = self._given(call, position, depth)
        return tuple(given)

    def given(self, edge: Edge) -> tuple[Value, ...] | None:
        """Return the terms that an edge gives its callee, in terms of the caller."""
        key = (edge.call.file.path, edge.call.data.index)
        if key not in self._given_by:
            self._given_by[key] = self._given_in(edge)
        return self._given_by[key]

    def _given_in(self, edge: Edge) -> tuple[Value, ...] | None:
        if not edge.by_name:
            return self.arguments(edge.call, edge.callee)
        at = MFA.get(f"{edge.call.target}.{edge.call.name}")
        listed = edge.call.args[at + 2] if at is not None and at + 2 < edge.call.arity else None
        if not isinstance(listed, ListOf) or len(listed.items) > edge.callee.arity:
            return None
        caller, module = edge.call.function, edge.call.data.module
        found = self.defaults(edge.callee)
        for position, item in enumerate(listed.items):
            found[position] = self.of_value(edge.call.file, caller, item, module)
        return tuple(found)

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
            found = bindings_of(function.file.outline, function.data, checked=False)
            self._bindings[function.key] = found
        return found

    def pattern(self, file: File, module: int, value: Value) -> Value:
        """Return a pattern in which attributes are what they stand for."""
        if type(value) not in _READING:
            return value
        if isinstance(value, AttrRead):
            return self.of_value(file, None, value, module)
        if isinstance(value, TupleOf):
            items = tuple([self.pattern(file, module, item) for item in value.items])
            return TupleOf(value.start, value.end, items)
        if isinstance(value, Op) and value.op in ("=", "\\\\"):
            args = tuple([self.pattern(file, module, arg) for arg in value.args])
            return Op(value.start, value.end, value.op, args)
        return value


_READING = frozenset((AttrRead, TupleOf, Op))
"""The types of the patterns in which attributes are looked for."""


def _common(at: Value, ends: list[Value]) -> Value:
    if len(ends) == 1:
        return ends[0]
    first = constant(ends[0]) if ends else None
    if first is not None and all(constant(end) == first for end in ends):
        return ends[0]
    return unknown(at)
