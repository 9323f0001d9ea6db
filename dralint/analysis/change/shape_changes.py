"""ShapeChanges: what a change takes from structs, behaviours and types that are public."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.change.change import Change
from dralint.analysis.change.joining import MANY, listed
from dralint.analysis.change.module_moves import ModuleMoves
from dralint.analysis.change.public_api import PublicApi
from dralint.analysis.change.types_written import TypesOf, difference
from dralint.analysis.evidence.base import Base
from dralint.finding import ERROR, WARNING
from dralint.outline.values import Atom, ListOf, Number, TupleOf, Value
from dralint.project import Module, Project


class ShapeChanges:
    """What a change does to the fields, callbacks and types of public modules."""

    def __init__(self, project: Project, base: Base, api: PublicApi, moves: ModuleMoves) -> None:
        self._project = project
        self._base = base
        self._api = api
        self._moves = moves

    @classmethod
    def of(cls, project: Project, base: Base, api: PublicApi, moves: ModuleMoves) -> "ShapeChanges":
        """Return what a change does to public shapes; nothing where there is no base."""
        return cls(project, base, api, moves)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes by module."""
        if not self._base.compares:
            return ()
        found: list[Change] = []
        for name, old in sorted(self._base.ask(PublicApi).modules.items()):
            new = self._project.module(self._moves.new_name(name))
            if new is not None and self._base.is_changed(old.file.path):
                found += [*_fields(old, new), *_callbacks(old, new), *_types(old, new)]
        return tuple(found)


def _fields(old: Module, new: Module) -> Iterator[Change]:
    before, after = _fields_of(old), _fields_of(new)
    if before is None or after is None:
        return
    for field in sorted(before.keys() - after.keys()):
        yield Change(
            "gate-api-struct", f"{old.name}.{field}", before[field] or "there", None,
            f"the struct `{old.name}` has no field `{field}` any more", new.span,
        )  # fmt: skip
    for field in sorted(before.keys() & after.keys()):
        if before[field] and after[field] and before[field] != after[field]:
            yield Change(
                "gate-api-struct", f"{old.name}.{field}", before[field], after[field],
                f"the field `{field}` of `{old.name}` is of type {after[field]}; "
                f"it was {before[field]}", new.span,
            )  # fmt: skip
    asked = _atoms(new.attribute("enforce_keys")) - _atoms(old.attribute("enforce_keys"))
    for field in sorted(asked):
        yield Change(
            "gate-api-struct", f"{old.name}.{field}", "optional", "enforced",
            f"the field `{field}` of `{old.name}` has to be given now", new.span,
        )  # fmt: skip


def _fields_of(module: Module) -> dict[str, str] | None:
    """Return the fields of a struct or schema with their types, None where they are not known."""
    found: dict[str, str] = {}
    known = False
    for call in module.file.calls:
        data = call.data
        if data.module != module.data.index or data.function >= 0 or data.quoted:
            continue
        if call.name == "defstruct" and call.args:
            value: Value | None = call.args[0]
            if not isinstance(value, ListOf):
                return None
            known = True
            found |= dict.fromkeys(_atoms(value), "")
        elif call.name in ("schema", "embedded_schema") and data.on is None:
            known = True
        elif call.name == "field" and data.on is None and call.args:
            name, *rest = call.args
            if isinstance(name, Atom):
                type_ = rest[0] if rest else None
                found[name.name] = f":{type_.name}" if isinstance(type_, Atom) else ""
    return found if known else None


def _atoms(value: Value | None) -> set[str]:
    """Return the atoms of a list, and the keys of its pairs."""
    items = value.items if isinstance(value, ListOf) else ()
    firsts = (i.items[0] if isinstance(i, TupleOf) and i.items else i for i in items)
    return {each.name for each in firsts if isinstance(each, Atom)}


