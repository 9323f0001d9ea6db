"""Asked for: the resource and the actions of a feature on the map, and what each action has."""

from collections.abc import Sequence

from dralint.analysis.layout.evidence import singular
from dralint.analysis.layout.lexicon import normal
from dralint.analysis.map.model import MappedAction, MappedDomain, MappedResource, Picture

PARTS = ("action", "entry", "spec", "doc", "api", "test")
"""What belongs to each action of a feature."""


def resource_in(
    picture: Picture, domain: Sequence[str], name: str, app: str | None = None
) -> MappedResource | None:
    """Return the resource of a name in a domain, whose folders are given, of one app or any.

    Singular and plural names are the same.
    """
    wanted = list(map(singular, domain))
    for each in picture.domains:
        if app in (None, each.app) and _folders(each) == wanted:
            for resource in each.resources:
                if singular(resource.name) == singular(name):
                    return resource
    return None


def _folders(domain: MappedDomain) -> list[str]:
    return list(map(singular, filter(None, domain.name.split("/"))))


def action_in(resource: MappedResource, name: str) -> MappedAction | None:
    """Return the action of a name; a context calls it by the resource as well."""
    names = (normal(name), normal(f"{name}_{resource.name}"))
    for action in resource.actions:
        if normal(action.name) in (*names, singular(names[1])):
            return action
    loose = singular(f"{name}_{resource.name}")
    return next((each for each in resource.actions if singular(each.name) == loose), None)


def parts_of(action: MappedAction, own: bool = False) -> tuple[bool, ...]:
    """Return for each of PARTS whether an action has it.

    An action is offered by another module; `own`: one that is a function of a context offers
    itself.
    """
    inside = f"{action.module}."
    own = own or action.declared
    doors = [each for each in action.api if own or not each.startswith(inside)]
    return (True, bool(action.entry), action.spec, action.doc, bool(doors), action.tested)
