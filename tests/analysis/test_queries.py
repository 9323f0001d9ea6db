"""Which calls ask a database, and which of them run for each element of something."""

from textwrap import dedent, indent

import pytest

from dralint.analysis.queries.looped import Looped, QueriesInLoops
from dralint.analysis.queries.one_off import one_off_modules
from dralint.analysis.queries.queries import Queries
from dralint.engine.ask import Ask
from dralint.project import Project
from dralint.testing import project_of

REPO = "defmodule App.Repo do\n  use Ecto.Repo, otp_app: :app\nend\n"


def project(body: str, **files: str) -> Project:
    """Return a project with a repository and a module `App.M` that holds a body."""
    code = (
        "defmodule App.M do\n  import Ecto.Query\n  alias App.{Repo, Post}\n"
        + indent(dedent(body), "  ")
        + "\nend\n"
    )
    further = {path.replace("__", "/") + ".ex": text for path, text in files.items()}
    return project_of({"lib/app/repo.ex": REPO, "lib/app/m.ex": code, **further})


def queries(found: Project) -> list[tuple[str, str, bool]]:
    return [(q.call.name, q.kind, q.sure) for q in Ask(found)(Queries).calls]


def looped(found: Project) -> list[tuple[str, str, str, int]]:
    """Return the queries in loops: the call, the query, how it hangs on the element, the doubt."""
    answers = Ask(found)(QueriesInLoops)
    return [_shown(each) for each in (*answers.direct, *answers.through)]


def _shown(each: Looped) -> tuple[str, str, str, int]:
    return each.call.name, each.query.call.name, each.dep.value, each.doubt


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("Repo.all(Post)", [("all", "read", True)]),
        ("Post |> Repo.get!(1)", [("get!", "read", True)]),
        ("Repo.preload(x, :author)", [("preload", "load", True)]),
        ("Repo.insert_all(Post, x)", [("insert_all", "write", True)]),
        ('Repo.query!("SELECT 1")', [("query!", "read", True)]),
        ('Repo.query!("DELETE FROM posts")', [("query!", "write", True)]),
        ("Other.Repo.all(Post)", [("all", "read", False)]),
        ("Ash.read!(Post)", [("read!", "read", True)]),
        ("Ash.create(x)", [("create", "write", True)]),
        ("Repo.transaction(fn -> x end)", []),
        ("Enum.all?(x)", []),
        ("x.repo.all(Post)", []),
    ],
)
def test_queries(call: str, found: list[tuple[str, str, bool]]) -> None:
    assert queries(project(f"def f(x), do: {call}")) == found


def test_a_module_called_repo_is_a_repository_only_if_it_is_one() -> None:
    git = "defmodule App.Git.Repo do\n  def get(name), do: name\nend\n"
    assert queries(project("def f(x), do: App.Git.Repo.get(x)", lib__app__git=git)) == []


def test_a_repository_is_known_through_a_wrapper() -> None:
    files = {
        "lib/base.ex": """
            defmodule App.Base do
              defmacro __using__(_) do
                quote do
                  use Ecto.Repo, otp_app: :app
                end
              end
            end
            """,
        "lib/store.ex": "defmodule App.Store do\n  use App.Base\nend\n",
        "lib/m.ex": "defmodule App.M do\n  def f, do: App.Store.all(Post)\nend\n",
    }
    found = project_of({path: dedent(text) for path, text in files.items()})
    assert queries(found) == [("all", "read", True)]


def test_functions_that_ash_generates() -> None:
    domain = """
        defmodule App.Shop do
          use Ash.Domain

          resources do
            resource App.Item do
              define :fetch_item, action: :read, get_by: [:id]
              define :rename
            end
          end
        end
        """
    item = """
        defmodule App.Item do
          use Ash.Resource

          actions do
            read :read
            update :rename
          end
        end
        """
    found = project(
        "def f(x), do: {App.Shop.fetch_item!(1), App.Shop.rename(x)}",
        lib__app__shop=dedent(domain),
        lib__app__item=dedent(item),
    )
    assert queries(found) == [("fetch_item!", "read", True), ("rename", "write", True)]