def _callbacks(old: Module, new: Module) -> Iterator[Change]:
    before, after = _callbacks_of(old), _callbacks_of(new)
    if not before:
        # Who writes the first callbacks asks nobody: nobody implements them yet.
        return
    optional = _optional(new)
    gone, fresh = before.keys() - after.keys(), after.keys() - before.keys()
    for name, arity in sorted(gone):
        label = f"{name}/{arity}"
        others = [f"`{name}/{n}`" for other, n in sorted(fresh) if other == name]
        what = f"asks for {', '.join(others)} now, no longer for `{label}`"
        without = f"has no callback `{label}` any more"
        required = bool(others) and not {key for key in fresh if key[0] == name} <= optional
        yield Change(
            "gate-api-behaviour", f"{old.name}.{label}", before[name, arity].text, None,
            f"the behaviour `{old.name}` {what if others else without}", new.span,
            severity=ERROR if required else WARNING,
        )  # fmt: skip
    told = {name for name, _ in gone}
    for name, arity in sorted(key for key in fresh - optional if key[0] not in told):
        label = f"{name}/{arity}"
        yield Change(
            "gate-api-behaviour", f"{old.name}.{label}", None, after[name, arity].text,
            f"the behaviour `{old.name}` asks for `{label}` now", new.span,
        )  # fmt: skip
    for key in sorted((before.keys() & after.keys() & _optional(old)) - optional):
        label = f"{key[0]}/{key[1]}"
        yield Change(
            "gate-api-behaviour", f"{old.name}.{label}", "optional", "required",
            f"the callback `{label}` of `{old.name}` is no longer optional", new.span,
        )  # fmt: skip
    for key in sorted((before.keys() & after.keys()) - _brought(new)):
        was, now = before[key], after[key]
        demand = None if "…" in was.text + now.text else _demand(was, now)
        if demand is not None:
            label = f"{key[0]}/{key[1]}"
            yield Change(
                "gate-api-behaviour", f"{old.name}.{label}", was.text, now.text,
                f"the callback `{label}` of `{old.name}` {demand}", new.span, severity=WARNING,
            )  # fmt: skip


@dataclass(frozen=True)
class _Callback:
    """The types of a callback, each as a union."""

    params: tuple[frozenset[str], ...]
    result: frozenset[str]

    @property
    def text(self) -> str:
        """The types as people write them."""
        params = ", ".join(" | ".join(sorted(param)) for param in self.params)
        return f"{params} :: {' | '.join(sorted(self.result))}"


def _demand(old: _Callback, new: _Callback) -> str | None:
    """Return what is asked of those who implement a callback and was not asked before."""
    for at, (was, now) in enumerate(zip(old.params, new.params, strict=True), 1):
        if fresh := difference(now, was):
            return f"may be given {_union(fresh)} as parameter {at}"
    gone = difference(old.result, new.result)
    return f"may no longer return {_union(gone)}" if gone else None


def _union(members: frozenset[str]) -> str:
    return f"`{' | '.join(sorted(members))}`"


def _callbacks_of(module: Module) -> dict[tuple[str, int], _Callback]:
    types = TypesOf(module)
    return {
        (spec.name, spec.arity): _Callback(
            tuple(map(types.members, spec.args)), types.members(spec.result)
        )
        for spec in module.specs
        if spec.kind in ("callback", "macrocallback")
    }


def _optional(module: Module) -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    for attribute in module.attributes:
        if attribute.name == "optional_callbacks" and isinstance(attribute.value, ListOf):
            for item in attribute.value.items:
                if isinstance(item, TupleOf) and len(item.items) == 2:
                    name, arity = item.items
                    if isinstance(name, Atom) and isinstance(arity, Number):
                        found.add((name.name, int(arity.text)))
    return found | _brought(module)


def _brought(module: Module) -> set[tuple[str, int]]:
    """Return the functions that `use` of a module brings: nobody has to write them."""
    given = module.file.outline.quoted
    return {(q.name, n) for q in given for n in range(q.min_arity, q.max_arity + 1)}


def _types(old: Module, new: Module) -> Iterator[Change]:
    before, after = (
        {(s.name, s.arity) for s in module.specs if s.kind in ("type", "opaque")}
        for module in (old, new)
    )
    gone = [f"{name}/{arity}" for name, arity in sorted(before - after)]
    if len(gone) < MANY:
        for each in gone:
            yield Change(
                "gate-api-removed", f"{old.name}.{each} (type)", "there", None,
                f"the type `{each}` of `{old.name}` is gone", new.span,
            )  # fmt: skip
    else:
        yield Change(
            "gate-api-removed", f"{old.name} (types)", ", ".join(gone), None,
            f"{len(gone)} types of `{old.name}` are gone: {listed(gone)}", new.span,
        )  # fmt: skip
