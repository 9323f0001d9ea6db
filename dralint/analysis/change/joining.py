"""Joining: what a change does to many things at once, told once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from dralint.analysis.change.change import Change

MANY = 3
"""So many changes that say the same of one module are one."""


def joined(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return changes with those once that say the same of many functions of a module."""
    groups: dict[tuple[object, ...], list[Change]] = defaultdict(list)
    for change in changes:
        owner = change.subject.rpartition(".")[0]
        said = change.message.replace(f"`{change.subject}`", "", 1)
        # What belongs to another change is approved with that one.
        alone = said == change.message or not owner or change.part_of is not None
        key = (change.gate, change.subject) if alone else (change.gate, owner, said)
        groups[*key, change.severity, change.confidence].append(change)
    return tuple(each for group in groups.values() for each in _one(group))


def _one(group: list[Change]) -> list[Change]:
    first = group[0]
    if len({change.subject for change in group}) < MANY:
        return group
    owner = first.subject.rpartition(".")[0]
    names = [change.subject.removeprefix(f"{owner}.") for change in group]
    return [
        replace(
            first,
            subject=owner,
            message=first.message.replace(f"`{first.subject}`", f"{listed(names)} of `{owner}`", 1),
            before=_both(change.before for change in group),
            after=_both(change.after for change in group),
        )
    ]


def listed(names: list[str], most: int = 3) -> str:
    """Return names for a sentence, the first ones and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(f"`{name}`" for name in names[:most]) + more


def _both(texts: Iterable[str | None]) -> str | None:
    known = [text for text in texts if text is not None]
    return "; ".join(known) or None
