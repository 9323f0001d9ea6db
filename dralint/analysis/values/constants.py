"""Constants: what an expression is known to be, without running it.

An expression may be one of several things, each under conditions: that is `Alts`. What is inside
a tuple, a list or a map is `Alts` again, so nothing is multiplied out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from dralint.project import Call, File, Function
from dralint.text import Span


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands."""

    file: File
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The place as reports show it."""
        return self.file.at(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Condition:
    """One way through a fork of the code: two arms of one site exclude each other."""

    site: tuple[str, int]
    arm: int
    text: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """An atom or a module as Elixir shows it: `:ok`, `nil`, `MyApp.Repo`."""

    name: str
    at: Place = field(compare=False, repr=False)

    @property
    def is_module(self) -> bool:
        """Whether it is written as an Elixir module."""
        return self.name[:1].isupper()


@dataclass(frozen=True, slots=True)
class Text:
    """A string or charlist."""

    text: str
    at: Place = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Template:
    """A text or atom with holes: its constant pieces, None for a hole."""

    parts: tuple[str | None, ...]
    kind: str
    at: Place = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Num:
    """A number as written."""

    text: str
    at: Place = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Tuple:
    """A tuple."""

    items: tuple["Alts", ...]
    at: Place = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Item:
    """An element of a list: what it may be, and when it is there.

    `many`: it stands for any number of elements, none included.
    """

    alts: "Alts"
    when: tuple[Condition, ...] = ()
    many: bool = False


@dataclass(frozen=True, slots=True)
class List:
    """A list, in order. An item that is `many` and unknown is a part that nobody knows."""

    items: tuple[Item, ...]
    at: Place = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Map:
    """A map or struct; `open`: it may have other keys."""

    struct: str | None
    pairs: tuple[tuple["Alts", "Alts"], ...]
    open: bool
    at: Place = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Func:
    """A function value. `scope` is for the evaluator."""

    closure: int
    at: Place = field(repr=False)
    scope: object = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Result:
    """What a call returns that is not followed: its target is `name` (`Module.fun/arity`).

    Two results of one call are the same only where they come from one evaluation.
    """

    name: str | None
    call: Call
    args: tuple["Thunk", ...] = field(repr=False)
    at: Place = field(compare=False, repr=False)

    @property
    def text(self) -> str:
        """The call in a few characters."""
        return self.name or f"{self.call.name}/{self.call.arity}"


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of the function that was asked about: its callers know."""

    function: Function
    index: int
    text: str
    at: Place = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that is not known: its text, and why (`limit`, `config`, `variable`...)."""

    text: str
    reason: str
    at: Place = field(compare=False, repr=False)


Constant: TypeAlias = (
    Name | Text | Template | Num | Tuple | List | Map | Func | Result | Param | Unknown
)
UNKNOWN = (Result, Param, Unknown)
"""The classes of what is not known; for `isinstance`."""


@dataclass(frozen=True, slots=True)
class Alt:
    """One thing that an expression may be, and under which conditions."""

    constant: Constant
    when: tuple[Condition, ...] = ()


Alts: TypeAlias = tuple[Alt, ...]


class Thunk:
    """A value that is computed when it is first asked for."""

    __slots__ = ("_known", "_make")

    def __init__(self, make: Callable[[], Alts]) -> None:
        self._make = make
        self._known: Alts | None = None

    def __call__(self) -> Alts:
        """Return the value."""
        if self._known is None:
            self._known = self._make()
        return self._known


def under(alts: Alts, when: tuple[Condition, ...]) -> Alts:
    """Return alternatives under further conditions; those that cannot be are left out."""
    if not when:
        return alts
    return tuple(
        Alt(alt.constant, joined(alt.when, when)) for alt in alts if not exclusive(alt.when, when)
    )


def joined(one: tuple[Condition, ...], two: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Return conditions that must all hold."""
    if not one or not two:
        return one or two
    return tuple(dict.fromkeys((*one, *two)))


def exclusive(one: tuple[Condition, ...], two: tuple[Condition, ...]) -> bool:
    """Whether two sets of conditions cannot hold together."""
    return any(a.site == b.site and a.arm != b.arm for a in one for b in two)


def only(alts: Alts) -> Constant | None:
    """Return the one thing that it is, None if there are several."""
    return alts[0].constant if len(alts) == 1 else None


def name_of(alts: Alts) -> str | None:
    """Return the atom or module that it is for certain."""
    one = only(alts)
    return one.name if isinstance(one, Name) else None


def is_known(alts: Alts) -> bool:
    """Whether nothing about the outer shape is unknown."""
    return bool(alts) and not any(isinstance(alt.constant, UNKNOWN) for alt in alts)


def key_of(item: Item) -> str | None:
    """Return the key of an item of a keyword list."""
    pair = only(item.alts)
    if isinstance(pair, Tuple) and len(pair.items) == 2:
        name = name_of(pair.items[0])
        return name[1:] if name and name.startswith(":") else name
    return None


def everything(alts: Alts) -> Iterator[Constant]:
    """Return all constants in alternatives, the outer ones first."""
    waiting = [alt.constant for alt in reversed(alts)]
    while waiting:
        constant = waiting.pop()
        yield constant
        inner: list[Alts] = []
        match constant:
            case Tuple():
                inner = list(constant.items)
            case List():
                inner = [item.alts for item in constant.items]
            case Map():
                inner = [part for pair in constant.pairs for part in pair]
            case _:
                continue
        waiting.extend(alt.constant for part in reversed(inner) for alt in reversed(part))


def show(alts: Alts) -> str:
    """Return alternatives in a few characters, for people and tests: `?` marks the unknown."""
    return " | ".join(_show(alt.constant) for alt in alts)


def _show(constant: Constant) -> str:
    match constant:
        case Name():
            return constant.name
        case Text():
            return f'"{constant.text}"'
        case Num():
            return constant.text
        case Template():
            text = "".join("#{...}" if part is None else part for part in constant.parts)
            return f':"{text}"' if constant.kind == "atom" else f'"{text}"'
        case Tuple():
            return "{" + ", ".join(show(item) for item in constant.items) + "}"
        case List():
            return "[" + ", ".join(_show_item(item) for item in constant.items) + "]"
        case Map():
            pairs = ", ".join(f"{show(key)} => {show(value)}" for key, value in constant.pairs)
            return f"%{constant.struct or ''}{{{pairs}{', ...' if constant.open else ''}}}"
        case Func():
            return "fn"
        case _:
            return f"?{constant.text}"


def _show_item(item: Item) -> str:
    text = show(item.alts)
    if item.many:
        text = f"*{text}"
    return f"{text} ({', '.join(c.text for c in item.when)})" if item.when else text
