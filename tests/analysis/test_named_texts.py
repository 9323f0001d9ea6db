"""Texts with their names, and those that are too short to matter."""

from dralint.analysis.taint.named_texts import named_texts
from dralint.testing import project_of

SOURCE = """
defmodule Shop.Bank do
  @key "long-enough-to-keep"
  def charge(x), do: Req.post(x, headers: [auth: "short", body: "also-long-enough"])
end
"""


def named(shortest: int) -> set[tuple[str, str]]:
    """Return names and texts of the file above."""
    (file,) = project_of({"lib/shop/bank.ex": SOURCE}).files
    return {(each.name, each.text.text) for each in named_texts(file.outline, shortest)}


def test_texts_have_the_names_that_they_are_kept_under() -> None:
    assert named(0) >= {
        ("key", "long-enough-to-keep"),
        ("auth", "short"),
        ("body", "also-long-enough"),
    }


def test_short_texts_are_left_out() -> None:
    assert named(12) == {("key", "long-enough-to-keep"), ("body", "also-long-enough")}
