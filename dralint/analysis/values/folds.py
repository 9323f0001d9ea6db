"""Folds: what well-known functions make of constants."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from dralint.analysis.values.binding import Env
from dralint.analysis.values.constants import (
    UNKNOWN,
    Alt,
    Alts,
    Condition,
    Func,
    Item,
    List,
    Name,
    Num,
    Place,
    Thunk,
    Tuple,
    Unknown,
    name_of,
    only,
    under,
)
from dralint.analysis.values.folding import entries, listed, operator, truth
from dralint.analysis.values.following import apply, follow
from dralint.outline.values import Op
from dralint.project import Call

from . import folds_keyed

if TYPE_CHECKING:
    from dralint.analysis.values.evaluate import Evaluator

FOLDED = 16
"""How many elements a `reduce` is followed over."""

Fold = Callable[["Evaluator", Call, tuple[Thunk, ...], Place], "Alts | None"]
"""Given a call and its arguments, what it gives; None where that is not known."""


def _map(ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place) -> Alts:
    func = args[1]()
    return listed(
        [
            Item(apply(ev, func, (_given(i.alts),), call.label), i.when, i.many)
            for i in entries(args[0]())
        ],
        at,
    )


def _flat_map(ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place) -> Alts:
    func = args[1]() if len(args) > 1 else ()
    found: list[Item] = []
    for item in entries(args[0]()):
        inner = item.alts
        if func:
            inner = apply(ev, func, (_given(item.alts),), call.label)
        found.extend(
            Item(each.alts, (*item.when, *each.when), item.many or each.many)
            for each in entries(inner)
        )
    return listed(found, at)


def _concat(ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place) -> Alts:
    if len(args) == 2:
        return listed(entries(args[0]()) + entries(args[1]()), at)
    return _flat_map(ev, call, args, at)


def _flatten(ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place) -> Alts:
    waiting = list(reversed(entries(args[0]())))
    found: list[Item] = []
    while waiting:
        item = waiting.pop()
        plain = tuple(alt for alt in item.alts if not isinstance(alt.constant, List))
        nested = tuple(alt for alt in item.alts if isinstance(alt.constant, List))
        if plain:
            found.append(Item(plain, item.when, item.many))
        waiting.extend(
            Item(each.alts, (*item.when, *each.when), item.many or each.many)
            for each in reversed(entries(nested))
        )
    return listed(found, at)


def _wrap(ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place) -> Alts:
    items: list[Item] = []
    for alt in args[0]():
        if isinstance(alt.constant, List):
            items.extend(entries((alt,)))
        elif not (isinstance(alt.constant, Name) and alt.constant.name == "nil"):
            many = isinstance(alt.constant, UNKNOWN)
            items.append(Item((Alt(alt.constant),), alt.when, many))
    return listed(items, at)


def _select(keep: bool) -> Fold:
    """Make the fold of `filter` (keep) or `reject`."""

    def fold(ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place) -> Alts:
        func = args[1]()
        when = (Condition((at.file.path, call.data.start), 0, f"if {call.name}"),)
        nothing = _asks_nothing(func)
        found: list[Item] = []
        for item in entries(args[0]()):
            alts: list[Alt] = []
            doubt: tuple[Condition, ...] = ()
            for alt in item.alts:
                verdict = truth(apply(ev, func, (_given((Alt(alt.constant),)),), ""))
                if verdict is None and not (nothing and not item.many):
                    doubt = when
                if verdict is None or verdict is keep:
                    alts.append(alt)
            if alts:
                found.append(Item(tuple(alts), (*item.when, *doubt), item.many))
        return listed(found, at)

    return fold


def _asks_nothing(func: Alts) -> bool:
    """Whether a predicate only sorts out `nil` and `false`."""
    one = only(func)
    if not isinstance(one, Func):
        return False
    closure = one.at.file.outline.closures[one.closure]
    names = {call.name for call in one.at.file.outline.calls if call.closure == closure.index}
    body = closure.clauses[0].body if closure.clauses else None
    return names <= {"is_nil"} and not isinstance(body, Op)


def _is_nil(ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place) -> Alts | None:
    alts = args[0]()
    if any(isinstance(alt.constant, UNKNOWN) for alt in alts):
        return None
    answers = {isinstance(a.constant, Name) and a.constant.name == "nil" for a in alts}
    return (Alt(Name(str(answers.pop()).lower(), at)),) if len(answers) == 1 else None


def _same(ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place) -> Alts:
    return args[0]()


def _append(ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place) -> Alts | None:
    return operator(call.name, list(args), (at.file.path, at.start), at)


def _map_values(ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place) -> Alts | None:
    index = 0 if call.name == "keys" else 1
    found: list[Item] = []
    for item in entries(args[0]()):
        pair = only(item.alts)
        if not isinstance(pair, Tuple) or len(pair.items) != 2:
            return None
        found.append(Item(pair.items[index], item.when, item.many))
    return listed(found, at)


def _with_index(ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place) -> Alts:
    found = entries(args[0]())
    plain = len(args) == 1 and not any(item.many or item.when for item in found)
    rows: list[Item] = []
    for index, item in enumerate(found):
        number: Alts = (Alt(Num(str(index), at)),)
        if not plain:
            number = (Alt(Unknown("index", "computed", at)),)
        rows.append(Item((Alt(Tuple((item.alts, number), at)),), item.when, item.many))
    return listed(rows, at)


def _to_list(ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place) -> Alts:
    return listed(entries(args[0]()), at)


def _reverse(ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place) -> Alts:
    return listed(list(reversed(entries(args[0]()))), at)


def _then(ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place) -> Alts:
    return apply(ev, args[1](), args[:1], call.label)


def _reduce(ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place) -> Alts | None:
    if len(args) != 3:
        return None
    func, result = args[2](), args[1]
    for item in entries(args[0]())[:FOLDED]:
        step = apply(ev, func, (_given(item.alts), result), call.label)
        if item.many or item.when:
            when = item.when or (Condition((at.file.path, call.data.start), 0, call.label),)
            step = _perhaps(result(), step, when, item.many, at)
        result = _given(step)
    return result()


def _perhaps(before: Alts, after: Alts, when: tuple[Condition, ...], many: bool, at: Place) -> Alts:
    """Return what a step gives that may not happen, or happen many times."""
    if not all(isinstance(alt.constant, List) for alt in after):
        return (*before, *under(after, when))
    old = [item.alts for item in entries(before)]
    grown = [
        item if item.alts in old else Item(item.alts, (*item.when, *when), item.many or many)
        for item in entries(after)
    ]
    return listed(grown, at)


def _given(alts: Alts) -> Thunk:
    return Thunk(lambda: alts)


def _module_concat(ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place) -> Alts | None:
    parts = [name_of(a()) for a in args]
    if len(args) == 1:
        parts = [name_of(item.alts) for item in entries(args[0]())]
        if any(item.many for item in entries(args[0]())):
            return None
    words = [part.lstrip(":").removeprefix("Elixir.") for part in parts if part is not None]
    if not words or len(words) != len(parts):
        return None
    name = ".".join(words)
    return (Alt(Name(name, at)),) if re.fullmatch(r"[A-Z][\w.]*", name) else None


def _apply(ev: "Evaluator", call: Call, args: tuple[Thunk, ...], at: Place) -> Alts | None:
    if len(args) != 3:
        return None
    module, name = name_of(args[0]()), name_of(args[1]())
    given = only(args[2]())
    if module is None or name is None or not isinstance(given, List):
        return None
    file = call.file
    function = ev.project.function(module, name.lstrip(":"), len(given.items), file)
    if function is None or any(item.many for item in given.items):
        return None
    thunks = tuple(_given(i.alts) for i in given.items)
    return follow(ev, function, thunks, call, Env(file, call.data.module), at)


_SAME = """
Enum.uniq Enum.sort Enum.sort_by Enum.uniq_by Enum.shuffle Kernel.tap IO.inspect Kernel.dbg
Enum.dedup Function.identity Keyword.validate! Map.new Keyword.new Map.from_struct
"""
FOLDS: dict[str, Fold] = {
    **dict.fromkeys(_SAME.split(), _same),
    "Enum.map": _map,
    "Stream.map": _map,
    "Enum.flat_map": _flat_map,
    "Stream.flat_map": _flat_map,
    "Enum.concat": _concat,
    "List.flatten": _flatten,
    "List.wrap": _wrap,
    "Enum.filter": _select(True),
    "Enum.reject": _select(False),
    "Enum.to_list": _to_list,
    "Enum.with_index": _with_index,
    "Kernel.++": _append,
    "Map.keys": _map_values,
    "Map.values": _map_values,
    "Keyword.keys": _map_values,
    "Keyword.values": _map_values,
    "Enum.into": _to_list,
    "Map.to_list": _to_list,
    "Enum.reverse": _reverse,
    "Enum.reduce": _reduce,
    "Kernel.then": _then,
    "Kernel.is_nil": _is_nil,
    "Kernel.apply": _apply,
    "Keyword.get": folds_keyed.get,
    "Keyword.fetch!": folds_keyed.get,
    "Map.get": folds_keyed.get,
    "Map.fetch!": folds_keyed.get,
    "Access.get": folds_keyed.get,
    "Keyword.merge": folds_keyed.merge,
    "Map.merge": folds_keyed.merge,
    "Keyword.put": folds_keyed.put,
    "Keyword.put_new": folds_keyed.put,
    "Map.put": folds_keyed.put,
    "Map.put_new": folds_keyed.put,
    "Keyword.take": folds_keyed.drop,
    "Keyword.drop": folds_keyed.drop,
    "Keyword.delete": folds_keyed.drop,
    "Module.concat": _module_concat,
}
"""What is known of functions outside the project, by `Module.name`."""
_TWO = """
Enum.map Stream.map Enum.filter Enum.reject Kernel.++ Kernel.then Keyword.get Keyword.fetch! Map.get
Map.fetch! Access.get Keyword.take Keyword.drop Keyword.delete
"""
_THREE = "Keyword.put Keyword.put_new Map.put Map.put_new"
_LEAST = dict.fromkeys(_TWO.split(), 2) | dict.fromkeys(_THREE.split(), 3)


def fold_of(name: str, count: int) -> Fold | None:
    """Return the fold of a function, None for calls with too few arguments: code half written."""
    return FOLDS.get(name) if count >= _LEAST.get(name, 1) else None
