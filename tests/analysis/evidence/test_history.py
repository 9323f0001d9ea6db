"""What came first, in histories made with the real git."""

from collections.abc import Callable
from pathlib import Path

from dralint.analysis.tests.births import Births
from dralint.engine.past import history_of

from .conftest import Story

Begin = Callable[[], Story]
CART = """defmodule Shop.Cart do
  def total(prices), do: Enum.sum(prices)
  def count(prices), do: Enum.count(prices)
  def empty?(prices), do: Enum.empty?(prices)
end
"""
STUB = 'defmodule Shop.Cart do\n  def total(_), do: raise("not implemented")\nend\n'
TEST = """defmodule Shop.CartTest do
  use ExUnit.Case
  test "adds up", do: assert(Shop.Cart.total([1, 2]) == 3)
end
"""
LIB, TESTS = "lib/shop/cart.ex", "test/shop/cart_test.exs"


def test_code_first(story: Begin) -> None:
    told = story()
    told.commit("code", {LIB: CART})
    told.commit("other", {"README.md": "hello"})
    told.commit("test", {TESTS: TEST})
    assert told.told() == {"Shop.Cart": "code first"}


def test_one_commit_with_both_is_fine(story: Begin) -> None:
    told = story()
    told.commit("both", {LIB: CART, TESTS: TEST})
    assert told.told() == {"Shop.Cart": "together"}


def test_a_stub_is_no_code(story: Begin) -> None:
    told = story()
    told.commit("stub", {LIB: STUB})
    told.commit("test", {TESTS: TEST})
    told.commit("code", {LIB: CART})
    assert told.told() == {"Shop.Cart": "test first"}


def test_without_a_test_nothing_came_first(story: Begin) -> None:
    told = story()
    told.commit("code", {LIB: CART})
    assert told.told() == {"Shop.Cart": "no test yet"}


def test_the_first_commit_tells_nothing(story: Begin) -> None:
    told = story()
    told.git("checkout", "--quiet", "--orphan", "new")
    told.commit("all at once", {LIB: CART})
    told.commit("test", {TESTS: TEST})
    assert told.told() == {"Shop.Cart": "unknown: it came with the first commit"}


def test_a_mass_import_tells_nothing(story: Begin) -> None:
    told = story()
    many = {f"lib/shop/m{n}.ex": f"defmodule Shop.M{n} do\nend\n" for n in range(70)}
    told.commit("import", {LIB: CART, **many})
    told.commit("test", {TESTS: TEST})
    assert told.told() == {"Shop.Cart": "unknown: it came with 71 files at once"}


def test_a_moved_file_keeps_its_birth(story: Begin) -> None:
    told = story()
    told.commit("both", {LIB: CART, TESTS: TEST})
    moved = CART.replace("Shop.Cart", "Shop.Sales.Cart")
    told.commit("move", {LIB: None, "lib/shop/sales/cart.ex": moved})
    again = TEST.replace("Shop.Cart", "Shop.Sales.Cart")
    told.commit("follow", {TESTS: None, "test/shop/sales/cart_test.exs": again})
    assert told.told() == {"Shop.Sales.Cart": "together"}


def test_code_taken_out_of_another_file_was_born_there(story: Begin) -> None:
    told = story()
    kept = "".join(f"  def kept_{n}(x), do: x + {n} * 1000\n" for n in range(20))
    body = CART.split("do\n", 1)[1].removesuffix("end\n")
    told.commit("code", {"lib/shop.ex": f"defmodule Shop do\n{kept}{body}end\n"})
    told.commit("split", {"lib/shop.ex": f"defmodule Shop do\n{kept}end\n", LIB: CART})
    told.commit("test", {TESTS: TEST})
    assert told.told()["Shop.Cart"] == "unknown: its code was moved from other files"


def test_a_revert_does_not_make_it_new(story: Begin) -> None:
    told = story()
    told.commit("both", {LIB: CART, TESTS: TEST})
    told.commit("revert", {LIB: None})
    told.commit("apply again", {LIB: CART})
    assert told.told() == {"Shop.Cart": "together"}


