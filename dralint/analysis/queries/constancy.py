"""Constancy: whether a query asks the same for each element of a loop."""

from dralint.analysis.calls.inside import inside
from dralint.analysis.queries.dependence import variables
from dralint.analysis.queries.loop import Loop
from dralint.analysis.queries.queried import WORDS
from dralint.analysis.values.branches import Branches
from dralint.outline.values import (
    Atom,
    CallRef,
    Field,
    Flow,
    ListOf,
    ModuleRef,
    Number,
    Op,
    String,
    TupleOf,
    Var,
)
from dralint.project import Call

_PARTS = (Atom, CallRef, Field, ListOf, ModuleRef, Number, Op, String, TupleOf, Var)
_TAKES = frozenset(("lock", "pop", "claim", "random", "now", "sum", "usage"))
_WRITES = ("insert", "update", "delete", "create", "save", "put", "upsert", "remove", "run")


def is_constant(call: Call, loop: Loop) -> bool:
    """Whether nothing in a loop can change what a query in it answers.

    Its arguments are made of what is bound outside and of Ecto's own words; the loop asks on every
    way through it; and nothing in it sounds as if it wrote.
    """
    outline = call.file.outline
    bound = {name for value in inside(outline, *loop.region) for name in _bound(value)}
    bound |= loop.elements | set(loop.names.all_)
    for value in inside(outline, *call.args):
        if not isinstance(value, _PARTS):
            return False
        if isinstance(value, Var) and (value.name in bound or value.name.startswith("&")):
            return False
        if isinstance(value, CallRef) and not _is_of_a_query(call.file.call(value.call)):
            return False
    function = call.function
    if function is None:
        return False
    arms = Branches(function).of_place(call.data.name_start)
    closure = outline.closures[loop.closure]
    if any(closure.start <= start < closure.end for start in arms.values()):
        return False
    return not any(_changes(call.file.call(v.call)) for v in _calls(call, loop))


def _is_of_a_query(call: Call) -> bool:
    """Whether a call is one of Ecto's words, or the name of a row in a query."""
    if call.target == "Ecto.Query":
        return True
    return call.target is None and call.data.on is None and (call.data.bare or call.name in WORDS)


def _calls(call: Call, loop: Loop) -> list[CallRef]:
    return [v for v in inside(call.file.outline, *loop.region) if isinstance(v, CallRef)]


def _changes(call: Call) -> bool:
    """Whether a call sounds as if it wrote, or ran something that may."""
    name = call.name
    return name == "()" or any(word in name for word in (*_WRITES, *_TAKES))


def _bound(value: object) -> list[str]:
    if isinstance(value, Op) and value.op in ("=", "<-"):
        return variables(value.args[0])
    if isinstance(value, Flow):
        return [n for arm in value.arms for p in arm.patterns for n in variables(p)]
    return []
