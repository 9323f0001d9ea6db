"""From paths to projects: what lies there, read and linked."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dralint.finding import Unanalysed
from dralint.outline import Outline, outline_of
from dralint.project import App, Mix, Project, read_mix
from dralint.project.discover import Found, is_sample, kind_of, project_root, shown, walk

from .read import Reading, read_files, read_texts
from .store import Store


@dataclass(frozen=True)
class Loaded:
    """One project, ready to be judged.

    `root` is its folder. `sources` holds the text of every file by path. `faults` are files that
    could not be read or parsed: path, line and reason.
    """

    project: Project
    root: Path
    sources: dict[str, bytes]
    faults: tuple[Unanalysed, ...] = ()


@dataclass
class Wanted:
    """What the paths on the command line mean: roots to read, and what to report of them."""

    roots: list[Path] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def add_virtual(self, name: str) -> None:
        """Add a file that an editor holds and the disk does not have yet."""
        path = Path(os.path.normpath(Path(name).absolute()))
        self.paths.append(path)
        existing = next(parent for parent in path.parents if parent.is_dir())
        root = project_root(existing, mix_of)
        if not any(path.is_relative_to(other) for other in self.roots):
            self.roots.append(root)

    def reports(self, base: Path) -> Callable[[str], bool]:
        """Return whether findings in a file (named relative to `base`) are wanted."""
        names = {shown(path, base) for path in self.paths}
        if "." in names:
            return lambda path: not path.startswith("../") or _below(path, names)
        return lambda path: _below(path, names)


def _below(path: str, names: Iterable[str]) -> bool:
    return any(path == name or path.startswith(name + "/") for name in names)


def mix_of(path: Path) -> Mix | None:
    """Return what a `mix.exs` says, None where it cannot be read."""
    try:
        return read_mix(outline_of(path.read_bytes()))
    except OSError:
        return None


def wanted(paths: Sequence[str]) -> Wanted:
    """Find the roots of the projects that paths belong to."""
    found = Wanted()
    for name in paths:
        path = Path(os.path.normpath(Path(name).absolute()))
        if not path.exists():
            found.missing.append(name)
            continue
        found.paths.append(path)
        root = project_root(path, mix_of)
        if root not in found.roots:
            found.roots.append(root)
    found.roots = [
        root
        for root in found.roots
        if not any(other != root and root.is_relative_to(other) for other in found.roots)
    ]
    return found


def load(
    root: Path,
    base: Path,
    explicit: Iterable[Path] = (),
    *,
    excluded: Callable[[str], bool] = lambda path: False,
    replaced: Mapping[str, bytes] | None = None,
    disk: bool = True,
    jobs: int = 0,
    store: Store | None = None,
) -> list[Loaded]:
    """Read the files below a root and return the projects that they form.

    `base` is the folder that reported paths are relative to. `explicit` files are read although
    `.gitignore` leaves them out. `replaced` holds texts by name that are not taken from the disk:
    what an editor holds, what a fix would write; without `disk` they are all there is.
    """
    found = {each.path: each for each in walk(root, base)} if disk else {}
    for path in explicit if disk else ():
        if path.is_file() and path.suffix in (".ex", ".exs"):
            name = shown(path, base)
            found.setdefault(name, Found(name, path))
    texts = replaced or {}
    found |= {name: Found(name, base / name) for name in texts}
    files = [
        each
        for each in sorted(found.values())
        if (disk and each.path in texts) or not excluded(_within(each, root, base))
    ]
    kept = [(each.path, each.real) for each in files if each.path not in texts]
    readings = read_files(kept, jobs, store) | read_texts(texts, jobs, store)
    return _projects(root, base, files, readings)


def _within(found: Found, root: Path, base: Path) -> str:
    return shown(found.real, root)


def _projects(
    root: Path, base: Path, files: list[Found], readings: dict[str, Reading]
) -> list[Loaded]:
    """Group files by the mix project that holds them, and those by what belongs together."""
    mixes: dict[Path, Mix] = {}
    for each in files:
        outline = readings[each.path].outline
        if each.real.name == "mix.exs" and outline is not None:
            mixes[each.real.parent] = read_mix(outline)
    groups = _groups(root, mixes)
    apps = {folder: App(_name(folder, base), mix) for folder, mix in mixes.items()}
    loose = App(_name(root, base), Mix())
    members: dict[Path, dict[str, tuple[str, str, App, Outline]]] = {}
    sources: dict[Path, dict[str, bytes]] = {}
    faults: dict[Path, list[Unanalysed]] = {}
    for each in files:
        place = each.real
        folder = next((parent for parent in place.parents if parent in mixes), root)
        if _is_fixture(folder, mixes):
            continue
        group = groups.get(folder, root)
        reading = readings[each.path]
        if reading.outline is None:
            faults.setdefault(group, []).append(
                Unanalysed(each.path, 1, reading.fault or "cannot be read")
            )
            members.setdefault(group, {})
            continue
        within = shown(place, folder)
        app = apps.get(folder, loose)
        kind = kind_of(within, mixes.get(folder, Mix()))
        if kind in ("lib", "web") and is_sample(folder, root):
            kind = "script"
        members.setdefault(group, {})[each.path] = (within, kind, app, reading.outline)
        sources.setdefault(group, {})[each.path] = reading.source
    return [
        Loaded(
            Project(members[group], rooted=group in mixes or group in groups.values()),
            group,
            sources.get(group, {}),
            tuple(faults.get(group, ())),
        )
        for group in sorted(members)
    ]


def _name(folder: Path, base: Path) -> str:
    return shown(folder, base)


def _groups(root: Path, mixes: dict[Path, Mix]) -> dict[Path, Path]:
    """Return for each mix project the folder of the project that it is a part of.

    The apps of an umbrella belong together, and so do projects that name each other by path.
    """
    leader = {folder: folder for folder in mixes}

    def find(folder: Path) -> Path:
        while leader[folder] != folder:
            folder = leader[folder]
        return folder

    def join(one: Path, other: Path) -> None:
        first, second = sorted((find(one), find(other)), key=lambda p: (len(p.parts), p))
        leader[second] = first

    for folder, mix in mixes.items():
        if mix.apps_path:
            for other in mixes:
                if other.parent == folder / mix.apps_path:
                    join(folder, other)
        for dep in mix.deps:
            if dep.path:
                target = Path(os.path.normpath(folder / dep.path))
                if target in mixes:
                    join(folder, target)
    return {folder: find(folder) for folder in mixes}


def _is_fixture(folder: Path, mixes: dict[Path, Mix]) -> bool:
    """Whether a mix project lies in the tests of another: data for them, not code."""
    return any(
        other != folder
        and folder.is_relative_to(other)
        and any(part in ("test", "fixtures") for part in folder.relative_to(other).parts)
        for other in mixes
    )
