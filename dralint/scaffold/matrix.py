"""What a feature has and what it lacks, action by action."""

from dataclasses import dataclass

from dralint.analysis.map.asked import action_in, parts_of, resource_in
from dralint.analysis.map.model import MappedAction, Picture

from .feature import Feature
from .names import Named, door_of, mirror, named, whole
from .site import Site

PARTS = ("file", "entry", "spec", "doc", "API", "test")


@dataclass(frozen=True)
class Row:
    """An action of a feature: `has` answers for each of PARTS, `todo` says what to do."""

    action: str
    has: tuple[bool, ...]
    todo: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return all(self.has)


def matrix(feature: Feature, site: Site, picture: Picture, files: frozenset[str]) -> list[Row]:
    """Return a row for each action of a feature. `files` are paths inside the mix project."""
    resource = resource_in(picture, feature.domain, feature.resource, site.app.name)
    rows: list[Row] = []
    for action in feature.actions:
        plan = named(site, action)
        found = action_in(resource, plan.action) if resource else None
        rows.append(_row(site, plan, found, files))
    return rows


def _row(site: Site, plan: Named, found: MappedAction | None, files: frozenset[str]) -> Row:
    single = site.dialect in ("single", "ash")
    path = whole(site)[0] if single else plan.path
    if found is None:
        if path in files and not single:
            todo = f"{path} is there, but no action is seen in it"
            return Row(plan.action, (True, *[False] * 5), (todo,))
        said = f"add `{plan.action}` to {path}" if single else f"write {path}"
        return Row(plan.action, (False,) * 6, (said,))
    has = parts_of(found, own=single)
    entry = found.entry or f"{plan.entry}/{len(plan.params)}"
    tests = mirror(site, path) if single else plan.test_path
    missing = (
        "",
        f"define `{entry}` in `{found.module}`",
        f"give `{found.module}.{entry}` a `@spec`",
        f"give `{found.module}.{entry}` a `@doc`",
        f"offer it in `{door_of(site)[1]}`",
        f"write {tests}",
    )
    return Row(
        plan.action,
        has,
        tuple(said for said, done in zip(missing, has, strict=True) if not done),
    )
