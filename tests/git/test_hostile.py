"""A repository cannot make git run a program, write or fetch when dralint reads it."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dralint.git import GitError, Repository

Run = Callable[..., str]

PLANTED = (
    ("core.fsmonitor", "{program}"),
    ("core.hooksPath", "{hooks}"),
    ("core.pager", "{program}"),
    ("core.sshCommand", "{program}"),
    ("core.askPass", "{program}"),
    ("core.editor", "{program}"),
    ("core.gitProxy", "{program}"),
    ("credential.helper", "!{program}"),
    ("diff.external", "{program}"),
    ("diff.planted.command", "{program}"),
    ("diff.planted.textconv", "{program}"),
    ("filter.planted.clean", "{program}"),
    ("filter.planted.smudge", "{program}"),
    ("filter.planted.process", "{program}"),
    ("merge.planted.driver", "{program}"),
    ("pager.log", "{program}"),
    ("gpg.program", "{program}"),
    ("log.showSignature", "true"),
    ("alias.rev-list", "!{program}"),
    ("alias.cat-file", "!{program}"),
    ("uploadpack.packObjectsHook", "{program}"),
)


def _everything(repository: Repository) -> None:
    commits = repository.commits("HEAD")
    dict(repository.changes(commits))
    repository.blobs(entry.blob for entry in repository.tree("HEAD"))
    repository.blobs(entry.blob for entry in repository.staged())
    repository.merge_base("HEAD", "HEAD~1")
    repository.changed("HEAD~1", "HEAD")
    assert not repository.is_shallow


@pytest.fixture
def planted(tmp_path: Path, run: Run, commit: Run) -> Path:
    """Return a file that any planted program would write."""
    commit("one", a="a")
    commit("two", a="b", b="c")
    mark = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{mark}'\n")
    program.chmod(0o755)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for hook in ("post-index-change", "reference-transaction", "fsmonitor-watchman"):
        shutil.copy(program, hooks / hook)
        shutil.copy(program, tmp_path / ".git/hooks" / hook)
    for name, value in PLANTED:
        run("config", name, value.format(program=program, hooks=hooks))
    (tmp_path / ".gitattributes").write_text("*.ex diff=planted filter=planted merge=planted\n")
    (tmp_path / "a.ex").write_text("changed on disk, of another length")
    return mark


def test_no_planted_program_runs(tmp_path: Path, planted: Path) -> None:
    _everything(Repository.open(tmp_path))
    assert not planted.exists()


def test_the_planted_programs_would_run(tmp_path: Path, run: Run, planted: Path) -> None:
    # Git complains of what the program answers; that it was asked is the point.
    with pytest.raises(subprocess.CalledProcessError):
        run("status")
    assert planted.exists()


def test_nothing_is_written(tmp_path: Path, planted: Path) -> None:
    def state() -> dict[Path, tuple[int, int]]:
        return {
            path: (path.stat().st_mtime_ns, path.stat().st_size) for path in tmp_path.rglob("*")
        }

    before = state()
    _everything(Repository.open(tmp_path))
    assert state() == before


def test_what_a_partial_clone_left_out_is_not_fetched(
    tmp_path: Path, run: Run, commit: Run
) -> None:
    commit("one", a="a" * 100)
    run("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    run(
        "clone", "--quiet", "--no-checkout", "--filter=blob:none", tmp_path.as_uri(), str(clone)
    )  # fmt: skip
    repository = Repository.open(clone)
    entries = repository.tree("HEAD")
    with pytest.raises(GitError):
        repository.blobs(entry.blob for entry in entries)


def test_a_work_tree_elsewhere_is_refused(tmp_path: Path, run: Run) -> None:
    (tmp_path / "other").mkdir()
    inner = tmp_path / "inner"
    inner.mkdir()
    run("init", "--quiet", at=inner)
    run("config", "core.worktree", str(tmp_path / "other"), at=inner)
    with pytest.raises(GitError):
        Repository.open(inner)
