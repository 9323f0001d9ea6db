"""What is read from a repository is what git would say of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dralint.git import Change, GitError, Repository

Run = Callable[..., str]
LONG = "".join(f"line {number}\n" for number in range(20))


def test_no_repository_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="not a git repository") as error:
        Repository.open(tmp_path)
    assert "\n" not in str(error.value)


def test_a_file_opens_the_repository_it_lies_in(tmp_path: Path, commit: Run) -> None:
    commit("one", a="a")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/b.ex").write_text("b")
    repository = Repository.open(tmp_path / "deep/b.ex")
    assert repository.top == tmp_path.resolve()
    assert repository.within(tmp_path / "deep/b.ex") == "deep/b.ex"
    assert repository.within(tmp_path.parent) is None


def test_trees_and_blobs(tmp_path: Path, commit: Run) -> None:
    first = commit("one", a="one\n", b="two")
    commit("two", a="changed")
    repository = Repository.open(tmp_path)
    tree = repository.tree(first)
    blobs = repository.blobs(entry.blob for entry in tree)
    assert {entry.path: blobs[entry.blob] for entry in tree} == {"a.ex": b"one\n", "b.ex": b"two"}


def test_links_and_submodules_are_left_out(tmp_path: Path, run: Run, commit: Run) -> None:
    commit("one", a="a")
    (tmp_path / "link.ex").symlink_to("/etc/passwd")
    run("update-index", "--add", "--cacheinfo", f"160000,{run('rev-parse', 'HEAD')},sub")
    run("add", "link.ex")
    run("commit", "--quiet", "--message", "two")
    repository = Repository.open(tmp_path)
    assert [entry.path for entry in repository.tree("HEAD")] == ["a.ex"]
    assert [entry.path for entry in repository.staged()] == ["a.ex"]


def test_odd_names_survive(tmp_path: Path, commit: Run) -> None:
    commit("one", **{"tab\tnew\nline ü *": "a", "-dash": "b"})
    names = {entry.path for entry in Repository.open(tmp_path).tree("HEAD")}
    assert names == {"tab\tnew\nline ü *.ex", "-dash.ex"}


def test_the_index_holds_what_is_staged(tmp_path: Path, run: Run, commit: Run) -> None:
    commit("one", a="committed")
    (tmp_path / "a.ex").write_text("staged")
    run("add", "a.ex")
    (tmp_path / "a.ex").write_text("on disk")
    repository = Repository.open(tmp_path)
    entries = repository.staged()
    assert list(repository.blobs(entry.blob for entry in entries).values()) == [b"staged"]


def test_a_hook_sees_the_index_that_git_gives_it(
    tmp_path: Path, run: Run, commit: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit("one", a="a")
    (tmp_path / "b.ex").write_text("b")
    run("add", "b.ex")
    (tmp_path / ".git/index").rename(tmp_path / ".git/next-index")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next-index")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.chdir(tmp_path)
    assert [entry.path for entry in Repository.open(tmp_path).staged()] == ["a.ex", "b.ex"]


def test_changes_and_renames(tmp_path: Path, run: Run, commit: Run) -> None:
    first = commit("one", a=LONG, b="b", c="c")
    run("mv", "a.ex", "moved.ex")
    second = commit("two", b="changed", c=None, d="new")
    changes = Repository.open(tmp_path).changed(first, second)
    assert {(change.old_path, change.path) for change in changes} == {
        ("a.ex", "moved.ex"),
        ("b.ex", "b.ex"),
        ("c.ex", None),
        (None, "d.ex"),
    }
    moved = next(change for change in changes if change.path == "moved.ex")
    assert moved.old_blob == moved.blob is not None


def test_history_goes_from_the_newest_back(tmp_path: Path, run: Run, commit: Run) -> None:
    first = commit("one", a="a")
    run("switch", "--quiet", "--create", "side")
    side = commit("side\n\nbody", b="b")
    run("switch", "--quiet", "main")
    second = commit("two", c="c")
    run("merge", "--quiet", "--no-edit", "side")
    repository = Repository.open(tmp_path)
    commits = repository.commits("HEAD")
    assert commits[0].parents == (second, side)
    assert {each.id for each in commits[1:3]} == {second, side}
    assert commits[3].id == first
    assert commits[3].parents == ()
    assert {each.message for each in commits if each.id == side} == {"side\n\nbody\n"}
    assert {each.id for each in repository.commits("HEAD", without=[first])} == {
        each.id for each in commits[:3]
    }
    changes = dict(repository.changes(commits))
    assert changes.keys() == {each.id for each in commits}
    assert [change.path for change in changes[commits[0].id]] == ["b.ex"]
    assert changes[first] == (Change(None, "a.ex", None, repository.tree(first)[0].blob),)


def test_the_common_ancestor(tmp_path: Path, run: Run, commit: Run) -> None:
    first = commit("one", a="a")
    run("switch", "--quiet", "--create", "side")
    commit("side", b="b")
    run("switch", "--quiet", "main")
    commit("two", c="c")
    assert Repository.open(tmp_path).merge_base("main", "side") == first


def test_unrelated_histories_have_none(tmp_path: Path, run: Run, commit: Run) -> None:
    commit("one", a="a")
    run("switch", "--quiet", "--orphan", "other")
    commit("other", b="b")
    with pytest.raises(GitError, match="'main' and 'other' have no commit in common"):
        Repository.open(tmp_path).merge_base("main", "other")


@pytest.mark.parametrize("ref", ["gone", "--all", "HEAD\nx", "HEAD:a.ex"])
def test_what_is_no_commit_is_said(tmp_path: Path, commit: Run, ref: str) -> None:
    commit("one", a="a")
    with pytest.raises(GitError, match=r"no commit|no name of a commit"):
        Repository.open(tmp_path).resolve(ref)


def test_a_shallow_clone_says_so(tmp_path: Path, run: Run, commit: Run) -> None:
    first = commit("one", a="a")
    commit("two", a="b")
    clone = tmp_path / "clone"
    run("clone", "--quiet", "--depth", "1", tmp_path.as_uri(), str(clone))
    assert not Repository.open(tmp_path).is_shallow
    repository = Repository.open(clone)
    assert repository.is_shallow
    with pytest.raises(GitError, match="the clone is shallow"):
        repository.resolve(first)


def test_an_object_that_is_not_there_is_said(tmp_path: Path, commit: Run) -> None:
    commit("one", a="a")
    with pytest.raises(GitError, match="is not in the repository"):
        Repository.open(tmp_path).blobs(["1" * 40])


def test_no_git_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="git is not installed"):
        Repository.open(tmp_path)
