"""Signs of a Domain Resource Action layout in one application: actions, and where they lie."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.layout.dra import DraOptions
from dralint.analysis.layout.lexicon import is_action_name, is_plain_action_name, normal, words
from dralint.analysis.layout.roles import announced, names_offered, nature, public_functions
from dralint.analysis.layout.seats import Seat, seats
from dralint.project import App, Function, Module, Project

Folder = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Evidence:
    """What one application shows."""

    project: Project
    app: App
    options: DraOptions

    @cached_property
    def seats(self) -> list[Seat]:
        """The places of its files."""
        return seats(self.project, self.app)

    @cached_property
    def by_folder(self) -> dict[Folder, list[Seat]]:
        """The places by folder."""
        table: dict[Folder, list[Seat]] = defaultdict(list)
        for seat in self.seats:
            table[seat.folders].append(seat)
        return dict(table)

    @cached_property
    def _verbs(self) -> frozenset[str]:
        return frozenset(self.options.verbs)

    @cached_property
    def _banned(self) -> frozenset[str]:
        banned = frozenset(map(normal, self.options.non_domains))
        return banned - set(map(normal, self.options.domains))

    @cached_property
    def _generic(self) -> frozenset[str]:
        return frozenset(map(normal, self.options.non_resources))

    def usable(self, folder: Folder) -> bool:
        """Whether a folder may belong to a domain."""
        return (
            bool(folder)
            and normal(folder[0]) not in self._banned
            and not any(normal(each) in self._generic for each in folder)
        )

    def has_entry(self, seat: Seat) -> bool:
        """Whether a file offers an entry function that no foreign behaviour asks for."""
        names = self.options.entries(seat.stem)
        return any(f.name.removesuffix("!") in names for f in public_functions(seat.module))

    def is_strong(self, seat: Seat) -> bool:
        """Whether a file is an action by its name and by its function."""
        return (
            is_action_name(seat.stem, self._verbs)
            and nature(seat.module) is None
            and self.has_entry(seat)
        )

    def is_named(self, seat: Seat) -> bool:
        """Whether a file has the name of an action and may be one."""
        return (
            is_plain_action_name(seat.stem, self._verbs)
            and nature(seat.module) is None
            and bool(public_functions(seat.module))
        )

    @cached_property
    def strong(self) -> dict[Folder, list[Seat]]:
        """Folders that hold actions of the flat kind.

        Directly below the application only the barest names count: `users/create.ex`.
        """
        found = self._where(self.is_strong)
        return {
            folder: inside
            for folder, inside in found.items()
            if len(folder) > 1 or any(len(words(seat.stem)) == 1 for seat in inside)
        }

    @cached_property
    def named(self) -> dict[Folder, list[Seat]]:
        """Folders that hold files named like actions."""
        return self._where(self.is_named)

    def _where(self, wanted: Callable[[Seat], bool]) -> dict[Folder, list[Seat]]:
        table: dict[Folder, list[Seat]] = {}
        for folder, inside in self.by_folder.items():
            found = list(filter(wanted, inside)) if self.usable(folder) else []
            if found:
                table[folder] = found
        return table

    def scribe_entry(self, seat: Seat) -> str | None:
        """Return the entry's name of an action that lies in a folder of its own, else None."""
        if len(seat.folders) < 3:
            return None
        stem, folder = words(seat.stem), words(seat.folders[-1])
        own = folder[:1]
        if not own or stem[:1] != own or nature(seat.module) is not None:
            return None
        if announced(seat.stem) and stem[-1] != folder[-1]:
            return None
        return own[0] if public_functions(seat.module) else None

    @cached_property
    def scribe(self) -> dict[Folder, list[Seat]]:
        """Resources whose actions lie in folders of their own.

        They have an API above them, or files whose whole names say so.
        """
        table: dict[Folder, list[Seat]] = defaultdict(list)
        for seat in self.seats:
            entry = self.scribe_entry(seat)
            resource = seat.folders[:-1]
            if entry is None or seat.folders in self.strong or not self.usable(seat.folders):
                continue
            told = self.options.dialect == "scribe" or is_scribe_name(seat)
            if told or self.api_above(resource):
                table[resource].append(seat)
        return dict(table)

    def api_above(self, resource: Folder) -> list[Seat]:
        """Return the files above a resource's folder that are named as its API.

        `<resource>_api.ex` in the domain, `<domain>_<resource>_api.ex` in the domain or above it.
        """
        found: list[Seat] = []
        for depth in range(len(resource)):
            tails = [resource[start:] for start in range(max(depth - 1, 0), depth + 1)]
            wanted = {singular("_".join(tail)) + "api" for tail in tails if tail}
            found += [
                seat
                for seat in self.by_folder.get(resource[:depth], ())
                if seat.stem.endswith("_api") and singular(seat.stem) in wanted
            ]
        return found

    @cached_property
    def faced(self) -> set[Folder]:
        """Folders with an API file of their own that reaches one of their actions by name."""
        found: set[Folder] = set()
        for folder in self.named:
            if len(folder) < 2:
                continue
            inside = {seat.module.name for seat in self.named[folder]}
            for seat in self.by_folder[folder]:
                if is_api_name(seat.stem) and inside & reached(seat.module):
                    found.add(folder)
        return found

    @cached_property
    def on(self) -> bool:
        """Whether the application shows the layout, or the configuration says so."""
        if self.options.mode == "off":
            return False
        count = sum(map(len, self.strong.values())) + sum(map(len, self.scribe.values()))
        return self.options.configured or count > 1 or bool(self.faced)

    @cached_property
    def whole(self) -> bool:
        """Whether the layout is the application's own, not only that of a domain in it.

        At least half of the places where it keeps its business are domains or resources: the
        folders below it that may be domains, and the modules beside them that offer functions.
        """
        if self.options.configured or not self.on:
            return self.options.configured
        places = {seat.folders[0] for seat in self.seats if self.usable(seat.folders[:1])}
        places |= {
            seat.stem
            for seat in self.by_folder.get((), ())
            if self.usable((seat.stem,))
            and nature(seat.module) is None
            and public_functions(seat.module)
        }
        return 2 * len({folder[0] for folder in self.resources}) >= len(places)

    @cached_property
    def resources(self) -> dict[Folder, str]:
        """The folders that are resources, and how their actions lie: flat or scribe."""
        found: dict[Folder, str] = dict.fromkeys(self.scribe, "scribe")
        flat = set(self.strong) | self.faced
        if self.options.configured:
            flat |= {folder for folder in self.named if len(folder) > 1}
        declared = {normal(name) for name in self.options.domains}
        flat |= {f for f in self.named if len(f) > 1 and normal(f[0]) in declared}
        for folder in sorted(flat, key=lambda each: (len(each), each)):
            deeper = any(len(each) > len(folder) and each[: len(folder)] == folder for each in flat)
            inside = any(folder[:depth] in found for depth in range(1, len(folder)))
            below = any(each[: len(folder)] == folder for each in self.scribe)
            if not inside and not below and not (len(folder) == 1 and deeper):
                found.setdefault(folder, "flat")
        return found


