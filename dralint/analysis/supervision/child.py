"""A child: one entry of a supervisor's list of children, and what tells it from the others."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dralint.analysis.values.constants import (
    UNKNOWN,
    Alt,
    Alts,
    Condition,
    Place,
    Result,
    Template,
    Thunk,
    Tuple,
    everything,
    exclusive,
)
from dralint.text import Span

_SIDES = 2
"""How many ways lead through an `if`."""


@dataclass(frozen=True)
class Child:
    """One entry of a list of children.

    `module` is the module that it names, None where that is unknown; `start` the function that
    starts it with its arguments. `id` is its id as Elixir shows it, None where it is not constant.
    `form` says how it is written: module, tuple, map, override (`Supervisor.child_spec/2`), old
    (`worker/2`), erlang, call (another function makes the specification) or unknown. `many`: it
    stands for any number of children. `open`: its module may be any of the project.
    """

    module: str | None
    text: str
    form: str
    at: Place = field(repr=False)
    arg: Alts = ()
    start: tuple[str, str, tuple[Alts, ...] | None] | None = None
    id: str | None = None
    restart: str | None = None
    shutdown: str | None = None
    type: str | None = None
    when: tuple[Condition, ...] = ()
    many: bool = False
    given: Alts = field(default=(), repr=False)
    open: bool = False

    @property
    def span(self) -> Span:
        """Where the entry stands."""
        return self.at.span


def together(children: tuple[Child, ...], alts: Alts) -> tuple[Child, ...]:
    """Return a list's children with those that it has on every way through a fork there once.

    `alts` are the ways: `base() ++ [A]` and `base()` both have the children of `base()`. Where more
    is added later the ways of an `if` stand at the children.
    """
    arms: dict[tuple[str, int], set[int]] = defaultdict(set)
    for alt in alts:
        for condition in alt.when:
            arms[condition.site].add(condition.arm)
    forks = {site: known for site, known in arms.items() if len(known) > 1}
    sides: dict[tuple[str, int], set[int]] = defaultdict(set)
    for child in children:
        for condition in child.when:
            if condition.text.startswith(("if ", "unless ")):
                sides[condition.site].add(condition.arm)
    forks |= {site: known for site, known in sides.items() if len(known) == _SIDES}
    if not forks:
        return children
    groups: dict[tuple[object, ...], list[Child]] = defaultdict(list)
    for child in children:
        place = (child.at.file.path, child.at.start, child.at.end)
        groups[*place, child.module, child.text, child.form, child.id].append(child)
    first = {id(group[0]): _joined(group, forks) for group in groups.values()}
    return tuple(c for child in children for c in first.get(id(child), ()))


def _joined(group: list[Child], forks: dict[tuple[str, int], set[int]]) -> list[Child]:
    """Return one child for those of a group that together stand on all ways of a fork."""
    if len(group) == 1:
        return group
    for site, arms in forks.items():
        taken = {c.arm for child in group for c in child.when if c.site == site}
        rests = {tuple(c for c in child.when if c.site != site) for child in group}
        if taken == arms and len(rests) == 1:
            return [replace(group[0], when=rests.pop())]
    return group


def single(alts: Alts) -> Iterator[Alt]:
    """Return alternatives with one module each: `{A | B, []}` is `{A, []}` or `{B, []}`.

    So is what `Supervisor.child_spec/2` makes of several.
    """
    for alt in alts:
        constant = alt.constant
        if isinstance(constant, Result) and constant.name == "Supervisor.child_spec/2":
            for first in single(constant.args[0]()):
                made = replace(constant, args=(_known(first), *constant.args[1:]))
                yield Alt(made, (*alt.when, *first.when))
            continue
        if isinstance(constant, Tuple) and len(constant.items) == 2 and len(constant.items[0]) > 1:
            for first in constant.items[0]:
                pair = Tuple(((Alt(first.constant),), constant.items[1]), constant.at)
                yield Alt(pair, (*alt.when, *first.when))
        else:
            yield alt


def _known(alt: Alt) -> Thunk:
    return Thunk(lambda: (Alt(alt.constant),))


def elsewhere(one: Place, two: Place) -> bool:
    """Whether two places are in different functions."""
    return one.file is not two.file or _function_at(one) != _function_at(two)


def _function_at(place: Place) -> int:
    for function in place.file.outline.functions:
        for clause in function.clauses:
            if clause.start <= place.start < clause.end:
                return clause.start
    return -1


def is_constant(alts: Alts) -> bool:
    """Whether an expression is one constant through and through."""
    return len(alts) == 1 and not any(
        isinstance(part, (*UNKNOWN, Template)) for part in everything(alts)
    )


def same_id(children: tuple[Child, ...]) -> Iterator[tuple[Child, Child]]:
    """Yield two children that are in one list together and have the same id."""
    for index, second in enumerate(children):
        for first in children[:index]:
            if not (first.many or second.many) and _clash(first, second):
                yield first, second
                break


def _clash(one: Child, two: Child) -> bool:
    """Whether two children certainly have the same id whenever both are there."""
    if exclusive(one.when, two.when) or {*one.when} != {*two.when}:
        return False
    if (one.at.file, one.at.start) == (two.at.file, two.at.start):
        return False
    if one.id is not None or two.id is not None:
        return one.id == two.id
    same = one.module is not None and one.module == two.module and one.form == two.form
    return same and one.form in ("module", "tuple") and one.arg == two.arg and is_constant(one.arg)
