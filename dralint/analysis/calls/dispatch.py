"""Which modules a call on a value can reach: `adapter.get(url)`, `impl().send(mail)`.

The value is followed to a name (a field, an option, a key of the configuration), and the name to
the modules that the project gives it. Failing that, a behaviour says who implements it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from dralint.outline import Clause
from dralint.outline.values import (
    Apply,
    Arm,
    Atom,
    AttrRead,
    Block,
    CallRef,
    Field,
    Flow,
    ListOf,
    MapOf,
    ModuleRef,
    Op,
    TupleOf,
    Value,
    Var,
    children,
    keyword,
)
from dralint.project import Call, File, Project

_READS = {
    "Application.get_env": 1,
    "Application.fetch_env!": 1,
    "Application.compile_env": 1,
    "Application.compile_env!": 1,
    "Keyword.get": 1,
    "Keyword.fetch!": 1,
    "Keyword.pop": 1,
    "Map.get": 1,
    "Map.fetch!": 1,
}
"""Functions that read a value by its name: where the name stands; a default follows."""

_TEST_CONFIG = ("test.exs", "test.secret.exs")


class Dispatch:
    """The modules behind values."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @classmethod
    def of(cls, project: Project) -> "Dispatch":
        """Return the modules behind the values of a project."""
        return cls(project)

    def candidates(self, call: Call) -> frozenset[str]:
        """Return the modules that a call on a value can reach, empty where that is unknown."""
        on = call.data.on
        function = call.function
        if on is None or function is None:
            return frozenset()
        clause = next(
            (c for c in function.clauses if c.calls[0] <= call.data.index < c.calls[1]), None
        )
        found = set(self._values(call.file, on, clause, 0))
        found |= {
            module
            for name in set(self._names(call.file, on, clause, 0))
            for module in self.named(name)
        }
        fitting = frozenset(name for name in found if self._answers(name, call))
        return fitting or self._implementers.get((call.name, call.arity), frozenset())

    def named(self, name: str) -> frozenset[str]:
        """Return the project's modules that it passes on under a name."""
        return self._named.get(name, frozenset())

    def _answers(self, name: str, call: Call) -> bool:
        module = self._project.module(name)
        if module is None:
            return False
        found = self._project.function_in(module, call.name, call.arity)
        return found is not None or module.effects.open

    def _values(self, file: File, value: Value, clause: Clause | None, depth: int) -> Iterator[str]:
        """Return the modules that an expression names itself."""
        if depth > 4:
            return
        if isinstance(value, ModuleRef):
            yield value.name
        elif isinstance(value, Op) and value.op in ("||", "or"):
            for part in value.args:
                yield from self._values(file, part, clause, depth + 1)
        elif isinstance(value, CallRef):
            call = file.call(value.call)
            if f"{call.target}.{call.name}" in _READS:
                for arg in call.args[2:]:
                    yield from self._values(file, arg, clause, depth + 1)
            elif (callee := call.callee) is not None and callee.arity == 0:
                for inner in callee.clauses:
                    if inner.body is not None:
                        yield from self._values(callee.file, inner.body, inner, depth + 1)
        elif isinstance(value, AttrRead):
            for each in _attribute(file, value, clause):
                yield from self._values(file, each, clause, depth + 1)
        elif isinstance(value, Var) and clause is not None:
            for each in _bindings(clause, value.name):
                yield from self._values(file, each, clause, depth + 1)

    def _names(self, file: File, value: Value, clause: Clause | None, depth: int) -> Iterator[str]:
        """Return the names under which the project keeps an expression's value."""
        if depth > 4:
            return
        if isinstance(value, Field):
            yield value.name
        elif isinstance(value, Op) and value.op in ("||", "or"):
            for part in value.args:
                yield from self._names(file, part, clause, depth + 1)
        elif isinstance(value, CallRef):
            call = file.call(value.call)
            at = _READS.get(f"{call.target}.{call.name}")
            if at is not None and len(call.args) > at and isinstance(call.args[at], Atom):
                yield call.args[at].name  # type: ignore[union-attr]
            elif (callee := call.callee) is not None and callee.arity == 0:
                for inner in callee.clauses:
                    if inner.body is not None:
                        yield from self._names(callee.file, inner.body, inner, depth + 1)
        elif isinstance(value, AttrRead):
            for each in _attribute(file, value, clause):
                yield from self._names(file, each, clause, depth + 1)
        elif isinstance(value, Var) and clause is not None:
            yield from _keys(clause, value.name)
            for each in _bindings(clause, value.name):
                yield from self._names(file, each, clause, depth + 1)

    @cached_property
    def _named(self) -> dict[str, frozenset[str]]:
        """The project's modules by the names under which it passes them on."""
        pairs: set[tuple[str, str]] = set()
        for file in self._project.files:
            if not file.is_test and not file.within.endswith(_TEST_CONFIG):
                outline = file.outline
                holders: list[Value] = [
                    arg for call in outline.calls for arg in call.args if type(arg) in _HOLDERS
                ]
                holders += [
                    clause.body
                    for function in outline.functions
                    for clause in function.clauses
                    if clause.body is not None and type(clause.body) in _HOLDERS
                ]
                _collect(holders, pairs)
                for call in outline.calls:
                    if len(call.args) > 1:
                        _collect_given(call.name, call.args, pairs)
        table: dict[str, set[str]] = defaultdict(set)
        for name, module in pairs:
            if self._project.defines(module):
                table[name].add(module)
        return {name: frozenset(found) for name, found in table.items()}

    @cached_property
    def _implementers(self) -> dict[tuple[str, int], frozenset[str]]:
        """The implementers of each callback that exactly one behaviour of the project asks for."""
        behaviours: dict[tuple[str, int], set[str]] = defaultdict(set)
        for module in self._project.modules:
            for spec in module.specs:
                if spec.kind == "callback":
                    behaviours[spec.name, spec.arity].add(module.name)
        users: dict[str, set[str]] = defaultdict(set)
        for module in self._project.modules:
            if not module.file.is_test:
                for behaviour in module.effects.behaviours:
                    users[behaviour].add(module.name)
        return {
            key: frozenset(users[next(iter(names))])
            for key, names in behaviours.items()
            if len(names) == 1
        }


