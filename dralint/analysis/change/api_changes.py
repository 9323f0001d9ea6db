"""ApiChanges: what a change takes from those who call a public function, or asks of them."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from dralint.analysis.change.change import Change
from dralint.analysis.change.joining import joined, listed
from dralint.analysis.change.module_moves import ModuleMoves
from dralint.analysis.change.public_api import Item, PublicApi
from dralint.analysis.change.types_written import difference, lost
from dralint.analysis.evidence.base import Base
from dralint.finding import CERTAIN, ERROR, INFO, POSSIBLE, WARNING, Severity
from dralint.project import Module, Project
from dralint.text import Span


class ApiChanges:
    """What a change does to the public functions."""

    def __init__(self, project: Project, base: Base, api: PublicApi, moves: ModuleMoves) -> None:
        self._project = project
        self._base = base
        self._api = api
        self._moves = moves

    @classmethod
    def of(cls, project: Project, base: Base, api: PublicApi, moves: ModuleMoves) -> "ApiChanges":
        """Return what a change does to the public functions; nothing where there is no base."""
        return cls(project, base, api, moves)

    @cached_property
    def _old(self) -> PublicApi:
        return self._base.ask(PublicApi)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes by module and name."""
        return joined(self._all()) if self._base.compares else ()

    def _all(self) -> Iterator[Change]:
        gone: dict[str, list[Item]] = defaultdict(list)
        for (module, name), items in sorted(self._old.items.items()):
            if not self._touched(items):
                continue
            now = self._project.module(self._moves.new_name(module))
            if now is None or now.file.is_test:
                gone[module] += [item for item in items if not item.hidden]
            else:
                yield from self._of(module, name, items, now)
        for name, each in self._old.modules.items():
            # A plugin or a struct is public too, without a function that somebody calls.
            new = self._project.module(self._moves.new_name(name))
            if new is None and each.data.doc >= 0 and self._base.is_changed(each.file.path):
                gone.setdefault(name, [])
        yield from self._modules(gone)

    def _touched(self, items: tuple[Item, ...]) -> bool:
        return any(self._base.is_changed(item.function.file.path) for item in items)

    def _modules(self, gone: dict[str, list[Item]]) -> Iterator[Change]:
        for module, items in gone.items():
            labels = [item.function.label for item in items]
            words = f", with {listed(labels)}" if labels else ""
            removed = Change(
                "gate-api-removed", module, ", ".join(labels) or "there", None,
                f"the public module `{module}` is gone{words}", self._root,
            )  # fmt: skip
            yield removed
            yield from self._undeprecated(module, items, removed)
        for old, new in self._moves.prefixes:
            moved = [name for name in self._old.modules if self._moves.new_name(name) != name]
            moved = [name for name in moved if self._moves.prefix(name) == (old, new)]
            if moved:
                place = self._project.module(self._moves.new_name(moved[0]))
                assert place is not None
                library = self._api.in_library(place)
                count = f" ({len(moved)} public modules)" if len(moved) > 1 else ""
                message = f"`{old}` is called `{new}` now{count}"
                if moved != [old] and self._is_left(old, new):
                    message = f"{listed(moved)} can be found below `{new}` now"
                yield Change(
                    "gate-api-removed", old, ", ".join(moved), new, message,
                    place.span, severity=ERROR if library else INFO,
                )  # fmt: skip

    def _is_left(self, old: str, new: str) -> bool:
        """Whether some module is still in a name space from which others went to another."""
        return any(
            f"{module.name}.".startswith(f"{old}.") and not f"{module.name}.".startswith(f"{new}.")
            for module in self._project.modules
            if module.file.is_code
        )

    @property
    def _root(self) -> Span:
        root = self._project.root_mix or self._project.files[0]
        return root.span

    def _of(self, module: str, name: str, items: tuple[Item, ...], now: Module) -> Iterator[Change]:
        shown = [item for item in items if not item.hidden]
        if not shown:
            return
        before = frozenset().union(*(item.arities for item in shown))
        still = [
            f for f in now.functions if f.name == name and f.data.public and not f.data.dynamic
        ]
        after = frozenset(
            arity for f in still for arity in range(f.data.min_arity, f.data.max_arity + 1)
        )
        dropped = [
            arity for arity in sorted(before - after)
            if (name, arity) not in now.effects.adds
        ]  # fmt: skip
        # What a macro may add, it added before as well, unless it is another one now.
        same = items[0].function.module.effects.uses == now.effects.uses
        sure = CERTAIN if (same and not now.data.dynamic) or not now.effects.open else POSSIBLE
        if dropped and not still:
            label = "/".join((name, str(max(dropped))))
            private = any(f.name == name for f in now.functions)
            what = "is private now" if private else "is gone"
            deprecated = all(item.deprecated for item in shown)
            removed = Change(
                "gate-api-removed", f"{module}.{label}", _arities(before), None,
                f"the public function `{label}` of `{module}` {what}"
                + (" (it was deprecated)" if deprecated else ""),
                now.span, severity=WARNING if deprecated else self._gravity(shown),
                confidence=sure,
            )  # fmt: skip
            yield removed
            yield from self._undeprecated(module, shown, removed)
        elif dropped:
            label = f"{name}/{_arities(frozenset(dropped))}"
            yield Change(
                "gate-api-arity", f"{module}.{label}", _arities(before), _arities(after),
                f"`{module}.{label}` can no longer be called; it takes {_arities(after)} now",
                still[0].span, severity=self._gravity(shown), confidence=sure,
            )  # fmt: skip
        else:
            yield from self._same(module, name, shown)

    def _gravity(self, items: list[Item]) -> Severity:
        """Return how grave it is that functions went; nobody was told of some of a package."""
        return ERROR if self._old.is_told(items) else WARNING

    def _undeprecated(self, module: str, items: list[Item], removed: Change) -> Iterator[Change]:
        """Yield what a library takes away without a warning in the code before."""
        sudden = [item for item in items if not item.deprecated]
        if sudden and self._old.is_told(sudden) and self._old.in_library(sudden[0].function.module):
            labels = ", ".join(item.function.label for item in sudden)
            only = sudden[0].function.full_name if len(sudden) == 1 else module
            yield Change(
                "gate-api-deprecation", only, labels, None,
                f"`{only}` was not deprecated before it went", removed.span,
                severity=WARNING, confidence=removed.confidence, part_of=removed,
                help="release it with `@deprecated` first, and take it away one version later",
            )  # fmt: skip

    def _same(self, module: str, name: str, items: list[Item]) -> Iterator[Change]:
        """Yield what changed of a function that is there still."""
        now = self._api.items.get((self._moves.new_name(module), name), ())
        for item in items:
            near = [o for o in now if o.arities & item.arities]
            exact = (o for o in near if o.function.arity == item.function.arity)
            other = next(exact, near[0] if near else None)
            if other is None:
                continue
            subject = f"{module}.{item.function.label}"
            span = other.function.span
            if other.hidden and not item.hidden:
                yield Change(
                    "gate-api-removed", subject, "documented", "@doc false",
                    f"`{subject}`: no longer documented (`@doc false`)", span, severity=WARNING,
                )  # fmt: skip
            yield from _order(subject, item, other, span)
            yield from self._spec(subject, item, other, span)

    def _spec(self, subject: str, old: Item, new: Item, span: Span) -> Iterator[Change]:
        if old.types is None or old.function.arity != new.function.arity:
            return
        if new.types is None:
            if not any(
                s.kind == "spec" and s.name == new.function.name for s in new.function.module.specs
            ):
                yield Change(
                    "gate-api-spec", subject, _spec(old), None, f"the spec of `{subject}` is gone",
                    span, severity=INFO,
                )  # fmt: skip
            return
        names = self._moves.renames
        params, result = _renamed(old.types, names)
        found: list[tuple[str, Severity]] = []
        for at, (one, two) in enumerate(zip(params, new.types[0], strict=False), 1):
            if lost(one, two) and not _unclear(one | two):
                narrower = not lost(two, one)
                gone = f"parameter {at} no longer takes {_union(difference(one, two))}"
                now = "" if narrower else f"; it takes {_union(difference(two, one))}"
                found.append((f"{gone}{now}", ERROR if narrower else WARNING))
        after = new.types[1]
        fresh, less = lost(after, result), lost(result, after)
        if fresh and not _unclear(result | after):
            errors = all(member.startswith(("{:error", ":error")) for member in fresh | less)
            whole = not (result - less) or not (after - fresh)
            text = f"may also be {_union(difference(after, result))}"
            if less and whole:
                text = f"is {_union(after)}; it was {_union(result)}"
            elif less:
                text += f" and no longer {_union(difference(result, after))}"
            found.append((f"the result {text}", WARNING if errors else ERROR))
        for text, severity in found:
            yield Change(
                "gate-api-spec", subject, _spec(old), _spec(new), f"`{subject}`: {text}", span,
                severity=severity,
            )  # fmt: skip


