"""Folds of keyword lists and maps: `get`, `merge`, `put`, `take`."""

from typing import TYPE_CHECKING

from dralint.analysis.values.binding import look_up
from dralint.analysis.values.constants import (
    UNKNOWN,
    Alt,
    Alts,
    Condition,
    Item,
    Map,
    Name,
    Place,
    Thunk,
    Tuple,
    key_of,
    name_of,
    only,
    under,
)
from dralint.analysis.values.folding import entries, listed
from dralint.project import Call

if TYPE_CHECKING:
    from dralint.analysis.values.evaluate import Evaluator


def get(ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place) -> Alts | None:
    """Return what stands under a key, or the default."""
    if len(args) not in (2, 3):
        return None
    key = name_of(args[1]())
    if key is None or not key.startswith(":"):
        return None
    found = look_up(args[0](), key[1:])
    if len(args) == 3:
        if not found:
            return args[2]()
        if any(isinstance(alt.constant, UNKNOWN) for alt in found):
            site = (at.file.path, call.data.start)
            given = under(found, (Condition(site, 0, f"if {key} is given"),))
            return (*given, *under(args[2](), (Condition(site, 1, f"unless {key} is given"),)))
    return found or (Alt(Name("nil", at)),)


def merge(ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place) -> Alts | None:
    """Return one keyword list or map with the entries of another."""
    if len(args) != 2:
        return None
    if any(isinstance(alt.constant, Map) for side in args for alt in side()):
        return _merge_maps(args, at)
    new = entries(args[1]())
    keys = {key_of(item) for item in new if not item.when} - {None}
    return listed(new + [i for i in entries(args[0]()) if key_of(i) not in keys], at)


def _merge_maps(args: tuple[Thunk, ...], at: Place) -> Alts | None:
    old, new = (only(arg()) for arg in args)
    if not isinstance(old, Map) or not isinstance(new, Map):
        one = old if isinstance(old, Map) else new
        return (Alt(Map(None, one.pairs, True, at)),) if isinstance(one, Map) else None
    keys = {name_of(key) for key, _ in new.pairs}
    kept = tuple(pair for pair in old.pairs if name_of(pair[0]) not in keys)
    return (Alt(Map(old.struct, (*new.pairs, *kept), old.open or new.open, at)),)


def put(ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place) -> Alts | None:
    """Return a keyword list or map with one more entry."""
    if len(args) < 3:
        return None
    key = name_of(args[1]())
    if key is None:
        return None
    base = only(args[0]())
    if isinstance(base, Map):
        kept = tuple(pair for pair in base.pairs if name_of(pair[0]) != key)
        return (Alt(Map(base.struct, ((args[1](), args[2]()), *kept), base.open, at)),)
    pair = Item((Alt(Tuple((args[1](), args[2]()), at)),))
    old = entries(args[0]())
    if "new" in call.name:
        return listed([*old, pair], at)
    return listed([pair, *(i for i in old if f":{key_of(i)}" != key)], at)


def drop(ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place) -> Alts | None:
    """Fold `take`, `drop` and `delete` of keywords."""
    if len(args) != 2:
        return None
    second = args[1]()
    keys = {name_of(i.alts) for i in entries(second)} or {name_of(second)}
    take = call.name == "take"
    return listed(
        [
            item
            for item in entries(args[0]())
            if key_of(item) is None or (f":{key_of(item)}" in keys) is take
        ],
        at,
    )
