"""ReturnChanges: what a public function without a spec returns now and did not return before."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from dralint.analysis.change.change import Change
from dralint.analysis.change.module_moves import ModuleMoves
from dralint.analysis.change.public_api import Item, PublicApi
from dralint.analysis.evidence.base import Base
from dralint.analysis.values.ends import Tail
from dralint.analysis.values.shapes import Shape, show
from dralint.analysis.values.tails import Tails
from dralint.finding import CERTAIN, ERROR, POSSIBLE, WARNING
from dralint.project import Function, Project

GATE = "gate-api-return"


class ReturnChanges:
    """What a change does to the results of public functions that have no spec."""

    def __init__(
        self, project: Project, base: Base, api: PublicApi, moves: ModuleMoves, tails: Tails
    ) -> None:
        self._project = project
        self._base = base
        self._api = api
        self._moves = moves
        self._tails = tails

    @classmethod
    def of(
        cls, project: Project, base: Base, api: PublicApi, moves: ModuleMoves, tails: Tails
    ) -> "ReturnChanges":
        """Return what a change does to results; nothing where there is no base."""
        return cls(project, base, api, moves, tails)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes by module and name."""
        return tuple(self._all()) if self._base.compares else ()

    def _all(self) -> Iterator[Change]:
        then = self._base.ask(Tails)
        for (module, name), items in sorted(self._base.ask(PublicApi).items.items()):
            for old in items:
                if old.types is not None or old.hidden or _is_called_back(old.function):
                    continue
                before = then.of_function(old.function)
                new = self._now(module, name, old) if self._may_differ(old, before) else None
                if new is not None:
                    yield from self._held(f"{module}.{old.function.label}", before, new)

    def _may_differ(self, old: Item, tails: Iterable[Tail]) -> bool:
        """Whether a file has changed that the function runs through on its way to a result."""
        files = {old.function.file.path}
        for tail in tails:
            files.add(tail.file.path)
            files.update(call.file.path for call in tail.path)
        return any(map(self._base.is_changed, files))

    def _now(self, module: str, name: str, old: Item) -> Item | None:
        found = self._api.items.get((self._moves.new_name(module), name), ())
        return next((item for item in found if item.function.arity == old.function.arity), None)

    def _held(self, subject: str, before: tuple[Tail, ...], new: Item) -> Iterator[Change]:
        was = _shapes(before)
        if was is None:
            return
        tails = self._tails.of_function(new.function)
        now = [tail.shape for tail in tails if tail.shape is not None]
        fresh = _once(s for s in now if not any(_may_be(s, known) for known in was))
        if not fresh:
            return
        clear = len(now) == len(tails)
        lost = [s for s in was if not any(_may_be(s, known) for known in now)] if clear else []
        mild = all(_failed(shape) for shape in (*fresh, *lost)) or not self._api.is_told([new])
        word = "returns" if lost and clear and len(lost) == len(was) else "may return"
        yield Change(
            GATE, subject, _listed(was), _listed(_once(now)),
            f"`{subject}` {word} {_quoted(fresh)}; it returned {_quoted(was)}",
            new.function.span, severity=WARNING if mild else ERROR,
            # Where another clause returns something unknown, all of it may be unreachable.
            confidence=CERTAIN if clear else POSSIBLE,
        )  # fmt: skip


def _is_called_back(function: Function) -> bool:
    """Whether somebody else may say what it returns: it is a callback of something unknown."""
    effects = function.module.effects
    foreign = effects.open or bool(effects.behaviours)
    return function.data.kind == "defmacro" or (foreign and function.data.doc < 0)


def _shapes(tails: Iterable[Tail]) -> list[Shape] | None:
    """Return what a function returns, None where not all of it is known."""
    shapes = [tail.shape for tail in tails]
    if not shapes or None in shapes:
        return None
    return _once(shape for shape in shapes if shape is not None)


def _once(shapes: Iterable[Shape]) -> list[Shape]:
    """Return different shapes in the order of their texts."""
    return sorted(dict.fromkeys(shapes), key=show)


def _may_be(one: Shape, other: Shape) -> bool:
    """Whether two shapes can be of the same value; what is not known of one may be anything."""
    if one.kind != other.kind:
        return False
    if one.name is not None and other.name is not None and one.name != other.name:
        return False
    if one.items is None or other.items is None:
        return True
    return len(one.items) == len(other.items) and all(
        a is None or b is None or _may_be(a, b) for a, b in zip(one.items, other.items, strict=True)
    )


def _failed(shape: Shape) -> bool:
    return shape.tag == "error"


def _quoted(shapes: list[Shape]) -> str:
    words = [f"`{show(shape)}`" for shape in shapes[:4]]
    rest = f" and {len(shapes) - 4} more" if len(shapes) > 4 else ""
    return " or ".join(words) + rest


def _listed(shapes: list[Shape]) -> str:
    return " | ".join(map(show, shapes))
