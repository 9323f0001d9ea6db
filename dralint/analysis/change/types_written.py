"""Types as they are written, in one form: what means the same is written the same.

Names of parameters are dropped, unions are sets in order, and types of the project stand for what
they are, as far as they do not come back to themselves.
"""

from collections.abc import Mapping

from dralint.outline import Spec
from dralint.outline.values import (
    Apply,
    Atom,
    CallRef,
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
from dralint.project import Module

Names = Mapping[str, Spec]
_DEPTH = 6
_WORDS = {
    "atom": "atom", "module": "atom", "node": "atom", "bitstring": "binary", "binary": "binary",
    "any": "term", "term": "term", "mfa": "mfa", "no_return": "no_return", "none": "no_return",
}  # fmt: skip
"""Types with several names."""


class TypesOf:
    """The types of one module."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._own = {
            spec.name: spec
            for spec in module.specs
            if spec.kind in ("type", "typep") and spec.result is not None and not spec.args
        }

    def _of(self, name: str) -> "TypesOf | None":
        """Return the types of a module of the project."""
        if name == self._module.name:
            return self
        module = self._module.file.project.module(name, self._module.file)
        return None if module is None else TypesOf(module)

    def _is_shortened(self, name: str) -> bool:
        """Whether a name stands for a module of the project by an alias that is not seen."""
        project = self._module.file.project
        return not project.defines(name) and any(
            module.name.endswith(f".{name}") for module in project.modules
        )

    def members(self, value: Value | None, depth: int = 0) -> frozenset[str]:
        """Return the members of a union; another type is a union of one."""
        match value:
            case None:
                return frozenset()
            case Op() if value.op == "|":
                return frozenset().union(*(self.members(arg, depth) for arg in value.args))
            case Op() if value.op == "::" and len(value.args) == 2:
                return self.members(value.args[1], depth)
            case Var() | Apply(module=None, args=()) if value.name in self._own and depth < _DEPTH:
                return self.members(self._own[value.name].result, depth + 1)
            case Apply() if value.module is not None and not value.args and depth < _DEPTH:
                types = self._of(value.module)
                if types is not None and value.name in types._own:
                    return types.members(types._own[value.name].result, depth + 1)
            case Var() | Apply(module=None, args=()) if value.name == "boolean":
                return frozenset(("true", "false"))
        return frozenset((self._one(value, depth),))

    def written(self, value: Value | None, depth: int = 0) -> str:
        """Return a type in one form."""
        return " | ".join(sorted(self.members(value, depth)))

    def _one(self, value: Value, depth: int) -> str:
        match value:
            case Atom():
                return value.name if value.name in ("nil", "true", "false") else f":{value.name}"
            case Var():
                return _WORDS.get(value.name, value.name) + "()"
            case Apply():
                inner = ", ".join(self.written(arg, depth) for arg in value.args)
                if value.module == "String" and value.name == "t":
                    return "binary()"
                if value.module is None and value.name == "list" and len(value.args) == 1:
                    return f"[{inner}]"
                if value.module is not None and self._is_shortened(value.module):
                    return "…"
                if value.module is None:
                    return f"{_WORDS.get(value.name, value.name)}({inner})"
                return f"{value.module}.{value.name}({inner})"
            case TupleOf():
                return "{" + ", ".join(self.written(item, depth) for item in value.items) + "}"
            case ListOf():
                # In a type the bar is no tail: `[a | b]` holds both.
                last = () if value.tail is None else self.members(value.tail, depth)
                items = [self.members(item, depth) for item in value.items]
                if last and items:
                    items[-1] |= last
                return "[" + ", ".join(" | ".join(sorted(item)) for item in items) + "]"
            case MapOf():
                if isinstance(value.struct, ModuleRef):
                    # What a struct holds is told of the struct, not of each spec that names it.
                    return f"%{value.struct.name}{{}}"
                pairs = sorted(
                    f"{self.written(key, depth)} => {self.written(inner, depth)}"
                    for key, inner in value.pairs
                )
                return f"%{{{', '.join(pairs)}}}"
            case ModuleRef():
                return value.name
            case Number() | String():
                return value.text
            case Op():
                return value.op.join(self.written(arg, depth) for arg in value.args)
            case CallRef():
                call = self._module.file.outline.calls[value.call]
                inner = ", ".join(self.written(arg, depth) for arg in call.args)
                on = f"{self._one(call.on, depth)}." if call.on is not None else ""
                return f"{on}{call.name}({inner})"
            case _:
                return "…"


def lost(old: frozenset[str], new: frozenset[str]) -> frozenset[str]:
    """Return the members of a union that another does not cover any more."""
    return frozenset(member for member in old if not _covered(member, new))


def difference(old: frozenset[str], new: frozenset[str]) -> frozenset[str]:
    """Return what exactly another union does not cover: of lists their elements."""
    found: set[str] = set()
    lists = [member for member in new if _inner(member, "[]") is not None]
    for member in lost(old, new):
        inner = _inner(member, "[]")
        if inner is not None and lists:
            below = frozenset(e for each in lists for e in _elements(_inner(each, "[]") or ""))
            found.update(_less(element, below) for element in lost(_elements(inner), below))
        else:
            found.add(member)
    return frozenset(found)


def _less(element: str, union: frozenset[str]) -> str:
    """Return an element; of an option that is there still, only what its value no longer is."""
    key, *rest = split(_inner(element, "{}") or "", ", ")[:2] or [""]
    for other in union:
        name, *value = split(_inner(other, "{}") or "", ", ")[:2] or [""]
        if key and name == key and rest and value:
            less = difference(frozenset(split(rest[0], " | ")), frozenset(split(value[0], " | ")))
            return f"{{{key}, {' | '.join(sorted(less))}}}"
    return element


def _covered(member: str, union: frozenset[str]) -> bool:
    """Whether a union has a member that holds all of this one."""
    if _wider(member) & union:
        return True
    if member in _KEYWORDS and any(other.startswith("[{:") for other in union):
        # A list of options that is written out says the same as `keyword()`.
        return True
    inner = _inner(member, "[]")
    if inner is not None:
        others = (_inner(other, "[]") for other in union)
        return any(not lost(_elements(inner), _elements(o)) for o in others if o is not None)
    inner = _inner(member, "{}")
    if inner is not None:
        items = split(inner, ", ")
        for other in union:
            whole = split(_inner(other, "{}") or "", ", ")
            if len(whole) == len(items) and all(
                not lost(frozenset(split(a, " | ")), frozenset(split(b, " | ")))
                for a, b in zip(items, whole, strict=True)
            ):
                return True
    return False


def _inner(member: str, around: str) -> str | None:
    """Return what stands between two brackets that hold all of a text, None where they do not."""
    return member[1:-1] if member[:1] == around[0] and member[-1:] == around[1] else None


def _elements(inner: str) -> frozenset[str]:
    """Return the members of what a list holds; a row of options is a union of them."""
    return frozenset(each for part in split(inner, ", ") for each in split(part, " | "))


def split(text: str, at: str) -> list[str]:
    """Return the parts of a text between separators that stand in no brackets."""
    found, depth, start = [""], 0, 0
    while start < len(text):
        if depth == 0 and text.startswith(at, start):
            found.append("")
            start += len(at)
            continue
        char = text[start]
        depth += (char in "([{") - (char in ")]}")
        found[-1] += char
        start += 1
    return [part for part in found if part]


def _wider(member: str) -> frozenset[str]:
    """Return a member and the wider types that hold it."""
    found = {member, "term()"}
    found |= _ABOVE.get(member, frozenset())
    for start, wider in _STARTS:
        if member.startswith(start):
            found |= {wider}
    return frozenset(found)


_ABOVE = {
    "pos_integer()": frozenset(("non_neg_integer()", "integer()", "number()")),
    "non_neg_integer()": frozenset(("integer()", "number()")),
    "neg_integer()": frozenset(("integer()", "number()")),
    "integer()": frozenset(("number()",)),
    "float()": frozenset(("number()",)),
    "true": frozenset(("atom()",)),
    "false": frozenset(("atom()",)),
    "nil": frozenset(("atom()",)),
    "keyword()": frozenset(("list()", "Enumerable.t()", "Keyword.t()")),
    "Keyword.t()": frozenset(("list()", "Enumerable.t()", "keyword()")),
    "list()": frozenset(("Enumerable.t()", "[term()]")),
    "map()": frozenset(("Enumerable.t()",)),
    "pid()": frozenset(("GenServer.server()", "GenServer.name()")),
}
_KEYWORDS = frozenset(("keyword()", "Keyword.t()", "list()", "[term()]"))
_STARTS = (
    ("[{:", "keyword()"),
    ("[{:", "Keyword.t()"),
    (":", "atom()"),
    ("%", "map()"),
    ("[", "list()"),
    ("[", "Enumerable.t()"),
    ("{", "tuple()"),
    ("(", "function()"),
)
"""What types begin like, and the type that holds all of those."""
