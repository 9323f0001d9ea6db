"""Checks: what is known of an expression because the code has looked at it before.

`if sort in @sorts do ... end` proves inside what `sort` can be; `validate(sort)` may prove
something, which is as much as can be said without knowing what it does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dralint.analysis.values.shapes import NEVER
from dralint.outline import Outline
from dralint.outline.values import (
    Apply,
    Arm,
    Atom,
    Block,
    CallRef,
    Field,
    Flow,
    ModuleRef,
    Number,
    Op,
    String,
    TupleOf,
    Value,
    Var,
)

PROVEN, PERHAPS = 2, 1
"""How much a check says: that the value is one of a few, or something that is not known."""

_PROVING = frozenset(
    "is_integer is_float is_number is_boolean is_atom is_nil is_map_key has_key? member?".split()
)
_NEUTRAL = frozenset(
    """
    is_binary is_bitstring is_map is_list is_tuple is_struct is_function is_pid byte_size length
    is_exception map_size to_string inspect empty? blank? present? not_nil?
    """.split()
)
_CHECKING = ("valid", "check", "ensure", "assert", "verify", "guard", "allow", "permit", "safe")

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Check:
    """Something that is known of an expression, by its `name`, within a stretch of the code.

    `since` is the offset of the check: a variable that was bound later is another one.
    """

    name: str
    start: int
    end: int
    strength: int
    since: int


def name_of(value: Value) -> str | None:
    """Return the same text for expressions that read the same thing: `params["sort"]`."""
    match value:
        case Var():
            return value.name
        case Field():
            on = name_of(value.on)
            return None if on is None else f"{on}.{value.name}"
        case Op(op="[]") if isinstance(value.args[1], String | Number | Var):
            on = name_of(value.args[0])
            key = getattr(value.args[1], "text", None) or getattr(value.args[1], "name", "")
            return None if on is None else f"{on}.{key}"
        case Op(op="=") if isinstance(value.args[0], Var):
            return value.args[0].name
        case _:
            return None


def checks_of_condition(
    outline: Outline, value: Value, positive: bool, place: Place
) -> Iterator[Check]:
    """Yield what is known where a condition holds, or where it does not."""
    for name, strength in _condition(outline, value, positive).items():
        yield Check(name, *place, strength, value.start)


def checks_of_arm(outline: Outline, flow: Flow, until: int) -> Iterator[Check]:
    """Yield what an `if` or `unless` proves in its arms, and below when an arm ends all."""
    condition = flow.heads[0]
    for arm in flow.arms:
        positive = (arm.label == "do") == (flow.kind == "if")
        yield from checks_of_condition(outline, condition, positive, (arm.start, arm.end))
        if _never_returns(outline, arm.body):
            place = (flow.end, until)
            yield from checks_of_condition(outline, condition, not positive, place)


def checks_of_case(outline: Outline, subject: Value, arm: Arm) -> Iterator[Check]:
    """Yield what an arm of a `case` knows of its subject."""
    place = (arm.start, arm.end)
    pattern = arm.patterns[0] if arm.patterns else None
    name = name_of(subject)
    if name is not None and isinstance(pattern, String | Atom | Number):
        yield Check(name, *place, PROVEN, subject.start)
    if name is None and pattern is not None:
        yield from _of_result(outline, pattern, subject, place)


def checks_of_statement(outline: Outline, value: Value, place: Place) -> Iterator[Check]:
    """Yield what is known after a statement: a match that held, a function that checks."""
    if isinstance(value, Op) and value.op in ("=", "<-"):
        pattern, given = value.args
        yield from _of_result(outline, pattern, given, place)
    elif isinstance(value, CallRef):
        call = outline.calls[value.call]
        if any(word in call.name for word in _CHECKING):
            for arg in call.args:
                if (name := name_of(arg)) is not None:
                    yield Check(name, *place, PERHAPS, value.start)


def _of_result(outline: Outline, pattern: Value, given: Value, place: Place) -> Iterator[Check]:
    """Yield what follows where `given` matched a pattern."""
    if isinstance(pattern, Op) and pattern.op == "when":
        yield from checks_of_condition(outline, pattern.args[1], True, place)
        pattern = pattern.args[0]
    if isinstance(pattern, TupleOf) and isinstance(given, TupleOf):
        for part, value in zip(pattern.items, given.items, strict=False):
            yield from _of_result(outline, part, value, place)
    elif isinstance(pattern, Atom) and pattern.name in ("true", "false"):
        yield from checks_of_condition(outline, given, pattern.name == "true", place)
    elif isinstance(given, CallRef) and not isinstance(pattern, Var):
        call = outline.calls[given.call]
        if call.on is not None and call.name in ("fetch", "decode", "parse", "get", "split"):
            return
        for arg in call.args:
            if isinstance(arg, Var):
                yield Check(arg.name, *place, PERHAPS, given.start)


def _condition(outline: Outline, value: Value, positive: bool) -> dict[str, int]:
    match value:
        case Op(op="not" | "!"):
            return _condition(outline, value.args[0], not positive)
        case Op(op="and" | "&&"):
            found = [_condition(outline, arg, positive) for arg in value.args]
            return _any_of(found) if positive else _all_of(found)
        case Op(op="or" | "||"):
            found = [_condition(outline, arg, positive) for arg in value.args]
            return _all_of(found) if positive else _any_of(found)
        case Op(op="in"):
            name = name_of(value.args[0])
            return {name: PROVEN} if positive and name else {}
        case Op() if value.op.startswith("not") and value.op.endswith("in"):
            name = name_of(value.args[0])
            return {name: PROVEN} if not positive and name else {}
        case Op(op="==" | "==="):
            return _equal(value) if positive else {}
        case Op(op="!=" | "!=="):
            return {} if positive else _equal(value)
        case Op(op="=~"):
            name = name_of(value.args[0])
            return {name: PERHAPS} if name else {}
        case Apply():
            return _asked(value.name, value.args, positive)
        case CallRef():
            call = outline.calls[value.call]
            known = isinstance(call.on, ModuleRef | None)
            return _asked(call.name if known else "", call.args, positive)
        case Block() if len(value.items) == 1:
            return _condition(outline, value.items[0], positive)
        case _:
            return {}


def _equal(value: Op) -> dict[str, int]:
    left, right = value.args
    for one, other in ((left, right), (right, left)):
        name = name_of(one)
        if name is not None and isinstance(other, String | Atom | Number):
            return {name: PROVEN}
    return {}


def _asked(function: str, args: tuple[Value, ...], positive: bool) -> dict[str, int]:
    """Return what a function's yes says of its arguments; its no may say something as well."""
    if function in _NEUTRAL:
        return {}
    proves = function in _PROVING and positive
    names = [name for arg in args if (name := name_of(arg)) is not None]
    if proves and function in ("is_map_key", "has_key?", "member?"):
        last = names[-1:] if function != "is_map_key" else names[:1]
        return dict.fromkeys(last, PROVEN)
    return dict.fromkeys(names, PROVEN if proves else PERHAPS)


def _any_of(found: Iterable[dict[str, int]]) -> dict[str, int]:
    merged: dict[str, int] = {}
    for each in found:
        for name, strength in each.items():
            merged[name] = max(strength, merged.get(name, 0))
    return merged


def _all_of(found: list[dict[str, int]]) -> dict[str, int]:
    names = set(found[0]).intersection(*found[1:])
    return {name: min(each[name] for each in found) for name in sorted(names)}


def _never_returns(outline: Outline, body: Value) -> bool:
    last = body.items[-1] if isinstance(body, Block) and body.items else body
    if not isinstance(last, CallRef):
        return False
    call = outline.calls[last.call]
    prefix = call.on.name if isinstance(call.on, ModuleRef) else "Kernel"
    return f"{prefix}.{call.name}" in NEVER
