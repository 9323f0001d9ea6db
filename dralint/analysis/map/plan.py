"""A planned layout: which domains, resources and actions a drawn tree of files stands for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dralint.analysis.layout.evidence import is_api_name, singular
from dralint.analysis.layout.lexicon import NON_DOMAINS, is_plain_action_name, normal, words

from .trees import Entry, trees_in

_BANNED = frozenset(map(normal, NON_DOMAINS))
_BESIDE = ("test", "priv", "config", "deps")


@dataclass(frozen=True)
class Planned:
    """A module of a resource that a plan names, with the line on which it does."""

    name: str
    line: int


@dataclass
class PlannedResource:
    """A resource of a plan: `domain` is a path of folders, empty for none.

    `modules` are its actions and whatever else lies in its folder, the API left out.
    """

    domain: str
    name: str
    line: int
    modules: list[Planned]
    api: bool = False

    @property
    def label(self) -> str:
        """Its folders: `accounts/user`."""
        return f"{self.domain}/{self.name}" if self.domain else self.name


def plan_of(text: str) -> list[PlannedResource]:
    """Return the resources that the trees of a text plan, in the order in which it names them."""
    found: dict[str, PlannedResource] = {}
    for tree in trees_in(text):
        entries = list(_below_application(tree))
        folders = {path[:-1] for path, each in entries if not each.folder}
        for path, entry in entries:
            _take(found, path, entry, folders)
    for label, inner in list(found.items()):
        outer = found.get(inner.domain)
        # A folder inside a resource is an action of its own, whatever its file is called.
        if outer is not None:
            _add(outer, inner.name, inner.line)
            del found[label]
    return list(found.values())


def _below_application(tree: Iterable[Entry]) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """Yield entries with their paths below the application's folder.

    What is not below `lib/`, where there is one, and what belongs to the web, is left out.
    """
    entries = list(tree)
    has_lib = any("lib" in each.path for each in entries)
    for each in entries:
        path = each.path
        if has_lib:
            if "lib" not in path:
                continue
            path = path[path.index("lib") + 2 :]
        name = each.path[each.path.index("lib") + 1 : each.path.index("lib") + 2] if has_lib else ()
        web = any(part.endswith(("_web", "_web.ex")) for part in (*name, *path))
        if path[:1] == ("domains",):
            path = path[1:]
        if path and not web and path[0] not in _BESIDE and normal(path[0]) not in _BANNED:
            yield path, each


def _take(
    found: dict[str, PlannedResource],
    path: tuple[str, ...],
    entry: Entry,
    folders: set[tuple[str, ...]],
) -> None:
    """Add what one entry says to the resources."""
    stem = path[-1].rpartition(".")[0] if path[-1].endswith((".ex", ".exs")) else path[-1]
    file = stem != path[-1] or not entry.folder
    if path[-1].endswith(".exs"):
        return
    if not file:
        if len(path) == 2 and not any(each[:2] == path for each in folders):
            _resource(found, path, entry.line)
        return
    above = path[:-1]
    if len(above) >= 3 and words(stem)[:1] == words(above[-1])[:1]:
        _add(_resource(found, above[:-1], entry.line), above[-1], entry.line)
    elif len(above) >= 2:
        home = _resource(found, above, entry.line)
        if is_api_name(stem):
            home.api = True
        elif singular(stem) != singular(above[-1]):
            _add(home, stem, entry.line)
    elif above and is_plain_action_name(stem):
        _add(_resource(found, above, entry.line), stem, entry.line)
    elif above:
        _take_api(found, above, stem, folders)


def _take_api(
    found: dict[str, PlannedResource],
    above: tuple[str, ...],
    stem: str,
    folders: set[tuple[str, ...]],
) -> None:
    """Note the API of a resource that lies beside its folder: `user_api.ex`."""
    for folder in sorted(folders):
        if folder[:1] != above or len(folder) < 2:
            continue
        names = {singular(folder[1]) + "api", singular("_".join(folder[:2])) + "api"}
        if singular(stem) in names:
            label = "/".join(folder[:2])
            if label in found:
                found[label].api = True


def _resource(
    found: dict[str, PlannedResource], path: tuple[str, ...], line: int
) -> PlannedResource:
    label = "/".join(path)
    if label not in found:
        found[label] = PlannedResource("/".join(path[:-1]), path[-1], line, [])
    return found[label]


def _add(resource: PlannedResource, name: str, line: int) -> None:
    if all(each.name != name for each in resource.modules):
        resource.modules.append(Planned(name, line))
