"""What is known of values that come from the database, and what is done with them."""

from textwrap import dedent, indent

import pytest

from dralint.analysis.queries.missing_preloads import MissingPreloads
from dralint.analysis.queries.rows import RowsOf
from dralint.analysis.queries.split_writes import SplitWrites
from dralint.analysis.queries.transactions import Transactions
from dralint.engine.ask import Ask
from dralint.project import Project
from dralint.testing import project_of

REPO = "defmodule App.Repo do\n  use Ecto.Repo, otp_app: :app\nend\n"
POST = """
defmodule App.Post do
  use Ecto.Schema
  schema "posts" do
    field :title, :string
    belongs_to :author, App.Author
    has_many :comments, App.Comment
  end
end
"""


def project(body: str) -> Project:
    code = (
        "defmodule App.M do\n  import Ecto.Query\n  alias App.{Author, Post, Repo}\n"
        + indent(dedent(body), "  ")
        + "\nend\n"
    )
    files = {"lib/app/repo.ex": REPO, "lib/app/post.ex": POST, "lib/app/m.ex": code}
    return project_of(files)


def returned(body: str) -> tuple[str, bool, list[str]] | None:
    """Return what `f` returns: the schema, whether there are many, what came along."""
    found = project(body)
    function = found.function("App.M", "f", 1)
    assert function is not None
    rows = Ask(found)(RowsOf).returned(function)
    return None if rows is None else (rows.schema, rows.many, sorted(rows.preloads))


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("def f(x), do: Repo.get!(Post, x)", ("App.Post", False, [])),
        ("def f(x), do: Repo.all(from p in Post, where: p.id == ^x)", ("App.Post", True, [])),
        ("def f(_), do: Post |> preload(:author) |> Repo.all()", ("App.Post", True, ["author"])),
        (
            "def f(x) do\n  p = Repo.get(Post, x)\n  Repo.preload(p, [comments: :author])\nend",
            ("App.Post", False, ["comments"]),
        ),
        (
            "def f(x), do: Post |> Repo.all() |> Enum.reject(x) |> List.first()",
            ("App.Post", False, []),
        ),
        ("def f(x), do: {:ok, g(x)}\ndefp g(x), do: Repo.get(Post, x)", ("App.Post", False, [])),
        ("def f(x), do: Repo.all(x)", None),
        ("def f(x), do: Repo.all(from p in Post, select: p.id == ^x)", None),
        ("def f(x), do: Post |> preload(^x) |> Repo.all()", None),
        ("def f(x), do: if(x, do: Repo.get(Post, x), else: Repo.get(Author, x))", None),
        ("def f(x), do: if(x, do: Repo.get(Post, x), else: nil)", ("App.Post", False, [])),
    ],
)
def test_rows(body: str, rows: tuple[str, bool, list[str]] | None) -> None:
    assert returned(body) == rows


def missing(body: str) -> list[str]:
    return [each.field.name for each in Ask(project(body))(MissingPreloads).all_]


@pytest.mark.parametrize(
    ("use", "found"),
    [
        ("post.author", ["author"]),
        ("post.title", []),
        ("post = Repo.preload(post, :author)\n  post.author", []),
        ("case post.author do\n    nil -> 1\n    author -> author\n  end", []),
        ("Ecto.assoc_loaded?(post.author)", []),
        ("for post <- x, do: post.author", []),
    ],
)
def test_missing_preloads(use: str, found: list[str]) -> None:
    assert missing(f"def f(x) do\n  post = Repo.get(Post, x)\n  {use}\nend") == found


def split(body: str) -> list[tuple[str, str]]:
    return [each.schemas for each in Ask(project(body))(SplitWrites).all_]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Repo.insert(%Post{})\n  Repo.insert(%Author{id: x})", [("App.Post", "App.Author")]),
        ("Repo.insert(%Post{})\n  Repo.insert(%Post{id: x})", []),
        ("if x, do: Repo.insert(%Post{}), else: Repo.insert(%Author{})", []),
        (
            "Repo.transaction(fn ->\n  Repo.insert(%Post{})\n  Repo.insert(%Author{id: x})\n end)",
            [],
        ),
        ("Repo.insert(x)\n  Repo.insert(%Author{})", []),
    ],
)
def test_split_writes(body: str, found: list[tuple[str, str]]) -> None:
    assert split(f"def f(x) do\n  {body}\nend") == found


def test_a_caller_may_have_opened_the_transaction() -> None:
    body = """
    def f(x), do: Repo.transaction(fn -> g(x) end)
    defp g(x), do: h(x)
    defp h(x), do: Repo.insert(x)
    def other(x), do: Repo.insert(x)
    """
    found = project(body)
    transactions = Ask(found)(Transactions)
    inner, other = found.function("App.M", "h", 1), found.function("App.M", "other", 1)
    assert inner is not None and transactions.may_surround(inner)
    assert other is not None and not transactions.may_surround(other)
