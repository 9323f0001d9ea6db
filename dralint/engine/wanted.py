"""What paths on the command line mean: the projects to read, and what is reported of them."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from dralint.discover import Found, project_root, shown, walk

if TYPE_CHECKING:
    from dralint.project import Mix

_LARGEST_MIX = 1_000_000
"""So many bytes of a `mix.exs` are looked at to find the root of a project."""


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


def mix_of(path: Path) -> "Mix | None":
    """Return what a `mix.exs` says, None where it cannot be read."""
    # Where nothing has changed, nothing is parsed and nothing of this is imported.
    from dralint.outline import outline_of
    from dralint.project import read_mix

    try:
        with path.open("rb") as file:
            return read_mix(outline_of(file.read(_LARGEST_MIX)))
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


def listed(
    root: Path,
    base: Path,
    explicit: Iterable[Path] = (),
    *,
    excluded: Callable[[str], bool] = lambda path: False,
    replaced: Mapping[str, bytes] | None = None,
    disk: bool = True,
) -> list[Found]:
    """Return the files to read below a root, sorted; the parameters are those of `load`."""
    found = {each.path: each for each in walk(root, base)} if disk else {}
    for path in explicit if disk else ():
        if path.is_file() and path.suffix in (".ex", ".exs"):
            name = shown(path, base)
            found.setdefault(name, Found(name, path))
    texts = replaced or {}
    found |= {name: Found(name, base / name) for name in texts}
    return [
        each
        for each in sorted(found.values())
        if (disk and each.path in texts) or not excluded(shown(each.real, root))
    ]
