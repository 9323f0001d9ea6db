"""The map as a Mermaid flowchart: a box for each domain, in it its resources with their actions."""

from collections.abc import Iterator

from dralint.analysis.map.dependencies import WEB
from dralint.analysis.map.model import MappedAction, MappedDomain, Picture

_LISTED = 12
"""A box with more actions than this would be a page."""


def mermaid_of(drawn: Picture) -> str:
    """Return the flowchart. A thick arrow is part of a ring, a dotted one goes around an API."""
    lines = ["flowchart LR"]
    ids = {WEB: "web"}
    for number, domain in enumerate(drawn.domains):
        label = drawn.label_of(domain)
        ids.setdefault(label, f"d{number}")
        lines += _domain(f"d{number}", label, domain)
    rings = [frozenset(ring) for ring in drawn.cycles]
    if any(WEB in (each.source, each.target) for each in drawn.dependencies):
        lines.append('  web(["web"])')
    for each in drawn.dependencies:
        ringed = any({each.source, each.target} <= ring for ring in rings)
        arrow = "==>" if ringed else "-.->" if each.inside else "-->"
        lines.append(f"  {ids[each.source]} {arrow}|{each.calls}| {ids[each.target]}")
    return "\n".join(lines)


def _domain(own: str, label: str, domain: MappedDomain) -> Iterator[str]:
    yield f'  subgraph {own}["{_text(label)}"]'
    boxes = [(resource.name, resource.actions) for resource in domain.resources]
    if domain.stray:
        boxes.append(("in no resource", domain.stray))
    for number, (name, actions) in enumerate(boxes):
        yield f'    {own}r{number}["{_box(name, actions)}"]'
    yield "  end"


def _box(name: str, actions: tuple[MappedAction, ...]) -> str:
    names = [action.name for action in actions]
    if len(names) > _LISTED:
        names = [*names[: _LISTED - 1], f"and {len(names) - _LISTED + 1} more"]
    return "<br/>".join((f"<b>{_text(name)}</b>", *map(_text, names)))


def _text(text: str) -> str:
    return text.replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
