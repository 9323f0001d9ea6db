"""The map for people at a terminal: a tree with columns beside it, in 80 cells or more.

The result is pieces of styled text; without any style nothing is lost but the looks.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from dralint.analysis.map.model import MappedAction, MappedDomain, MappedResource, Picture
from dralint.report.drawing import Part, wrapped
from dralint.report.people import plural
from dralint.text import cells

from .words import (
    api_word,
    arrow_words,
    domain_title,
    shares,
    title,
    troubles,
    used_words,
)

_MANY = 150
"""More actions than this are not listed one by one unless somebody asks for them."""
_HEADS = ("api", "spec", "doc", "test")
_BAR = 20


def text_of(drawn: Picture, width: int, depth: str = "auto") -> Iterator[Part]:
    """Yield the map. `depth`: domains, resources, actions, or auto for as much as is readable."""
    if not drawn.domains:
        yield "no domains: no folder below the application holds modules with functions\n", ""
        return
    many = drawn.counts.actions > _MANY
    shown = ("resources" if many else "actions") if depth == "auto" else depth
    yield title(drawn), "bold"
    yield "\n", ""
    if not drawn.adopted:
        yield "drawn from its contexts: it does not follow Domain Resource Action\n", "dim"
    several = len({domain.app for domain in drawn.domains}) > 1
    for app, domains in groupby(drawn.domains, key=lambda domain: domain.app):
        if several:
            yield f"\n{app or 'application'}\n", "bold underline"
        for domain in domains:
            yield from _domain(drawn, domain, width, shown)
    yield from _dependencies(drawn, width)
    yield from _ending(drawn, width)
    if many and depth == "auto":
        hint = "--depth actions lists each, --domain NAME shows one domain"
        yield f"\n{drawn.counts.actions} actions: {hint}\n", "dim"


def _domain(drawn: Picture, domain: MappedDomain, width: int, depth: str) -> Iterator[Part]:
    actions = list(domain.actions)
    said = f"{domain.dialect} · {plural(len(domain.resources), 'resource')}"
    said += f" · {plural(len(actions), 'action')}"
    name = domain_title(domain)
    if depth != "domains":
        yield "\n", ""
    yield name, "bold cyan"
    if depth == "actions":
        room = width - cells(name) - cells(said) - 2
        yield f" {'─' * max(1, room)} ", "dim"
    else:
        yield "  ", ""
    yield f"{said}\n", "dim"
    if depth == "domains":
        return
    rows: list[MappedResource] = list(domain.resources)
    if domain.stray:
        rows.append(MappedResource("in no resource", domain.stray, needs_api=False))
    left = _left(rows)
    for index, resource in enumerate(rows):
        last = index == len(rows) - 1
        if depth == "resources":
            yield from _short(resource, last, left, width)
        else:
            yield from _long(drawn, resource, last, left, width)


def _left(rows: Sequence[MappedResource]) -> int:
    """Return the width of the column of names."""
    names = [cells(row.name) for row in rows]
    names += [cells(action.name) + 3 for row in rows for action in row.actions]
    return min(max((*names, 12)), 34)


def _short(resource: MappedResource, last: bool, left: int, width: int) -> Iterator[Part]:
    """A resource on as few lines as its actions need."""
    left = min(left, 24)
    yield "└─ " if last else "├─ ", "dim"
    yield f"{_cut(resource.name, left):<{left}}", "bold"
    below = f"{' ' if last else '│'}{'':{left + 2}}  "
    names = [action.name for action in resource.actions]
    for number, line in enumerate(_filled(names, width - left - 5)):
        if number:
            yield below, "dim"
        else:
            yield "  ", ""
        yield f"{line}\n", ""
    if not names:
        yield "\n", ""


def _filled(names: Iterable[str], room: int) -> Iterator[str]:
    """Yield lines of names with commas, each no wider than the room."""
    line = ""
    for name in names:
        longer = f"{line}, {name}" if line else name
        if line and cells(longer) > room:
            yield f"{line},"
            line = name
        else:
            line = longer
    if line:
        yield line


def _long(
    drawn: Picture, resource: MappedResource, last: bool, left: int, width: int
) -> Iterator[Part]:
    """A resource with a line for each action."""
    yield "└─ " if last else "├─ ", "dim"
    yield resource.name, "bold"
    api = api_word(resource)
    room = width - cells(resource.name) - 5
    yield f"  {_cut(api, room)}\n", "red" if api == "no API" else "dim"
    for action in resource.actions:
        yield "   " if last else "│  ", "dim"
        yield from _action(drawn, action, left, width, not resource.needs_api)


def _action(
    drawn: Picture, action: MappedAction, left: int, width: int, single: bool
) -> Iterator[Part]:
    room = left - 3
    yield f"   {_cut(action.name, room):<{room}}", ""
    said = action.entry or "no entry"
    if single:
        # What a context offers is named by its function: saying it twice helps nobody.
        said = said.removeprefix(action.name)
    yield f" {_cut(said, 10):<10}", "dim" if action.entry else "red"
    marks = (bool(action.api), action.spec, action.doc, action.tested)
    for head, mark in zip(_HEADS, marks, strict=True):
        yield f" {head}", "dim" if mark else "red"
        yield "✓" if mark else "✗", "green" if mark else "bold red"
    rest = width - left - 16 - sum(len(head) + 2 for head in _HEADS)
    used = used_words(drawn, action)
    if cells(used) > rest:
        used = f"{plural(len(action.callers), 'caller')}{'!' * bool(action.bypasses)}"
    yield f"  {used or ('' if action.declared else 'unused')}\n", "yellow" if "!" in used else "dim"


def _cut(text: str, room: int) -> str:
    return text if cells(text) <= room else f"{text[: max(room - 1, 0)]}…"


def _dependencies(drawn: Picture, width: int) -> Iterator[Part]:
    if not drawn.dependencies:
        return
    yield "\nwho calls whom\n", "bold"
    rows = [
        (source, [arrow_words(each) for each in group])
        for source, group in groupby(drawn.dependencies, key=lambda each: each.source)
    ]
    left = min(max(cells(source) for source, _ in rows), 24)
    for source, targets in rows:
        yield f"  {_cut(source, left):<{left}}", "cyan"
        for number, line in enumerate(_filled(targets, width - left - 6)):
            yield " → " if not number else f"{'':{left + 5}}", "dim"
            yield f"{line}\n", ""


def _ending(drawn: Picture, width: int) -> Iterator[Part]:
    rows = shares(drawn)
    left = max(len(row.label) for row in rows)
    yield "\nconformity\n" if drawn.adopted else "\ncontracts\n", "bold"
    for row in rows:
        full = row.done * _BAR // row.whole if row.whole else _BAR
        style = "green" if row.done == row.whole else "yellow" if row.percent >= 50 else "red"
        yield f"  {row.label:<{left}}  ", ""
        yield "█" * full, style
        yield "░" * (_BAR - full), "dim"
        yield f"  {row.done} of {row.whole}\n", ""
    for trouble in troubles(drawn):
        yield "  ", ""
        yield from wrapped(trouble, "yellow", width, 2, 4)
