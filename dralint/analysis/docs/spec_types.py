"""Spec types: what a spec says that a function gives, as shapes."""

from collections.abc import Iterator

from dralint.analysis.values.shapes import Shape, atom
from dralint.outline import Spec
from dralint.outline.values import (
    Apply,
    Atom,
    ListOf,
    MapOf,
    ModuleRef,
    Number,
    Op,
    TupleOf,
    Value,
    Var,
)
from dralint.project import Function, Module, Project

WEAK = frozenset(("any", "term", "map", "keyword"))
"""Types that say nothing of what is in a result."""
_KINDS = {
    "number": "integer non_neg_integer pos_integer neg_integer float number byte char arity",
    "string": "binary bitstring",
    "list": "list nonempty_list keyword charlist iolist maybe_improper_list",
    "map": "map struct",
    "pid": "pid",
    "reference": "reference",
    "function": "function fun",
    "port": "port",
}
_BUILT_IN = {name: kind for kind, names in _KINDS.items() for name in names.split()}
_NEVER = frozenset(("no_return", "none"))
DEPTH = 6


class Unknown(Exception):
    """A type that cannot be followed to shapes."""


def specs_of(function: Function) -> list[Spec]:
    """Return the specs of a function, of any arity that it may be called with."""
    low, high = function.data.min_arity, function.data.max_arity
    return [
        spec
        for spec in function.module.specs
        if spec.kind == "spec" and spec.name == function.name and low <= spec.arity <= high
    ]


class SpecTypes:
    """The results that the specs of a project promise."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @classmethod
    def of(cls, project: Project) -> "SpecTypes":
        """Return the spec types of a project."""
        return cls(project)

    def promised(self, function: Function) -> tuple[Shape | None, ...] | None:
        """Return all that the specs of a function name; None where a part cannot be followed.

        A shape of None among them is a type that may be anything inside a tuple.
        """
        specs = specs_of(function)
        try:
            return (
                tuple(
                    shape
                    for spec in specs
                    for shape in self._shapes(spec.result, function.module, 0)
                )
                or None
            )
        except Unknown:
            return None

    def _shapes(self, value: Value | None, module: Module, depth: int) -> Iterator[Shape]:
        """Yield the shapes of a type; Unknown for one that may be anything."""
        if depth > DEPTH:
            raise Unknown
        match value:
            case Op() if value.op == "|":
                for arg in value.args:
                    yield from self._shapes(arg, module, depth + 1)
            case Op() if value.op == "::":
                yield from self._shapes(value.args[1], module, depth + 1)
            case Op() if value.op in ("..", "-"):
                yield Shape("number")
            case Op() if value.op == "<<>>":
                yield Shape("string")
            case Atom():
                yield atom(value.name)
            case ModuleRef():
                yield atom(value.name)
            case Number():
                yield Shape("number")
            case ListOf():
                yield Shape("list")
            case MapOf():
                yield Shape("map")
            case TupleOf():
                yield Shape("tuple", None, tuple(self._one(i, module, depth) for i in value.items))
            case Apply():
                yield from self._named(value.module, value.name, value.args, module, depth)
            case Var():
                yield from self._named(None, value.name, (), module, depth)
            case _:
                raise Unknown

    def _one(self, value: Value, module: Module, depth: int) -> Shape | None:
        """Return the one shape of a type inside a tuple, None where it may be several."""
        try:
            found = list(self._shapes(value, module, depth + 1))
        except Unknown:
            return None
        return found[0] if len(found) == 1 else None

    def _named(
        self, home: str | None, name: str, args: tuple[Value, ...], module: Module, depth: int
    ) -> Iterator[Shape]:
        if home is not None:
            if (home, name) == ("String", "t"):
                yield Shape("string")
                return
            target = self._project.module(home, module.file)
            if target is None:
                if name == "t" and home in _STRUCTS:
                    yield Shape("map")
                    return
                raise Unknown
            module = target
        for spec in module.specs:
            if spec.name == name and spec.kind in ("type", "typep") and not args and not spec.args:
                yield from self._shapes(spec.result, module, depth + 1)
                return
        if home is not None:
            raise Unknown
        if name in _NEVER:
            return
        if name == "boolean":
            yield atom("true")
            yield atom("false")
        elif name in _BUILT_IN:
            yield Shape(_BUILT_IN[name])
        elif name in ("atom", "module", "node"):
            yield atom()
        else:
            raise Unknown


_STRUCTS = frozenset(
    """
    Ecto.Changeset Plug.Conn Date Time DateTime NaiveDateTime MapSet Regex URI Version Decimal
    Phoenix.LiveView.Socket Ecto.Query Ecto.Multi Range Task
    """.split()
)
"""Modules of Elixir and of libraries whose type `t` is their struct."""
