"""Which files there are, which projects they form, and of which kind each file is."""

import os
import re
import stat
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .project.mix import Mix

LEFT_OUT = frozenset(("node_modules", ".git", ".elixir_ls", ".dralint_cache"))
"""Folders that are never read, whatever `.gitignore` says."""

MIX_OWN = frozenset(("deps", "_build", "cover", "doc"))
"""Folders that mix fills: never read where they stand beside a `mix.exs`."""


@dataclass(frozen=True, order=True)
class Found:
    """One file: `path` as reports name it, `real` where it lies."""

    path: str
    real: Path


def mix_root(path: Path) -> Path | None:
    """Return the nearest folder at or above a path that holds a `mix.exs`."""
    start = path if path.is_dir() else path.parent
    for folder in (start, *start.parents):
        if (folder / "mix.exs").is_file():
            return folder
    return None


def project_root(path: Path, mix_of: "Callable[[Path], Mix | None]") -> Path:
    """Return the root of the project that a path belongs to.

    The nearest `mix.exs` above, or the umbrella that holds it; without one the folder itself.
    """
    path = Path(os.path.normpath(path.absolute()))
    nearest = mix_root(path)
    if nearest is None:
        return path if path.is_dir() else path.parent
    for folder in nearest.parents:
        if (folder / "mix.exs").is_file():
            mix = mix_of(folder / "mix.exs")
            if mix and mix.apps_path and nearest.parent == folder / mix.apps_path:
                return folder
    return nearest


def walk(root: Path, base: Path) -> list[Found]:
    """Return the Elixir files below a folder, sorted, without what `.gitignore` leaves out.

    `base` is the folder that reported paths are relative to.
    """
    import rignore

    found: list[Found] = []
    for entry in rignore.walk(
        root,
        ignore_hidden=True,
        read_ignore_files=False,
        read_parents_ignores=True,
        read_git_ignore=True,
        read_global_git_ignore=False,
        read_git_exclude=False,
        require_git=False,
        follow_links=False,
        should_exclude_entry=_left_out,
    ):
        name = entry.name
        if name.endswith((".ex", ".exs")) and _is_regular(entry):
            found.append(Found(shown(entry, base), entry))
    return sorted(found)


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def shown(path: Path, base: Path) -> str:
    """Return a path as reports name it: relative to a folder, with `/`."""
    # Thousands of files are named so; text is ten times as fast as paths.
    text, prefix = str(path), f"{base}{os.sep}"
    if text.startswith(prefix):
        return text[len(prefix) :].replace(os.sep, "/")
    if path.is_relative_to(base):
        return path.relative_to(base).as_posix()
    return os.path.relpath(path, base).replace(os.sep, "/")


def is_left_out(path: Path, mixes: Container[Path]) -> bool:
    """Whether a file is never read, by its path below a root and the folders with a `mix.exs`.

    For files that are not on the disk; `.gitignore` is not looked at.
    """
    return any(
        part.name.startswith(".")
        or part.name in LEFT_OUT
        or (part.name in MIX_OWN and part.parent in mixes)
        for part in path.parents
        if part.name
    ) or path.name.startswith(".")


def _left_out(entry: Path) -> bool:
    if entry.name in LEFT_OUT:
        return entry.is_dir()
    return entry.name in MIX_OWN and (entry.parent / "mix.exs").is_file() and entry.is_dir()


_BESIDE = frozenset("bench benchmarks dev scripts script rel example examples samples".split())
"""Folders whose code is run by hand."""
_BENCHES = frozenset(("bench", "benchmark", "benchmarks"))
"""Folders with such code wherever they lie."""


def kind_of(within: str, mix: "Mix") -> str:
    """Return the kind of a file from its path inside its mix project.

    One of mix, config, migration, seeds, task, test, support, release, script, web, lib,
    generated. What the text says besides (`use Mix.Task`...) is added when files are linked.
    """
    parts = within.split("/")
    name = parts[-1]
    if within == "mix.exs":
        return "mix"
    if parts[0] == "config" and name.endswith(".exs"):
        return "config"
    if "migrations" in parts[:-1] and name.endswith(".exs"):
        return "migration"
    if "priv" in parts[:-1] and name.startswith("seed"):
        return "seeds"
    if name.endswith("_test.exs"):
        return "test"
    of_tests = "test" in parts[:-1] or parts[0].endswith(("_test", "_tests"))
    helper = re.fullmatch(r"test_(helper|support)s?\.ex", name)
    if of_tests or helper or _below(within, mix.test_paths):
        return "support"
    if name.endswith(".exs") or parts[0] in _BESIDE or _BENCHES & set(parts[:-1]):
        return "script"
    if name in ("release.ex", "release_tasks.ex"):
        return "release"
    if re.search(r"(^|/)mix/tasks/", within):
        return "task"
    if name.endswith(".pb.ex"):
        return "generated"
    if re.search(r"(^|/)[a-z0-9_]+_web(/|\.ex$)", within):
        return "web"
    return "lib"


SAMPLES = re.compile(
    r"(examples?|samples?|demos?|bench(marks?)?|test_\w+|\w+_tests?|testing|integration)"
)
"""Names of folders whose mix projects show or test another and do not run for themselves."""


def is_sample(folder: Path, root: Path) -> bool:
    """Whether a mix project lies in the samples or tests of what is checked from `root`."""
    return any(SAMPLES.fullmatch(part) for part in folder.relative_to(root).parts)


def _below(within: str, folders: Iterable[str]) -> bool:
    return any(within.startswith(folder.rstrip("/") + "/") for folder in folders)
