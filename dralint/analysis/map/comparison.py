"""A plan held against the code: what is missing, what nobody planned, what lies elsewhere."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Literal

from dralint.analysis.layout.evidence import singular
from dralint.analysis.layout.lexicon import normal, words

from .model import MappedDomain, MappedResource, Picture, Place
from .plan import PlannedResource

Status = Literal["same", "missing", "unplanned", "moved"]
Kind = Literal["resource", "api", "action"]


@dataclass(frozen=True)
class Row:
    """One thing that is planned, built, or both.

    `label` is its resource (`accounts/user`) as the plan names it, or else the code; `name` an
    action's name, `api`, or empty for the resource itself. `line` is that of the plan, 0 for what
    nobody planned; `place` that of the code, None for what is missing. `note` says more: where
    something lies instead, or how the code spells it.
    """

    kind: Kind
    label: str
    name: str
    status: Status
    line: int
    place: Place | None
    note: str = ""


@dataclass(frozen=True)
class _Built:
    """A resource of the code."""

    domain: MappedDomain
    resource: MappedResource

    @property
    def label(self) -> str:
        name = self.resource.name
        return f"{self.domain.name}/{name}" if self.domain.name else name

    @property
    def place(self) -> Place | None:
        """Where its first action lies."""
        resource = self.resource
        places = [each.place for each in resource.actions]
        places += [each.place for each in (*resource.apis, *resource.parts)]
        return places[0] if places else None

    @property
    def other(self) -> dict[str, Place]:
        """Its modules that are no actions, by the name of their file."""
        return {PurePosixPath(p.place.path).stem: p.place for p in self.resource.parts}


def compare(plan: Iterable[PlannedResource], picture: Picture) -> list[Row]:
    """Return what is planned and what is built, by resources in the order of their labels."""
    built = [_Built(domain, each) for domain in picture.domains for each in domain.resources]
    left = dict.fromkeys(built)
    rows: list[Row] = []
    for planned in plan:
        found = _match(planned.label, left)
        if found is None:
            rows += _absent(planned)
            continue
        del left[found]
        note = "" if _plain(planned.label) == _plain(found.label) else f"built as `{found.label}`"
        rows.append(Row("resource", planned.label, "", "same", planned.line, found.place, note))
        rows += _resource(planned, found)
    for each in left:
        rows += _unplanned(each)
    return sorted(_moved(rows), key=lambda row: row.label)


def differences(rows: Iterable[Row]) -> Counter[str]:
    """Count what differs, by status. The parts of a resource that is wholly absent count too."""
    return Counter(row.status for row in rows if row.status != "same")


def _plain(label: str) -> tuple[str, ...]:
    return tuple(map(normal, label.split("/")))


def _loose(label: str) -> tuple[str, ...]:
    return tuple(map(singular, label.split("/")))


def _match(label: str, built: Iterable[_Built]) -> _Built | None:
    """Return the resource of a label: spelled so, or else in the singular or plural of it."""
    for key in (_plain, _loose):
        for each in built:
            if key(each.label) == key(label):
                return each
    return None


def _absent(planned: PlannedResource) -> Iterator[Row]:
    yield Row("resource", planned.label, "", "missing", planned.line, None)
    if planned.api:
        yield Row("api", planned.label, "api", "missing", planned.line, None)
    for module in planned.modules:
        yield Row("action", planned.label, module.name, "missing", module.line, None)


def _unplanned(each: _Built) -> Iterator[Row]:
    yield Row("resource", each.label, "", "unplanned", 0, each.place)
    for action in each.resource.actions:
        yield Row("action", each.label, action.name, "unplanned", 0, action.place)


def _resource(planned: PlannedResource, found: _Built) -> Iterator[Row]:
    if planned.api:
        first = found.resource.apis[0].place if found.resource.apis else None
        status: Status = "same" if first else "missing"
        yield Row("api", planned.label, "api", status, planned.line, first)
    left = {action.name: action for action in found.resource.actions}
    for module in planned.modules:
        name = next((each for each in left if _loose(each) == _loose(module.name)), None)
        place = left.pop(name).place if name is not None else found.other.get(module.name)
        status = "same" if place else "missing"
        note = f"built as `{name}`" if name and normal(name) != normal(module.name) else ""
        yield Row("action", planned.label, module.name, status, module.line, place, note)
    for action in left.values():
        yield Row("action", planned.label, action.name, "unplanned", 0, action.place)


def _moved(rows: list[Row]) -> list[Row]:
    """Return rows in which what is missing here and unplanned there is one thing that moved.

    Only where no other row could be meant, and never for the common names of one word
    (`create`), which every resource has, unless their whole resource moved.
    """
    found = {id(row): row for row in rows}
    for row in rows:
        if row.status != "missing":
            continue
        others = [
            each
            for each in rows
            if each.status == "unplanned" and each.kind == row.kind and _same(each, row)
        ]
        rivals = [each for each in rows if each.status == "missing" and _same(each, row)]
        if len(others) != 1 or len([each for each in rivals if each.kind == row.kind]) != 1:
            continue
        [other] = others
        found.pop(id(other), None)
        found[id(row)] = replace(
            row, status="moved", place=other.place, note=f"now in `{other.label}`"
        )
    return list(found.values())


def _same(one: Row, other: Row) -> bool:
    """Whether an unplanned thing may be a missing one in another place."""
    if one.kind == "resource":
        return _loose(one.label)[-1] == _loose(other.label)[-1]
    same = _loose(one.name) == _loose(other.name)
    home = _loose(one.label)[-1] == _loose(other.label)[-1]
    return same and (home or len(words(one.name)) > 1)
