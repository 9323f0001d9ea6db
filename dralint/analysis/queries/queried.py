"""What a query is written to ask for: its schema, and by which steps it is narrowed."""

from dataclasses import dataclass, replace

from dralint.analysis.values.bindings import Bindings, Parameter
from dralint.analysis.values.names_seen import module_name
from dralint.outline.values import (
    Atom,
    CallRef,
    ListOf,
    ModuleRef,
    Op,
    TupleOf,
    Value,
    Var,
)
from dralint.project import Call, Function

DEPTH = 12


@dataclass(frozen=True)
class Queried:
    """A query whose source is visible.

    `steps` are the words of Ecto.Query that it is made of, without `from`.
    """

    schema: str
    preloads: frozenset[str]
    steps: frozenset[str]

    @property
    def whole_rows(self) -> bool:
        """Whether it returns rows of the schema as they are."""
        return not self.steps & _OTHER_ROWS

    @property
    def narrowed(self) -> bool:
        """Whether it asks for less than the whole table."""
        return bool(self.steps & _NARROWING)


_OTHER_ROWS = frozenset(
    "select select_merge group_by distinct union union_all exclude except intersect".split()
)
_NARROWING = frozenset(
    """
    where or_where limit first last having join inner_join distinct group_by offset right_join
    inner_lateral_join
    """.split()
)
_STEPS = frozenset(
    """
    where or_where order_by limit offset preload join inner_join left_join having lock distinct
    select select_merge group_by first last reverse_order windows with_cte exclude hints prefix
    right_join full_join union union_all except intersect left_lateral_join inner_lateral_join
    dynamic on as cross_join
    """.split()
)


WORDS = _STEPS | {"from"}
"""What Ecto.Query is written with."""


def queried(function: Function, value: Value, bindings: Bindings, depth: int = 0) -> Queried | None:
    """Return what is known of a query, None where something of it is hidden."""
    if depth > DEPTH:
        return None
    match value:
        case ModuleRef():
            name = module_name(function.file, function.data.module, value)
            return Queried(name or value.name, frozenset(), frozenset())
        case TupleOf(items=(_, ModuleRef() as source)):
            return queried(function, source, bindings, depth + 1)
        case Op(op="in", args=(_, source)):
            return queried(function, source, bindings, depth + 1)
        case Var():
            binding = bindings.at(value.name, value.start)
            if binding is None or binding.path or isinstance(binding.given, Parameter):
                return None
            given = binding.given
            if given is None or not isinstance(given, CallRef | ModuleRef | Op):
                return None
            return queried(function, given, bindings, depth + 1)
        case CallRef():
            return _of_call(function, function.file.call(value.call), bindings, depth)
        case _:
            return None


def _of_call(function: Function, call: Call, bindings: Bindings, depth: int) -> Queried | None:
    if not call.args or call.target not in ("Ecto.Query", None):
        return None
    if call.name == "from":
        found = queried(function, call.args[0], bindings, depth + 1)
        options = call.args[1] if len(call.args) > 1 else None
        if found is None or options is None:
            return found
        return _options(found, options)
    if call.name not in _STEPS or call.name in ("dynamic", "on", "as"):
        return None
    found = queried(function, call.args[0], bindings, depth + 1)
    if found is None:
        return None
    preloads = found.preloads
    if call.name == "preload":
        more = preloads_in(call.args[-1])
        if more is None:
            return None
        preloads |= more
    return replace(found, preloads=preloads, steps=found.steps | {call.name})


def _options(found: Queried, options: Value) -> Queried | None:
    """Return a query with what the keywords of its `from` say."""
    if not isinstance(options, ListOf):
        return None
    steps, preloads = set(found.steps), found.preloads
    for item in options.items:
        if not (isinstance(item, TupleOf) and isinstance(item.items[0], Atom)):
            return None
        word = item.items[0].name
        steps.add(word)
        if word == "preload":
            more = preloads_in(item.items[1])
            if more is None:
                return None
            preloads |= more
    return Queried(found.schema, preloads, frozenset(steps))


def preloads_in(value: Value) -> frozenset[str] | None:
    """Return the associations that an argument of `preload` names, None where it hides them."""
    match value:
        case Atom():
            return frozenset((value.name,))
        case ListOf(tail=None):
            found: set[str] = set()
            for item in value.items:
                name = item.items[0] if isinstance(item, TupleOf) and item.items else item
                if not isinstance(name, Atom):
                    return None
                found.add(name.name)
            return frozenset(found)
        case _:
            return None
