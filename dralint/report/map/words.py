"""What all formats of the map say in the same words."""

from collections import Counter
from dataclasses import dataclass

from dralint.analysis.map.model import (
    Dependency,
    MappedAction,
    MappedDomain,
    MappedResource,
    Picture,
)
from dralint.report.people import plural


@dataclass(frozen=True)
class Share:
    """How many of how many: `label` says of what."""

    label: str
    done: int
    whole: int

    @property
    def percent(self) -> int:
        """The share in percent, rounded down, so that only all is 100."""
        return self.done * 100 // self.whole if self.whole else 100


def used_by(drawn: Picture, action: MappedAction) -> list[tuple[str, int, int]]:
    """Return who calls an action: the place, how many callers, how many go around the API."""
    counts = Counter(drawn.home_of(each) for each in action.callers)
    around = Counter(drawn.home_of(each) for each in action.bypasses)
    return [(home, count, around[home]) for home, count in sorted(counts.items())]


def used_words(drawn: Picture, action: MappedAction) -> str:
    """Return who calls an action as a text; `!` marks callers that go around the API."""
    parts = (
        f"{home} {count}{'!' * bool(around)}" for home, count, around in used_by(drawn, action)
    )
    return ", ".join(parts)


def shares(drawn: Picture) -> list[Share]:
    """Return how far the conventions hold, as far as the project has them."""
    counts = drawn.counts
    rows: list[Share] = []
    if counts.needing_api:
        rows.append(Share("resources with an API", counts.with_api, counts.needing_api))
    if drawn.adopted:
        rows += [
            Share("actions with an entry", counts.entered, counts.actions),
            Share("actions in an API", counts.exposed, counts.actions),
        ]
    return [
        *rows,
        Share("actions with a spec", counts.specced, counts.actions),
        Share("actions with a doc", counts.documented, counts.actions),
        Share("actions with a test", counts.tested, counts.actions),
    ]


def troubles(drawn: Picture) -> list[str]:
    """Return what else the map shows: calls around APIs, rings, actions without a place or use."""
    counts = drawn.counts
    found: list[str] = []
    if counts.bypasses:
        found.append(f"{plural(counts.bypasses, 'call')} around an API")
    found += [f"a ring: {', '.join(ring)}" for ring in drawn.cycles]
    if counts.stray:
        found.append(f"{plural(counts.stray, 'action')} in no resource")
    if counts.unused:
        found.append(f"{plural(counts.unused, 'action')} that nothing calls by name")
    return found


def title(drawn: Picture) -> str:
    """Return how much there is in one line."""
    counts = drawn.counts
    return " · ".join(
        (
            plural(counts.domains, "domain"),
            plural(counts.resources, "resource"),
            plural(counts.actions, "action"),
        )
    )


def domain_title(domain: MappedDomain) -> str:
    """Return a domain's name, or that of its application."""
    return domain.name or domain.app or "application"


def api_word(resource: MappedResource) -> str:
    """Return the module through which a resource is spoken to, or what is missing."""
    if resource.apis:
        return ", ".join(part.module for part in resource.apis)
    return "no API" if resource.needs_api else ""


def arrow_words(each: Dependency) -> str:
    """Return how many calls a dependency stands for."""
    inside = f" ({each.inside} around an API)" if each.inside else ""
    return f"{each.target} {each.calls}{inside}"
