"""What the parts of a feature are called in each dialect: paths, modules, functions."""

from dataclasses import dataclass

from dralint.analysis.layout.lexicon import camel, words

from .english import one, things
from .site import Site

WIDTH = 98
"""The width at which `mix format` breaks lines."""

_BY_ID = frozenset(
    """
    archive activate cancel deactivate delete destroy disable enable fetch find get hide publish
    read remove restore show suspend unarchive
    """.split()
)
_BY_ID_AND_ATTRS = frozenset("change edit modify patch rename replace update".split())
_BY_FILTERS = frozenset("count filter index list query search".split())


@dataclass(frozen=True)
class Named:
    """One action of a feature: where it lies, what it is called, how it is called.

    `params` are the names of its parameters with their types. `offered` is its name in the API.
    """

    action: str
    path: str
    module: str
    entry: str
    params: tuple[tuple[str, str], ...]
    offered: str
    test_path: str

    @property
    def alias(self) -> str:
        """The last segment of its module."""
        return self.module.rpartition(".")[2]

    @property
    def names(self) -> str:
        """Its parameters as a call has them."""
        return ", ".join(name for name, _ in self.params)

    @property
    def types(self) -> str:
        """The types of its parameters."""
        return ", ".join(kind for _, kind in self.params)

    @property
    def many(self) -> bool:
        """Whether it answers with several."""
        return is_many(self.action)


def is_many(action: str) -> bool:
    """Whether an action answers with several, by its name."""
    return words(action)[0] in ("list", "index", "search", "filter", "query")


def long_name(action: str, resource: str) -> str:
    """Return what a module that serves several resources calls an action: `create_user`."""
    thing = (things if is_many(action) else one)(resource)
    return f"{action}_{thing.replace(' ', '_')}"


def named(site: Site, action: str) -> Named:
    """Return what an action is called at a site."""
    first = words(action)[0]
    above = (*site.domain, site.resource)
    modules = (*site.prefix, *map(camel, above))
    offered = long_name(action, site.resource) if site.context else action
    if site.dialect == "scribe":
        stem = "_".join((action, site.domain[-1], site.resource))
        path = "/".join((site.base, *above, action, f"{stem}.ex"))
        module = ".".join((*modules, camel(action), camel(stem)))
        return Named(action, path, module, first, params(action), offered, mirror(site, path))
    path = "/".join((site.base, *above, f"{action}.ex"))
    module = ".".join((*modules, camel(action)))
    return Named(action, path, module, site.entry, params(action), offered, mirror(site, path))


def door_of(site: Site) -> tuple[str, str]:
    """Return the path and the module of the API that a resource has, or would have."""
    if site.door is not None:
        return site.door.file.within, site.door.name
    above = (*site.domain, site.resource)
    modules = (*site.prefix, *map(camel, above))
    if site.dialect == "scribe":
        folder = "/".join((site.base, *site.domain))
        return f"{folder}/{site.resource}_api.ex", ".".join(
            (*modules[:-1], f"{modules[-1]}{site.api}")
        )
    return "/".join((site.base, *above, "api.ex")), ".".join((*modules, site.api))


def whole(site: Site) -> tuple[str, str]:
    """Return the path and the module of a resource that is one module: dialects single and ash."""
    above = (*site.domain, site.resource)
    return "/".join((site.base, *above)) + ".ex", ".".join((*site.prefix, *map(camel, above)))


def domain_door(site: Site) -> tuple[str, str]:
    """Return the path and the module of the API of a domain, in the dialect nerves."""
    path = "/".join((site.base, *site.domain, "api.ex"))
    return path, ".".join((*site.prefix, *map(camel, site.domain), site.api))


def mirror(site: Site, path: str) -> str:
    """Return the path of the tests of a file, both inside the mix project."""
    tests = site.app.mix.test_paths[0].rstrip("/")
    return f"{tests}/{path.removeprefix('lib/').removesuffix('.ex')}_test.exs"


def params(action: str) -> tuple[tuple[str, str], ...]:
    """Return the parameters that an action of a name most likely has."""
    first = words(action)[0]
    if first in _BY_ID_AND_ATTRS:
        return (("id", "term()"), ("attrs", "map()"))
    if first in _BY_ID:
        return (("id", "term()"),)
    if first in _BY_FILTERS:
        return (("filters", "map()"),)
    return (("attrs", "map()"),)