@pytest.mark.parametrize(
    "loop",
    [
        "Enum.map(xs, fn x -> Repo.get(Post, x) end)",
        "Enum.map(xs, &Repo.get(Post, &1))",
        "for x <- xs, do: Repo.get(Post, x)",
        "for x <- xs, y = Repo.get(Post, x.id), do: y",
        "Enum.reduce(xs, [], fn x, acc -> [Repo.get(Post, x) | acc] end)",
        "Enum.each(xs, fn {_, %{id: id}} -> Repo.get(Post, id) end)",
        "xs |> Stream.map(&Repo.get(Post, &1)) |> Enum.to_list()",
        "Task.async_stream(xs, &Repo.get(Post, &1))",
        ":lists.foreach(fn x -> Repo.get(Post, x) end, xs)",
        "Enum.map(xs, fn x ->\n  id = x.id\n  key = to_string(id)\n  Repo.get(Post, key)\nend)",
        "Enum.map(xs, fn x -> Repo.transaction(fn -> Repo.get(Post, x) end) end)",
    ],
)
def test_one_query_for_each_element(loop: str) -> None:
    found = looped(project(f"def f(xs) do\n{indent(loop, '  ')}\nend"))
    assert found == [("get", "get", "part", 0)]


@pytest.mark.parametrize(
    "code",
    [
        "Enum.map(xs, fn x -> {x, Repo.get(Post, 1)} end)",
        "Enum.map([1, 2, 3], &Repo.get(Post, &1))",
        "Enum.map(1..3, &Repo.get(Post, &1))",
        "xs |> Enum.chunk_every(9) |> Enum.map(&Repo.get(Post, &1))",
        "Repo.transaction(fn -> Repo.get(Post, xs) end)",
        "Enum.map(xs, fn x -> Cachex.fetch(:c, x, fn -> Repo.get(Post, x) end) end)",
        "Enum.map(xs, fn x -> Ecto.Multi.run(x, :a, fn _, _ -> Repo.get(Post, x) end) end)",
        "Enum.map(xs, fn x -> Repo.all(Post, prefix: x) end)",
        "Enum.map(xs, fn {:a, x} -> Repo.get(Post, x)\n{:b, x} -> x\n{:c, x} -> x\nend)",
        "for {k, x} <- xs do\ncase k do\n:a -> Repo.get(Post, x)\n:b -> 1\n:c -> 2\nend\nend",
        "Enum.each(xs, fn x -> Task.start(fn -> Repo.get(Post, x) end) end)",
        "Enum.reduce(xs, Post, fn x, q -> where(q, id: ^Repo.get(Post, x).id) end)",
        "for x <- Repo.all(Post), do: x.id",
    ],
)
def test_what_is_no_loop_over_queries(code: str) -> None:
    assert looped(project(f"def f(xs) do\n{indent(code, '  ')}\nend")) == []


@pytest.mark.parametrize(
    ("code", "dep"),
    [
        ("Enum.map(xs, &Repo.all/1)", "whole"),
        ("Enum.map(xs, &Repo.all(from p in Post, where: p.id in ^&1.ids))", "group"),
        ('Enum.map(xs, &Repo.query!("SELECT 1 FROM #{&1}"))', "text"),
    ],
)
def test_where_there_is_nothing_to_gather(code: str, dep: str) -> None:
    found = looped(project(f"def f(xs), do: {code}"))
    assert [(each[2], each[3]) for each in found] == [(dep, 2)]


def test_through_functions() -> None:
    found = project(
        """
        def f(xs), do: Enum.map(xs, &one/1)
        def g(xs), do: Enum.map(xs, fn x -> two(1, x) end)
        def h(xs), do: Enum.map(xs, fn x -> two(x, 1) end)
        def one(x), do: two(0, x.id)
        def two(_tag, id), do: Repo.get(Post, id)
        """
    )
    assert looped(found) == [("one", "get", "part", 0), ("two", "get", "part", 0)]


def test_a_function_that_remembers_does_not_count() -> None:
    found = project(
        """
        def f(xs), do: Enum.map(xs, &one/1)

        @decorate cacheable(cache: Cache)
        def one(x), do: Repo.get(Post, x)
        """
    )
    assert looped(found) == []


def test_what_is_loaded_already_is_not_asked_for() -> None:
    found = project(
        """
        def f, do: Post |> preload(:author) |> Repo.all() |> Enum.map(&author/1)
        def g, do: Post |> preload(:tags) |> Repo.all() |> Enum.map(&author/1)
        def h(xs), do: Enum.map(xs, &careful/1)
        def author(x), do: Repo.preload(x, :author).author

        def careful(x) do
          if Ecto.assoc_loaded?(x.author), do: x, else: Repo.preload(x, :author)
        end
        """
    )
    assert looped(found) == [
        ("author", "preload", "part", 2),
        ("author", "preload", "part", 0),
    ]