def test_another_file_at_a_path_that_was_left_is_new(story: Begin) -> None:
    told = story()
    told.commit("both", {LIB: CART, TESTS: TEST})
    told.commit("move", {LIB: None, "lib/shop/bag.ex": CART.replace("Cart", "Bag")})
    price = "defmodule Shop.Price do\n  def one(amount), do: amount * 1\nend\n"
    told.commit("new", {LIB: price})
    told.commit("test", {"test/price_test.exs": TEST.replace("Cart", "Price")})
    births = Births(history_of(told.folder, told.folder))
    found = births.code(["lib/shop/bag.ex", LIB])
    subjects = {path: births.commits[birth.commit].subject for path, birth in found.items()}
    assert subjects == {"lib/shop/bag.ex": "both", LIB: "new"}


def test_a_branch_that_brought_both(story: Begin) -> None:
    told = story()
    told.git("checkout", "--quiet", "-b", "work")
    told.commit("code", {LIB: CART})
    told.commit("test", {TESTS: TEST})
    told.git("checkout", "--quiet", "main")
    told.commit("meanwhile", {"README.md": "hello"})
    told.git("merge", "--quiet", "--no-ff", "--message", "merge", "work")
    assert told.told() == {"Shop.Cart": "code first (joined)"}


def test_branches_side_by_side_are_ordered_by_their_merges(story: Begin) -> None:
    told = story()
    told.git("checkout", "--quiet", "-b", "tests")
    told.commit("test", {TESTS: TEST})
    told.git("checkout", "--quiet", "-b", "code", "main")
    told.commit("code", {LIB: CART})
    told.git("checkout", "--quiet", "main")
    told.git("merge", "--quiet", "--no-ff", "--message", "tests", "tests")
    told.git("merge", "--quiet", "--no-ff", "--message", "code", "code")
    assert told.told() == {"Shop.Cart": "test first"}
    told.git("reset", "--quiet", "--hard", "HEAD~2")
    told.git("merge", "--quiet", "--no-ff", "--message", "code", "code")
    told.git("merge", "--quiet", "--no-ff", "--message", "tests", "tests")
    assert told.told() == {"Shop.Cart": "code first (not sure)"}


def test_tests_changed_with_the_code_leave_a_doubt(story: Begin) -> None:
    told = story()
    told.commit("code", {LIB: CART, "test/other_test.exs": "defmodule OtherTest do\nend\n"})
    told.commit("test", {TESTS: TEST})
    assert told.told() == {"Shop.Cart": "code first (not sure)"}


def test_a_shallow_clone_says_what_it_cannot_know(story: Begin, tmp_path: Path) -> None:
    told = story()
    told.commit("code", {LIB: CART})
    told.commit("test", {TESTS: TEST})
    clone = tmp_path / "clone"
    told.git("clone", "--quiet", "--depth", "2", told.folder.as_uri(), str(clone))
    found = history_of(clone, clone)
    assert (found.read, found.cut, len(found.commits)) == (True, True, 2)
    assert [fault.reason for fault in found.faults] == [
        "the history before its oldest commits is not there: the clone is shallow"
    ]
    assert Story(clone).told() == {"Shop.Cart": "unknown: the history is cut off there"}


def test_a_folder_without_a_repository_has_no_history(tmp_path: Path) -> None:
    found = history_of(tmp_path, tmp_path)
    assert (found.read, found.commits) == (False, ())
    [fault] = found.faults
    assert fault.reason.startswith("its history cannot be read: ")


def test_a_project_below_the_top_sees_its_own_files(story: Begin) -> None:
    told = story()
    told.commit("two", {LIB: CART, "apps/a/lib/a.ex": "defmodule A do\n  def f(x), do: x\nend\n"})
    inner = told.folder / "apps" / "a"
    paths = {c.path for commit in history_of(inner, inner).commits for c in commit.changes}
    assert paths == {"lib/a.ex"}


def test_nothing_is_written(story: Begin) -> None:
    told = story()
    told.commit("both", {LIB: CART, TESTS: TEST})
    before = {p: p.stat().st_mtime_ns for p in told.folder.rglob("*")}
    told.told()
    assert {p: p.stat().st_mtime_ns for p in told.folder.rglob("*")} == before
