"""The files of a project as git holds them: in a commit, or in the index."""

import os
from collections.abc import Iterable
from pathlib import Path

from dralint.analysis.change.approvals import PLANS
from dralint.analysis.papers.gates import FOLDERS as CI_FOLDERS
from dralint.analysis.papers.gates import LOCAL, SYSTEMS
from dralint.discover import is_left_out, shown, walk
from dralint.git import Entry, Repository
from dralint.project.papers import LARGEST

PAPERS = frozenset(
    """
    mix.exs mix.lock .credo.exs .formatter.exs coveralls.json dralint.toml dralint.approvals.toml
    .dralint-baseline.json .dialyzer_ignore.exs CHANGELOG.md project_requirements.md
    """.split()
)
"""The names of files that gates compare, or look for an approval in."""
FOLDERS = (*CI_FOLDERS, *PLANS, ".ci", "bin", "script", "scripts", "ci")
"""The folders of such files."""


def committed(repository: Repository, ref: str, root: Path, base: Path) -> dict[str, bytes]:
    """Return the Elixir files of a commit below a project's root, by name as reports show it.

    What the work tree has and leaves out (by `.gitignore`) is left out here too.
    """
    return _texts(repository, repository.tree(ref), root, base)


def staged(repository: Repository, root: Path, base: Path) -> dict[str, bytes]:
    """Return the Elixir files of the index below a project's root: what a commit would hold."""
    return _texts(repository, repository.staged(), root, base)


def papers(
    repository: Repository, root: Path, base: Path, ref: str | None = None
) -> dict[str, bytes]:
    """Return the other files that say how a project is built, of a commit or of the index.

    Read is what a gate compares: locks, settings, the steps of continuous integration, plans.
    """
    entries = repository.staged() if ref is None else repository.tree(ref)
    real = Path(os.path.realpath(root))
    kept = {
        shown(root / path.relative_to(real), base): entry.blob
        for entry in entries
        if (path := repository.top / entry.path).is_relative_to(real)
        and is_paper(path.relative_to(real).as_posix())
    }
    blobs = repository.blobs(kept.values())
    return {name: blobs[blob] for name, blob in sorted(kept.items()) if len(blobs[blob]) <= LARGEST}


def is_paper(name: str) -> bool:
    """Whether a file, named from the project's root, is one that gates compare."""
    if name.rpartition("/")[2] in PAPERS or name in SYSTEMS or name in LOCAL:
        return True
    return any(f"/{each}/" in f"/{name}" for each in FOLDERS)


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