def test_recursion_views_and_changesets_are_loops() -> None:
    found = project(
        """
        def f([x | xs]), do: [Repo.get(Post, x) | f(xs)]
        def f([]), do: []
        """,
        lib__view="""
defmodule App.PostView do
  def render("index.json", %{posts: posts}), do: render_many(posts, __MODULE__, "post.json")
  def render("post.json", %{post: post}), do: App.Repo.preload(post, :author)
end
""",
        lib__tag="""
defmodule App.Tag do
  def changeset(tag, attrs), do: {tag, App.Repo.get_by(App.Tag, name: attrs.name)}
end
""",
        lib__post="""
defmodule App.Post do
  use Ecto.Schema

  schema "posts" do
    has_many :tags, App.Tag
  end

  def changeset(post, attrs), do: post |> cast(attrs, []) |> cast_assoc(:tags)
end
""",
    )
    assert [each[1] for each in looped(found)] == ["get", "get_by", "preload"]


def test_all_rows_of_a_table_are_told_apart() -> None:
    found = project(
        """
        def f, do: Enum.map(Repo.all(Post), &Repo.get(Post, &1.next))
        def g, do: Enum.map(Repo.all(from p in Post, limit: 3), &Repo.get(Post, &1.next))
        """
    )
    sizes = [each.loop.size.value for each in Ask(found)(QueriesInLoops).direct]
    assert sizes == ["table", "query"]


def test_code_that_only_migrations_call_runs_once() -> None:
    files = {
        "lib/fill.ex": "defmodule Fill do\n  def run, do: :ok\nend\n",
        "lib/both.ex": "defmodule Both do\n  def run, do: :ok\nend\n",
        "lib/other.ex": "defmodule Other do\n  def f, do: Both.run()\nend\n",
        "priv/repo/migrations/1_a.exs": (
            "defmodule A do\n  def up do\n    Fill.run()\n    Both.run()\n  end\nend\n"
        ),
    }
    assert one_off_modules(project_of(files)) == {"Fill"}


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("Enum.map(x, fn\n {:id, v} -> Repo.get(Post, v)\n {_, v} -> v\n end)", 0),
        ("Enum.map(x, fn {k, v} ->\n if k == :id, do: Repo.get(Post, v)\n end)", 0),
        ("Enum.map(x, fn\n {:ok, v} -> Repo.get(Post, v)\n other -> other\n end)", 1),
        ("Enum.map(x, fn\n v when is_atom(v) -> v\n v -> Repo.get(Post, v)\n end)", 1),
        (
            "Enum.reduce_while(x, 0, fn v, acc ->\n"
            " if v > 1 do\n {:halt, Repo.get(Post, v)}\n else\n {:cont, acc}\n end\n end)",
            0,
        ),
        (
            "Enum.reduce_while(x, 0, fn v, acc ->\n"
            " p = Repo.get(Post, v)\n if p, do: {:halt, p}, else: {:cont, acc}\n end)",
            1,
        ),
    ],
)
def test_what_runs_for_one_element_only_is_no_loop(body: str, count: int) -> None:
    assert len(looped(project(f"def f(x) do\n{body}\nend"))) == count


@pytest.mark.parametrize(("struct", "count"), [("App.Post", 1), ("App.User", 0)])
def test_the_clause_that_is_taken_counts(struct: str, count: int) -> None:
    body = f"""
    def f(x), do: for(%{struct}{{}} = y <- x, do: g(y))
    defp g(%App.User{{}}), do: nil
    defp g(y), do: Repo.get(Post, y.id)
    """
    assert len(looped(project(body))) == count


def test_a_resolver_of_a_listed_object_is_a_loop() -> None:
    schema = """
    defmodule App.Types do
      use Absinthe.Schema.Notation

      object :post do
        field :author, :user, resolve: &App.M.author/3
        field :editor, :user do
          resolve(&App.M.editor/3)
        end
      end

      object :queries do
        field :posts, list_of(:post)
        field :user, :user, resolve: &App.M.user/3
      end
    end
    """
    body = """
    def author(%{author_id: id}, _, _), do: Repo.get(Post, id)
    def editor(post, _, _), do: Repo.get(Post, post.editor_id)
    def user(_, %{id: id}, _), do: Repo.get(Post, id)
    """
    assert len(looped(project(body, lib__app__types=dedent(schema)))) == 2
