"""What is kept of a history between runs, with the real git."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from dralint.cli import cli
from dralint.engine.past import history_of
from dralint.engine.store import Store

from .conftest import Story
from .test_history import CART, LIB, TEST, TESTS

Begin = Callable[[], Story]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty cache."""
    opened = Store(tmp_path / "cache")
    assert opened.is_open
    yield opened
    opened.close()


def lose(told: Story, name: str) -> None:
    """Take the object of a commit or text out of a repository."""
    (told.folder / ".git" / "objects" / name[:2] / name[2:]).unlink()


def test_what_is_known_is_not_read_again(story: Begin, store: Store) -> None:
    told = story()
    told.commit("code", {LIB: CART})
    told.commit("test", {TESTS: TEST})
    old = told.git("rev-parse", f"HEAD:{TESTS}")
    told.commit("test more", {TESTS: TEST.replace("3)", "3)\n")})
    first = told.told(store)
    assert first == {"Shop.Cart": "code first"}
    # Git itself can no longer say what was in the first version of the test.
    lose(told, old)
    assert told.told(store) == first
    told.commit("go on", {"lib/shop/tax.ex": "defmodule Shop.Tax do\n  def of(x), do: x\nend\n"})
    assert told.told(store) == first | {"Shop.Tax": "no test yet"}
    with pytest.raises(Exception, match="is not in the repository"):
        told.told()


def test_commits_are_kept(story: Begin, store: Store) -> None:
    told = story()
    commit = told.commit("code", {LIB: CART})
    told.commit("test", {TESTS: TEST})
    tree = told.git("rev-parse", f"{commit}^{{tree}}")
    before = history_of(told.folder, told.folder, store)
    lose(told, tree)
    assert not history_of(told.folder, told.folder).read
    again = history_of(told.folder, told.folder, store)
    assert again.commits == before.commits
    assert len(again.commits) == 3


def test_the_same_is_told_with_and_without(story: Begin, store: Store) -> None:
    """A history that goes on, branches, is joined and is written anew."""
    told = story()

    def both() -> dict[str, str]:
        found = told.told(store)
        assert found == told.told()
        return found

    told.commit("code", {LIB: CART})
    both()
    told.git("checkout", "--quiet", "-b", "side")
    told.commit("test", {TESTS: TEST})
    assert both() == {"Shop.Cart": "code first"}
    told.git("checkout", "--quiet", "main")
    tax = "defmodule Shop.Tax do\n  def of(x), do: x\nend\n"
    told.commit("tax", {"lib/shop/tax.ex": tax})
    assert both() == {"Shop.Cart": "no test yet", "Shop.Tax": "no test yet"}
    told.git("merge", "--quiet", "--no-ff", "--message", "join", "side")
    assert both() == {"Shop.Cart": "code first", "Shop.Tax": "no test yet"}
    told.git("reset", "--quiet", "--hard", "HEAD~2")
    told.commit("both", {LIB: f"{CART}\n", TESTS: TEST})
    told.git("commit", "--quiet", "--amend", "--message", "said better")
    both()


def test_where_a_clone_was_cut_is_not_kept(story: Begin, store: Store, tmp_path: Path) -> None:
    told = story()
    told.commit("code", {LIB: CART})
    told.commit("test", {TESTS: TEST})
    clone = Story(tmp_path / "clone")
    told.git("clone", "--quiet", "--depth", "2", told.folder.as_uri(), str(clone.folder))
    assert clone.told(store) == {"Shop.Cart": "unknown: the history is cut off there"}
    clone.git("fetch", "--quiet", "--unshallow")
    assert clone.told(store) == {"Shop.Cart": "code first"}
    assert clone.faults == []


def test_names_that_are_no_text(story: Begin, store: Store) -> None:
    told = story()
    odd = told.folder / "lib" / "caf\udce9.ex"
    odd.parent.mkdir(parents=True)
    try:
        odd.write_text("defmodule Cafe do\n  def f(x), do: x\nend\n")
    except OSError:
        pytest.skip("this file system takes text only")
    told.commit("odd", {LIB: CART})
    found = [history_of(told.folder, told.folder, store).commits for _ in range(2)]
    assert found[0] == found[1]
    assert len(found[0][0].changes) == 2


def test_a_record_holds_while_the_head_stays(
    story: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = story()
    told.commit("code", {LIB: CART})
    told.commit("other", {"README.md": "hello"})
    monkeypatch.chdir(told.folder)
    monkeypatch.setenv("DRALINT_CACHE_DIR", str(tmp_path / "kept"))
    wishes = ["check", ".", "--history", "--select", "tdd-test-first", "--format", "json"]

    def found() -> list[str]:
        said = CliRunner().invoke(cli, wishes, standalone_mode=False).stdout
        return [each["rule"] for each in json.loads(said)["findings"]]

    assert found() == []
    test = told.commit("test", {TESTS: TEST})
    assert found() == ["tdd-test-first"]
    lose(told, told.git("rev-parse", f"{test}:{TESTS}"))
    # Nothing but the record is asked, so nobody notices.
    assert found() == ["tdd-test-first"]
    told.commit("test", {TESTS: f"{TEST}\n"})
    assert found() == ["tdd-test-first"]
    told.git("reset", "--quiet", "--soft", "HEAD~4")
    told.git("commit", "--quiet", "--message", "all at once")
    # The files are the same, and the head is another.
    assert found() == []
