"""Expressions as plain data: Elixir desugared just far enough that every reader sees one form.

Pipes are gone (`x |> f(y)` is `f(x, y)`), aliases are expanded, keyword lists are lists of pairs,
and calls stand in the outline's table: a tree holds a `CallRef` where the call stood. Every value
knows its byte offsets. A struct is compared by content, its place included.
"""

from collections.abc import Callable
from itertools import chain
from operator import attrgetter
from typing import Any, TypeAlias

from msgspec import Struct


class Node(Struct, frozen=True, array_like=True, gc=False):
    """What all values have: the byte offsets between which they stand."""

    start: int
    end: int


class Atom(Node, frozen=True, tag="a"):
    """An atom without its colon; `nil`, `true` and `false` are atoms too."""

    name: str


class ModuleRef(Node, frozen=True, tag="m"):
    """A module: expanded name, or `:name` for an Erlang module."""

    name: str


class Number(Node, frozen=True, tag="n"):
    """An integer, float or character, as written."""

    text: str


class String(Node, frozen=True, tag="s"):
    """A string or charlist without interpolation; the text is as written between its quotes."""

    text: str
    kind: str = "string"


class Interpolated(Node, frozen=True, tag="i"):
    """A string, charlist or atom with interpolation: its pieces in order."""

    parts: tuple["Value", ...]
    kind: str = "string"


class Sigil(Node, frozen=True, tag="S"):
    """A sigil; `parts` holds what is interpolated."""

    name: str
    text: str
    modifiers: str = ""
    parts: tuple["Value", ...] = ()


class ListOf(Node, frozen=True, tag="l"):
    """A list; `tail` is what stands behind the bar. A keyword list is one of pairs."""

    items: tuple["Value", ...]
    tail: "Value | None" = None


class TupleOf(Node, frozen=True, tag="t"):
    """A tuple."""

    items: tuple["Value", ...]


class MapOf(Node, frozen=True, tag="M"):
    """A map or struct: `struct` is the struct's module, `base` what is updated."""

    struct: "Value | None"
    pairs: tuple[tuple["Value", "Value"], ...]
    base: "Value | None" = None


class Var(Node, frozen=True, tag="v"):
    """A variable, or the argument `&1` of a capture."""

    name: str


class AttrRead(Node, frozen=True, tag="@"):
    """The value of a module attribute."""

    name: str


class CallRef(Node, frozen=True, tag="c"):
    """The result of a call: its index in the outline's table."""

    call: int


class Fn(Node, frozen=True, tag="f"):
    """An anonymous function, capture, comprehension or block: its index in the closure table."""

    closure: int


class Field(Node, frozen=True, tag="."):
    """The field of a map: `user.name`, and `user[:name]` with a literal key."""

    on: "Value"
    name: str


class Op(Node, frozen=True, tag="o"):
    """An operator; a chain of the same associative operator is one with many operands."""

    op: str
    args: tuple["Value", ...]


class Apply(Node, frozen=True, tag="p"):
    """An application that is not executed as a call: in types, patterns and guards."""

    module: str | None
    name: str
    args: tuple["Value", ...]


class Block(Node, frozen=True, tag="b"):
    """Several expressions in a row."""

    items: tuple["Value", ...]


class Arm(Node, frozen=True, tag="r"):
    """One way through: a clause of `case`, `fn`, `receive`..., or a section such as `else`."""

    label: str
    patterns: tuple["Value", ...]
    guard: "Value | None"
    body: "Value"


class Flow(Node, frozen=True, tag="w"):
    """A control structure: `if`, `case`, `cond`, `with`, `receive`, `try`.

    `heads` are what it looks at: the subject, the condition, the steps of a `with`.
    """

    kind: str
    heads: tuple["Value", ...]
    arms: tuple[Arm, ...]


class Opaque(Node, frozen=True, tag="?"):
    """Something that is not understood; never a reason for a finding."""


Value: TypeAlias = (
    Atom
    | ModuleRef
    | Number
    | String
    | Interpolated
    | Sigil
    | ListOf
    | TupleOf
    | MapOf
    | Var
    | AttrRead
    | CallRef
    | Fn
    | Field
    | Op
    | Apply
    | Block
    | Arm
    | Flow
    | Opaque
)


def keyword(value: Value | None, name: str) -> Value | None:
    """Return the value under a key of a literal keyword list, or None."""
    if isinstance(value, ListOf):
        for item in value.items:
            if (
                isinstance(item, TupleOf)
                and len(item.items) == 2
                and isinstance(item.items[0], Atom)
                and item.items[0].name == name
            ):
                return item.items[1]
    return None


def children(value: Value) -> tuple[Value, ...]:
    """Return the values directly inside a value. Calls and closures are not followed."""
    read = _CHILDREN.get(type(value))
    return () if read is None else read(value)


def _of_list(value: ListOf) -> tuple[Value, ...]:
    return value.items if value.tail is None else (*value.items, value.tail)


def _of_map(value: MapOf) -> tuple[Value, ...]:
    head = tuple(part for part in (value.struct, value.base) if part is not None)
    return (*head, *chain.from_iterable(value.pairs))


def _of_flow(value: Flow) -> tuple[Value, ...]:
    return (*value.heads, *value.arms)


def _of_arm(value: Arm) -> tuple[Value, ...]:
    if value.guard is None:
        return (*value.patterns, value.body)
    return (*value.patterns, value.guard, value.body)


# A table by type, not a `match`: whole projects are walked with it, and most values are leaves.
_CHILDREN: dict[type[Any], Callable[[Any], tuple[Value, ...]]] = {
    TupleOf: attrgetter("items"),
    Block: attrgetter("items"),
    ListOf: _of_list,
    MapOf: _of_map,
    Op: attrgetter("args"),
    Apply: attrgetter("args"),
    Interpolated: attrgetter("parts"),
    Sigil: attrgetter("parts"),
    Field: lambda value: (value.on,),
    Flow: _of_flow,
    Arm: _of_arm,
}
LEAVES: frozenset[type[Any]] = frozenset(
    (Atom, ModuleRef, Number, String, Var, AttrRead, CallRef, Fn, Opaque)
)
"""The types of the values that have no children."""