def _renamed(
    types: tuple[tuple[frozenset[str], ...], frozenset[str]], names: dict[str, str]
) -> tuple[tuple[frozenset[str], ...], frozenset[str]]:
    """Return types with the names that modules have now."""

    def renamed(members: frozenset[str]) -> frozenset[str]:
        found = set(members)
        for old, new in names.items():
            found = {member.replace(f"{old}.", f"{new}.") for member in found}
        return frozenset(found)

    return (tuple(map(renamed, types[0])), renamed(types[1])) if names else types


def _unclear(members: frozenset[str]) -> bool:
    """Whether a part of a union is not understood."""
    return any("…" in member for member in members)


def _union(members: frozenset[str]) -> str:
    text = " | ".join(sorted(members))
    return f"`{text[:90]}…`" if len(text) > 90 else f"`{text}`"


def _spec(item: Item) -> str | None:
    if item.types is None:
        return None
    params = ", ".join(" | ".join(sorted(param)) for param in item.types[0])
    return f"{item.function.name}({params}) :: {' | '.join(sorted(item.types[1]))}"


def _arities(arities: frozenset[int]) -> str:
    return ", ".join(map(str, sorted(arities))) or "nothing"


def _order(subject: str, old: Item, new: Item, span: Span) -> Iterator[Change]:
    """Yield parameters of the same names in another order."""
    same = sorted(old.params) == sorted(new.params) and all(old.params)
    if same and old.params != new.params and len(set(old.params)) == len(old.params):
        yield Change(
            "gate-api-arity", subject, ", ".join(old.params), ", ".join(new.params),
            f"the parameters of `{subject}` stand in another order", span, severity=WARNING,
        )  # fmt: skip
