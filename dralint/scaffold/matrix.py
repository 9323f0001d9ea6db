"""What a feature has and what it lacks, action by action."""

from dataclasses import dataclass

from dralint.analysis.layout.evidence import singular
from dralint.analysis.layout.lexicon import normal
from dralint.analysis.map.model import MappedAction, MappedDomain, MappedResource, Picture

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
    resource = _resource(feature, site, picture)
    rows: list[Row] = []
    for action in feature.actions:
        plan = named(site, action)
        found = _action(resource, plan) if resource else None
        rows.append(_row(site, plan, found, files))
    return rows


def _resource(feature: Feature, site: Site, picture: Picture) -> MappedResource | None:
    wanted = list(map(singular, feature.domain))
    for domain in picture.domains:
        if domain.app != site.app.name or not _is(domain, wanted):
            continue
        for resource in domain.resources:
            if singular(resource.name) == singular(feature.resource):
                return resource
    return None


def _is(domain: MappedDomain, wanted: list[str]) -> bool:
    return list(map(singular, filter(None, domain.name.split("/")))) == wanted


def _action(resource: MappedResource, plan: Named) -> MappedAction | None:
    """Return the action of a name; a context calls it by the resource as well."""
    names = (normal(plan.action), normal(f"{plan.action}_{resource.name}"))
    for action in resource.actions:
        if normal(action.name) in (*names, singular(names[1])):
            return action
    loose = singular(f"{plan.action}_{resource.name}")
    return next((each for each in resource.actions if singular(each.name) == loose), None)


def _row(site: Site, plan: Named, found: MappedAction | None, files: frozenset[str]) -> Row:
    single = site.dialect in ("single", "ash")
    path = whole(site)[0] if single else plan.path
    if found is None:
        if path in files and not single:
            todo = f"{path} is there, but no action is seen in it"
            return Row(plan.action, (True, *[False] * 5), (todo,))
        said = f"add `{plan.action}` to {path}" if single else f"write {path}"
        return Row(plan.action, (False,) * 6, (said,))
    # What is drawn as a context offers itself, but an action is offered by another module.
    doors = [each for each in found.api if single or not each.startswith(f"{plan.module}.")]
    has = (True, bool(found.entry), found.spec, found.doc, bool(doors), found.tested)
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
