"""The files of a project as git holds them: in a commit, or in the index."""

import os
from collections.abc import Iterable
from pathlib import Path

from dralint.discover import is_left_out, shown, walk
from dralint.git import Entry, Repository


def committed(repository: Repository, ref: str, root: Path, base: Path) -> dict[str, bytes]:
    """Return the Elixir files of a commit below a project's root, by name as reports show it.

    What the work tree has and leaves out (by `.gitignore`) is left out here too.
    """
    return _texts(repository, repository.tree(ref), root, base)


def staged(repository: Repository, root: Path, base: Path) -> dict[str, bytes]:
    """Return the Elixir files of the index below a project's root: what a commit would hold."""
    return _texts(repository, repository.staged(), root, base)


def _texts(
    repository: Repository, entries: Iterable[Entry], root: Path, base: Path
) -> dict[str, bytes]:
    # The top of a work tree is a real path; names go by the path that the user came by.
    real = Path(os.path.realpath(root))
    below = {
        (repository.top / entry.path).relative_to(real): entry.blob
        for entry in entries
        if entry.path.endswith((".ex", ".exs"))
        and (repository.top / entry.path).is_relative_to(real)
    }
    mixes = {path.parent for path in below if path.name == "mix.exs"}
    read = {each.real for each in walk(root, root)}
    kept = {
        shown(root / path, base): blob
        for path, blob in below.items()
        if not is_left_out(path, mixes) and (root / path in read or not (root / path).exists())
    }
    blobs = repository.blobs(kept.values())
    return {name: blobs[blob] for name, blob in sorted(kept.items())}