def is_scribe_name(seat: Seat) -> bool:
    """Whether a file is named after its action, domain and resource, as only `scribe` does it."""
    *_, domain, resource, action = seat.folders
    return singular(seat.stem) == singular(f"{action}_{domain}_{resource}")


def singular(name: str) -> str:
    """Return a name without plurals and underscores: `file_paths` is `filepath`."""
    parts = words(name)
    if parts[-1:] == ["api"]:
        return "".join(map(_singular, parts[:-1])) + "api"
    return "".join(map(_singular, parts))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def is_api_name(stem: str) -> bool:
    """Whether a file name says that it is an API."""
    return stem == "api" or stem.endswith("_api")


def reached(module: Module) -> set[str]:
    """Return the names of the modules that the public functions of a module call or delegate to."""
    found: set[str] = set()
    for function in public_functions(module):
        target = delegate_of(function)
        if target is not None:
            found.add(target)
        found.update(call.target for call in function.calls if call.target)
    return found


def delegate_of(function: Function) -> str | None:
    """Return the module that a delegate hands on to."""
    if function.data.delegate is None:
        return None
    target = function.data.delegate[0]
    return getattr(target, "name", None)


def offers_one(module: Module) -> bool:
    """Whether a module has exactly one public name."""
    return len(names_offered(public_functions(module))) == 1
