"""What was asked for: a domain, a resource and its actions, by name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dralint.analysis.layout.lexicon import snake

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_RESERVED = frozenset(
    "after and catch do else end false fn in nil not or rescue true when unquote".split()
)


class FeatureError(Exception):
    """The feature cannot be meant or built; the message says why and what to do."""


@dataclass(frozen=True)
class Feature:
    """The arguments of `new`: `domain` are folders, none for a resource that lies in no domain.

    All names are in snake case.
    """

    domain: tuple[str, ...]
    resource: str
    actions: tuple[str, ...]

    @property
    def label(self) -> str:
        """Its folders: `accounts/user`."""
        return "/".join((*self.domain, self.resource))


def feature_of(domain: str, resource: str, actions: Sequence[str]) -> Feature:
    """Return the feature of three arguments; `actions` may hold several names with commas each.

    A domain `.` stands for none. Names in camel case are put in snake case. Raises FeatureError
    for what is no name.
    """
    parts = [] if domain == "." else domain.strip("/").split("/")
    folders = tuple(_name("domain", part) for part in parts)
    names = [name for each in actions for name in re.split(r"[,\s]+", each) if name]
    if not names:
        raise FeatureError("no action is named (say for instance create,update,delete)")
    found = tuple(dict.fromkeys(_name("action", name) for name in names))
    if "api" in found:
        raise FeatureError("'api' is the name of the API, not of an action")
    return Feature(folders, _name("resource", resource), found)


def _name(kind: str, text: str) -> str:
    name = snake(text.removesuffix(".ex"))
    if not _NAME.fullmatch(name):
        raise FeatureError(f"{kind} '{text}' is no name (small letters, digits and _: user_token)")
    if name in _RESERVED:
        raise FeatureError(f"{kind} '{text}' is a reserved word of Elixir")
    return name
