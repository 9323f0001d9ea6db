"""Binding: what the variables of a pattern are, and whether a pattern matches."""

from dataclasses import dataclass, field

from dralint.analysis.values.constants import (
    UNKNOWN,
    Alt,
    Alts,
    Constant,
    Item,
    List,
    Map,
    Name,
    Num,
    Place,
    Text,
    Thunk,
    Tuple,
    Unknown,
    key_of,
    name_of,
    under,
)
from dralint.outline.values import (
    Atom,
    AttrRead,
    ListOf,
    MapOf,
    ModuleRef,
    Number,
    Op,
    String,
    TupleOf,
    Value,
    Var,
    children,
)
from dralint.project import File

Names = dict[str, Thunk]


@dataclass(frozen=True, slots=True)
class Env:
    """The variables known at a point of a module, and the functions being evaluated."""

    file: File
    module: int
    names: Names = field(default_factory=dict)
    stack: tuple[tuple[str, int], ...] = ()

    def plus(self, names: Names) -> "Env":
        """Return the environment with more variables, which hide those of the same name."""
        if not names:
            return self
        return Env(self.file, self.module, {**self.names, **names}, self.stack)


def unknown(file: File, value: Value, text: str, reason: str) -> Alts:
    """Return what stands for an expression that is not known."""
    return (Alt(Unknown(text, reason, Place(file, value.start, value.end))),)


def bind(pattern: Value, given: Thunk, file: File) -> Names:
    """Return what the variables of a pattern are when it has matched."""
    match pattern:
        case Var():
            return {} if pattern.name == "_" else {pattern.name: given}
        case Op() if pattern.op in ("=", "when", "\\\\"):
            names: Names = {}
            for arg in pattern.args if pattern.op == "=" else pattern.args[:1]:
                names |= bind(arg, given, file)
            return names
        case TupleOf():
            size = len(pattern.items)
            return _all(
                [(item, _element(given, index, size)) for index, item in enumerate(pattern.items)],
                file,
            )
        case ListOf():
            pairs = [(item, _nth(given, index)) for index, item in enumerate(pattern.items)]
            if pattern.tail is not None:
                pairs.append((pattern.tail, _rest(given, len(pattern.items))))
            return _all(pairs, file)
        case MapOf():
            pairs = [
                (part, _under_key(given, key))
                for key, part in pattern.pairs
                if isinstance(key, Atom)
            ]
            return _lost(pattern, file) | _all(pairs, file)
        case _:
            return _lost(pattern, file)


def _all(pairs: list[tuple[Value, Thunk]], file: File) -> Names:
    names: Names = {}
    for part, given in pairs:
        names |= bind(part, given, file)
    return names


def _lost(pattern: Value, file: File) -> Names:
    """Return the variables of a pattern as unknown."""
    names: Names = {}
    waiting = [pattern]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Var):
            names[value.name] = _nothing(file, value)
        elif not (isinstance(value, Op) and value.op == "^"):
            waiting.extend(children(value))
    return names


def _nothing(file: File, var: Var) -> Thunk:
    return Thunk(lambda: unknown(file, var, var.name, "variable"))


def _element(given: Thunk, index: int, size: int) -> Thunk:
    def make() -> Alts:
        found: list[Alt] = []
        for alt in given():
            if isinstance(alt.constant, Tuple) and len(alt.constant.items) == size:
                found.extend(under(alt.constant.items[index], alt.when))
            elif isinstance(alt.constant, UNKNOWN):
                found.append(_part(alt))
        return tuple(found)

    return Thunk(make)


def _part(alt: Alt) -> Alt:
    """Return a part of something unknown."""
    constant = alt.constant
    text = getattr(constant, "text", "?")
    return Alt(Unknown(f"part of {text}", "part", constant.at), alt.when)


def _nth(given: Thunk, index: int) -> Thunk:
    def make() -> Alts:
        found: list[Alt] = []
        for alt in given():
            if isinstance(alt.constant, List):
                ahead = alt.constant.items[: index + 1]
                if len(ahead) > index and not any(item.many or item.when for item in ahead):
                    found.extend(under(ahead[index].alts, alt.when))
                elif any(item.many or item.when for item in ahead):
                    found.append(_part(alt))
            elif isinstance(alt.constant, UNKNOWN):
                found.append(_part(alt))
        return tuple(found)

    return Thunk(make)