def _attribute(file: File, value: AttrRead, clause: Clause | None) -> Iterator[Value]:
    before = value.start if clause is None else clause.start
    found = [
        a.value
        for a in file.outline.attributes
        if a.name == value.name and a.start < before and a.value is not None
    ]
    return iter(found[-1:])


def _bindings(clause: Clause, name: str) -> Iterator[Value]:
    """Return what a variable is bound to by `=` and `<-`."""
    for value in _all(clause):
        if isinstance(value, Op) and value.op in ("=", "<-") and len(value.args) == 2:
            left, right = value.args
            if isinstance(left, Var) and left.name == name:
                yield right


def _keys(clause: Clause, name: str) -> Iterator[str]:
    """Return the keys under which patterns take a variable out of a map or keyword list."""
    for value in _all(clause):
        for key, inner in _entries(value):
            if isinstance(inner, Var) and inner.name == name:
                yield key


def _entries(value: Value) -> Iterator[tuple[str, Value]]:
    pairs: Iterable[tuple[Value, ...]] = ()
    if isinstance(value, MapOf):
        pairs = value.pairs
    elif isinstance(value, TupleOf) and len(value.items) == 2:
        pairs = (value.items,)
    for key, inner in pairs:
        if isinstance(key, Atom):
            yield key.name, inner


def _all(clause: Clause) -> Iterator[Value]:
    waiting: list[Value] = [*clause.params]
    if clause.body is not None:
        waiting.append(clause.body)
    while waiting:
        value = waiting.pop()
        yield value
        waiting.extend(children(value))


def _collect_given(name: str, args: tuple[Value, ...], pairs: set[tuple[str, str]]) -> None:
    """Add the modules that a call is given under a name, the argument before them."""
    fields = name in ("field", "attr")
    default = keyword(args[-1], "default") if fields else None
    for at in range(len(args) - 1):
        key, following = args[at], args[at + 1]
        if type(key) is Atom:
            if type(following) is ModuleRef:
                pairs.add((key.name, following.name))
            if isinstance(default, ModuleRef):
                pairs.add((key.name, default.name))


def _collect(waiting: list[Value], pairs: set[tuple[str, str]]) -> None:
    """Add the modules that stand under a name anywhere in values, which are used up.

    Whole projects are walked with it, so it looks at the common kinds first.
    """
    while waiting:
        current = waiting.pop()
        kind = type(current)
        if kind is TupleOf:
            items = current.items  # type: ignore[union-attr]
            if len(items) == 2 and type(items[0]) is Atom and type(items[1]) is ModuleRef:
                pairs.add((items[0].name, items[1].name))
                continue
            inner = items
        elif kind is Op:
            inner = current.args  # type: ignore[union-attr]
        else:
            if kind is MapOf:
                for key, value in current.pairs:  # type: ignore[union-attr]
                    if type(value) is ModuleRef and type(key) is Atom:
                        pairs.add((key.name, value.name))
            inner = children(current)
        waiting += [each for each in inner if type(each) in _HOLDERS]


_HOLDERS = frozenset((ListOf, MapOf, TupleOf, Op, Block, Flow, Arm, Apply))
"""The kinds of value that hold others; the rest need not be looked at."""
