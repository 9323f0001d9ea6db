"""From paths to projects: what lies there, read and linked."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dralint.config import USUAL_KB
from dralint.discover import Found, is_sample, kind_of, shown
from dralint.finding import Unanalysed
from dralint.outline import Outline
from dralint.project import App, Mix, Papers, Project, read_mix

from .read import Reading, read_files, read_texts
from .store import Store
from .wanted import listed


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
    largest: int = USUAL_KB,
) -> list[Loaded]:
    """Read the files below a root and return the projects that they form.

    `base` is the folder that reported paths are relative to. `explicit` files are read although
    `.gitignore` leaves them out. `replaced` holds texts by name that are not taken from the disk:
    what an editor holds, what a fix would write; without `disk` they are all there is. Files of
    more than `largest` kilobytes are not read.
    """
    files = listed(root, base, explicit, excluded=excluded, replaced=replaced, disk=disk)
    return grouped(root, base, files, readings_of(files, replaced or {}, jobs, store, largest))


def readings_of(
    files: Sequence[Found],
    texts: Mapping[str, bytes],
    jobs: int = 0,
    store: Store | None = None,
    largest: int = USUAL_KB,
    meanwhile: Callable[[], None] = lambda: None,
) -> dict[str, Reading]:
    """Read files; `texts` are those by name that are not taken from the disk.

    The other parameters are those of `read_files`.
    """
    kept = [(each.path, each.real) for each in files if each.path not in texts]
    read = read_files(kept, jobs, store, largest, meanwhile)
    return read | read_texts(texts, jobs, store, largest)


def grouped(
    root: Path,
    base: Path,
    files: Sequence[Found],
    readings: Mapping[str, Reading],
    given: Mapping[str, bytes] | None = None,
) -> list[Loaded]:
    """Group files by the mix project that holds them, and those by what belongs together.

    `given` are all the other files there are, by name, where they are not those of the disk.
    """
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
            Project(
                members[group],
                rooted=group in mixes or group in groups.values(),
                papers=_papers(group, base, given),
            ),
            group,
            sources.get(group, {}),
            tuple(faults.get(group, ())),
        )
        for group in sorted(members)
    ]


def _papers(group: Path, base: Path, given: Mapping[str, bytes] | None) -> Papers:
    name = shown(group, base)
    prefix = "" if name == "." else f"{name}/"
    if given is None:
        return Papers(group, prefix)
    own = {path: text for path, text in given.items() if path.startswith(prefix)}
    texts = {p.removeprefix(prefix): t.decode("utf-8", "replace") for p, t in own.items()}
    return Papers(None, prefix, texts)


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
