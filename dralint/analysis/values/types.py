"""Types: what the specs of functions promise, as far as it can be said with shapes.

A union is a tuple of shapes; a member that is None is a type that is not known. Named types of the
project are followed, those of libraries are known by name or not at all.
"""

from dralint.analysis.values.shapes import Shape, atom, literal
from dralint.outline.data import Spec
from dralint.outline.values import Apply, ListOf, MapOf, Op, TupleOf, Value, Var
from dralint.project import Function, Module, Project

Union = tuple[Shape | None, ...]
DEPTH = 5
"""How many named types are followed, one inside the other."""

_KINDS = {
    "number": """
        integer float number non_neg_integer pos_integer neg_integer byte char arity
    """,
    "list": "list nonempty_list keyword charlist maybe_improper_list iolist",
    "string": "binary bitstring nonempty_binary",
    "map": "map struct",
    "tuple": "tuple mfa",
    "function": "fun function",
    "pid": "pid",
    "reference": "reference",
}
BUILT_IN: dict[str, Union] = {
    **{name: (Shape(kind),) for kind, names in _KINDS.items() for name in names.split()},
    "atom": (atom(),),
    "module": (atom(),),
    "node": (atom(),),
    "boolean": (atom("true"), atom("false")),
    "timeout": (Shape("number"), atom("infinity")),
    "no_return": (),
    "none": (),
    "any": (None,),
    "term": (None,),
}
"""The types that need no module."""
REMOTE: dict[str, Union] = {
    "String.t": (Shape("string"),),
    "Keyword.t": (Shape("list"),),
    "Macro.t": (None,),
    **{
        f"{name}.t": (Shape("map", name),)
        for name in """
            Ecto.Changeset Ecto.Multi Plug.Conn Phoenix.LiveView.Socket Date DateTime NaiveDateTime
            Time Decimal URI MapSet Regex
        """.split()
    },
}
"""Types of libraries that are shapes."""


class Types:
    """The types of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @classmethod
    def of(cls, project: Project) -> "Types":
        """Return the types of a project."""
        return cls(project)

    def specs(self, function: Function) -> list[Spec]:
        """Return the specs of a function, at its greatest arity."""
        return [
            spec
            for spec in function.module.specs_by_name.get(function.name, ())
            if spec.kind == "spec" and spec.arity == function.arity
        ]

    def result(self, function: Function) -> Union | None:
        """Return what the specs of a function say that it returns; None without a spec."""
        specs = self.specs(function)
        if not specs:
            return None
        found: list[Shape | None] = []
        for spec in specs:
            found += (None,) if spec.result is None else self.members(function.module, spec.result)
        return tuple(found)

    def members(self, module: Module, value: Value, depth: int = 0) -> Union:
        """Return the members of a type as it is written in a module."""
        if depth > DEPTH:
            return (None,)
        match value:
            case Op() if value.op == "|":
                return tuple(
                    member for arg in value.args for member in self.members(module, arg, depth)
                )
            case Op() if value.op in ("::", "when"):
                return self.members(module, value.args[-1 if value.op == "::" else 0], depth)
            case TupleOf():
                items = [self.members(module, item, depth) for item in value.items]
                return (Shape("tuple", None, tuple(_one(each) for each in items)),)
            case Var():
                return self._named(module, value.name, 0, depth)
            case Apply() if value.module is None:
                return self._named(module, value.name, len(value.args), depth)
            case Apply():
                return self._remote(module, value, depth)
            case MapOf() | ListOf():
                return (literal(value),)
            case _:
                return (literal(value),)

    def _named(self, module: Module, name: str, arity: int, depth: int) -> Union:
        own = self._type(module, name, arity)
        if own is not None:
            return self._followed(module, own, depth)
        return BUILT_IN.get(name, (None,))

    def _remote(self, module: Module, value: Apply, depth: int) -> Union:
        known = REMOTE.get(f"{value.module}.{value.name}")
        target = self._project.module(value.module or "", module.file)
        if target is None:
            return known or (None,)
        own = self._type(target, value.name, len(value.args))
        if own is not None:
            return self._followed(target, own, depth)
        plain = value.name == "t" and target.data.struct
        return (Shape("map", target.name),) if plain else (None,)

    def _followed(self, module: Module, spec: Spec, depth: int) -> Union:
        if spec.kind == "opaque" or spec.result is None:
            return (None,)
        return self.members(module, spec.result, depth + 1)

    def _type(self, module: Module, name: str, arity: int) -> Spec | None:
        return next(
            (
                spec
                for spec in module.specs_by_name.get(name, ())
                if spec.kind in ("type", "typep", "opaque") and spec.arity == arity
            ),
            None,
        )


def _one(members: Union) -> Shape | None:
    """Return the one shape that a union is, None for several."""
    return members[0] if len(set(members)) == 1 else None


def differ(one: Shape | None, other: Shape | None) -> bool:
    """Whether no value can have both shapes, for certain."""
    if one is None or other is None:
        return False
    if one.kind != other.kind:
        return True
    if one.name is not None and other.name is not None and one.name != other.name:
        return True
    if one.items is None or other.items is None:
        return False
    if len(one.items) != len(other.items):
        return True
    return any(differ(a, b) for a, b in zip(one.items, other.items, strict=True))


def tagged(shape: Shape | None) -> bool:
    """Whether a value may be the result of an operation that says whether it worked.

    `{:ok, _}`, `{:error, _}`, and an atom that is a word for what happened (`:ok`, `:unchanged`);
    what is not known may be one.
    """
    if shape is None:
        return True
    if shape.kind == "atom":
        return shape.name not in ("nil", "true", "false")
    if shape.kind != "tuple":
        return False
    return not shape.items or shape.items[0] is None or shape.tag in ("ok", "error", None)


def promises(members: Union) -> bool:
    """Whether a union holds a tuple that begins with `:ok` or `:error`."""
    return any(m is not None and m.kind == "tuple" and m.tag in ("ok", "error") for m in members)
