"""Ways: what is asked of the search for waits, and what it finds."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from dralint.analysis.calls.clauses import clause_of
from dralint.analysis.calls.closures import Runs
from dralint.project import Call, Function, Module

QUIET = frozenset(("db", "file", "reply"))
"""Categories that are common and that few ask about: see `solve_below`."""

Node = tuple[tuple[str, int], int]
"""A clause of a function: the function's key and the clause's number."""


@dataclass(frozen=True)
class Limits:
    """What is asked for: further functions that wait, functions that do not, the longest way."""

    extra_blocking: tuple[str, ...]
    extra_nonblocking: tuple[str, ...]
    max_path: int


class Step(NamedTuple):
    """The first step of a way: the place of a call, what it reaches, and how the way goes on.

    `on` is the clause that it reaches and the category there, None where the call itself waits.
    """

    doubt: int
    length: int
    place: tuple[str, int]
    category: str
    name: str
    on: tuple[Node, str] | None


class Way(NamedTuple):
    """A call that leads to a clause, how doubtful that is, and the clause that it stands in."""

    call: Call
    doubt: int
    name: str
    caller: Node


@dataclass(frozen=True)
class Solution:
    """The best way from each clause by category, and all ways that begin with each call."""

    best: dict[Node, dict[str, Step]] = field(default_factory=lambda: defaultdict(dict))
    starts: dict[tuple[str, int], list[Step]] = field(default_factory=lambda: defaultdict(list))


def node_of(call: Call) -> Node:
    """Return the clause that a call stands in."""
    function = call.file.functions[call.data.function]
    return function.key, clause_of(function, call.data.index)


def doubt_of(runs: Runs) -> int | None:
    """Return how doubtful it is that code of this kind is waited for, None for surely not."""
    return 0 if runs is Runs.HERE else 2 if runs is Runs.UNKNOWN else None


def shown(function: Function, seen_from: Module) -> str:
    """Return a function's name as a module sees it: `fetch/0`, `MyApp.Rates.fetch/0`."""
    return function.label if function.module.name == seen_from.name else function.full_name