def _rest(given: Thunk, count: int) -> Thunk:
    def make() -> Alts:
        found: list[Alt] = []
        for alt in given():
            if isinstance(alt.constant, List):
                items = alt.constant.items
                if not any(item.many or item.when for item in items[:count]):
                    found.append(Alt(List(items[count:], alt.constant.at), alt.when))
                    continue
            found.append(_part(alt))
        return tuple(found)

    return Thunk(make)


def _under_key(given: Thunk, key: Atom) -> Thunk:
    return Thunk(lambda: look_up(given(), key.name))


def elements(alts: Alts) -> Alts:
    """Return what an element of a list may be."""
    found: list[Alt] = []
    for alt in alts:
        if isinstance(alt.constant, List):
            for item in alt.constant.items:
                found.extend(under(under(item.alts, item.when), alt.when))
        elif isinstance(alt.constant, UNKNOWN):
            found.append(_part(alt))
    return tuple(dict.fromkeys(found))


def look_up(alts: Alts, key: str) -> Alts:
    """Return what stands under a key of keyword lists or maps.

    Nothing at all: the key is certainly absent. What might be overridden comes with an unknown.
    """
    found: list[Alt] = []
    for alt in alts:
        constant = alt.constant
        if isinstance(constant, List):
            found.extend(under(_in_list(constant, key), alt.when))
        elif isinstance(constant, Map):
            found.extend(under(_in_map(constant, key), alt.when))
        elif isinstance(constant, UNKNOWN):
            text = getattr(constant, "text", "?")
            found.append(Alt(Unknown(f"{text}[:{key}]", "part", constant.at), alt.when))
    return tuple(dict.fromkeys(found))


def _in_list(entries: List, key: str) -> Alts:
    found: list[Alt] = []
    for item in entries.items:
        name = key_of(item)
        if name == key:
            pair = item.alts[0].constant
            assert isinstance(pair, Tuple)
            found.extend(under(under(pair.items[1], item.alts[0].when), item.when))
            if not item.when:
                return tuple(found)
        elif name is None and any(isinstance(alt.constant, UNKNOWN) for alt in item.alts):
            found.append(Alt(Unknown(f"[:{key}]", "part", item.alts[0].constant.at)))
    return tuple(found)


def _in_map(entries: Map, key: str) -> Alts:
    for name, value in entries.pairs:
        if name_of(name) == f":{key}":
            return value
    return (Alt(Unknown(f".{key}", "part", entries.at)),) if entries.open else ()


def matches(pattern: Value, alts: Alts) -> bool | None:
    """Whether a pattern matches what an expression may be: yes, no, or unknown."""
    answers = {_matches(pattern, alt.constant) for alt in alts}
    if answers == {True}:
        return True
    return False if answers == {False} else None


def _matches(pattern: Value, constant: Constant) -> bool | None:
    match pattern:
        case Var():
            return True
        case Op() if pattern.op == "=":
            return _every([_matches(arg, constant) for arg in pattern.args])
        case Op() if pattern.op == "\\\\":
            return _matches(pattern.args[0], constant)
        case Op() if pattern.op == "when":
            return False if _matches(pattern.args[0], constant) is False else None
        case Op() | AttrRead():
            return None
        case _ if isinstance(constant, UNKNOWN):
            return None
        case Atom():
            word = pattern.name in ("nil", "true", "false")
            shown = pattern.name if word else f":{pattern.name}"
            return isinstance(constant, Name) and constant.name == shown
        case ModuleRef():
            return isinstance(constant, Name) and constant.name == pattern.name
        case String():
            if isinstance(constant, Text):
                return constant.text == pattern.text
            return None if getattr(constant, "kind", "") == "string" else False
        case Number():
            return isinstance(constant, Num) and constant.text == pattern.text
        case TupleOf():
            if not isinstance(constant, Tuple) or len(constant.items) != len(pattern.items):
                return False
            pairs = zip(pattern.items, constant.items, strict=True)
            return _every([matches(part, alts) for part, alts in pairs])
        case ListOf():
            return _list(pattern, constant.items) if isinstance(constant, List) else False
        case MapOf():
            return None if isinstance(constant, Map) else False
        case _:
            return None


def _list(pattern: ListOf, items: tuple[Item, ...]) -> bool | None:
    if any(item.many or item.when for item in items):
        return None
    wanted = len(pattern.items)
    if len(items) < wanted or (pattern.tail is None and len(items) != wanted):
        return False
    return _every([matches(p, i.alts) for p, i in zip(pattern.items, items, strict=False)])


def _every(answers: list[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True
