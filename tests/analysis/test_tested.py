"""What is tested by what."""

from textwrap import dedent

import pytest

from dralint.analysis.tests.assertions import Assertions, Proof
from dralint.analysis.tests.exunit import ExUnit, is_skipped
from dralint.analysis.tests.routes import Routes
from dralint.analysis.tests.tested import Tested
from dralint.engine.ask import Ask
from dralint.project import Project
from dralint.testing import project_of


def project(files: dict[str, str]) -> Project:
    return project_of({path: dedent(text) for path, text in files.items()})


def reach(files: dict[str, str]) -> dict[str, str]:
    """Return how tests reach each module of the running code."""
    found = project(files)
    tested = Ask(found)(Tested)
    return {m.name: tested.reach(m).value for m in found.modules if m.file.is_code}


def module(name: str, body: str = "def f, do: :ok") -> str:
    return f"defmodule {name} do\n  {body}\nend\n"


def test_how_tests_reach_modules() -> None:
    assert reach(
        {
            "lib/a.ex": module("A", "def f, do: B.f()"),
            "lib/b.ex": module("B", "def f, do: C.f()"),
            "lib/c.ex": module("C", "def f, do: :ok\n  def g, do: D.f()"),
            "lib/d.ex": module("D"),
            "lib/e.ex": module("E"),
            "lib/f.ex": module("F"),
            "lib/g.ex": module("G", "def f, do: F.f()"),
            "lib/h.ex": module("H", "def f, do: G.f()"),
            "test/a_test.exs": module("ATest", 'test "a", do: assert(A.f())'),
            "test/e_test.exs": module("Other"),
            "test/x_test.exs": module("XTest", 'test "a", do: assert(A.f())'),
        }
    ) == {
        "A": "mirror",
        "B": "through",
        "C": "deep",
        "D": "named",
        "E": "mirror",
        "F": "none",
        "G": "none",
        "H": "unknown",
    }


def test_what_is_called_by_its_name() -> None:
    """States of a `:gen_statem`, and functions that a tuple names."""
    states = """@behaviour :gen_statem
  def init(_), do: {:ok, :off, nil}
  def callback_mode, do: :state_functions
  def off(:cast, :on, data), do: {:next_state, :on, data}
  def other(x), do: x
  def later(x), do: x
  @jobs [{__MODULE__, :later, [1]}]"""
    found = project({"lib/a.ex": module("A", states), "test/a_test.exs": module("ATest")})
    tested = Ask(found)(Tested)
    functions = [f for f in found.files[0].functions if f.name in ("off", "other", "later")]
    assert {f.name: tested.reach_of(f).value for f in functions} == {
        "off": "unknown",
        "other": "none",
        "later": "unknown",
    }


@pytest.mark.parametrize(
    "test",
    [
        "doctest A",
        'test "x", do: assert(%A{} = f())',
        'test "x", do: start_supervised!({A, []})',
        'test "x", do: assert(Enum.map([1], &A.f/1))',
        'setup do\n    A.f()\n    :ok\n  end\n  test "x", do: assert(1)',
        "use A",
    ],
)
def test_what_counts_as_direct(test: str) -> None:
    files = {"lib/a.ex": module("A"), "test/other_test.exs": module("OtherTest", test)}
    assert reach(files) == {"A": "direct"}


def test_an_alias_alone_says_nothing() -> None:
    files = {"lib/a.ex": module("A"), "test/other_test.exs": module("OtherTest", "alias A")}
    assert reach(files) == {"A": "unknown"}


def test_who_calls_a_process_has_its_callbacks_run() -> None:
    server = """
        defmodule Server do
          use GenServer
          def ask, do: GenServer.call(__MODULE__, :ask)
          def init(_), do: {:ok, Source.load()}
          def handle_call(:ask, _, state), do: {:reply, state, state}
        end
        """
    found = reach(
        {
            "lib/server.ex": server,
            "lib/source.ex": module("Source", "def load, do: 1"),
            "test/x_test.exs": module("XTest", 'test "x", do: assert(Server.ask())'),
        }
    )
    assert found == {"Server": "direct", "Source": "through"}


ROUTER = """
    defmodule AppWeb.Router do
      use Phoenix.Router

      scope "/api", AppWeb do
        scope "/v1" do
          get "/users/:id", UserController, :show
          post "/users", UserController, :create
        end

        resources "/posts", PostController
        live "/board", BoardLive
      end
    end
    """


@pytest.mark.parametrize(
    ("request_", "found"),
    [
        ('get(conn, "/api/v1/users/1")', {("AppWeb.UserController", "show")}),
        ('get(conn, "/api/v1/users/#{id}?a=1")', {("AppWeb.UserController", "show")}),
        ('post(conn, ~p"/api/v1/users", %{})', {("AppWeb.UserController", "create")}),
        ('conn |> delete("/api/posts/1")', {("AppWeb.PostController", "delete")}),
        ('live(conn, "/api/board")', {("AppWeb.BoardLive", None)}),
        ('visit(session, "/api/board")', {("AppWeb.BoardLive", None)}),
        ("get(conn, Routes.user_path(conn, :show, 1))", {("AppWeb.UserController", "show")}),
        ('get(conn, "/nowhere")', set()),
    ],
)
def test_requests(request_: str, found: set[tuple[str, str | None]]) -> None:
    files = {
        "lib/app_web/router.ex": ROUTER,
        "test/x_test.exs": module("XTest", f'test "x", %{{conn: conn}}, do: {request_}'),
    }
    routes = Ask(project(files))(Routes)
    assert routes.requested == found
    assert not routes.unknown_requests


def test_a_request_whose_path_is_unknown() -> None:
    files = {
        "lib/app_web/router.ex": ROUTER,
        "test/x_test.exs": module("XTest", 'test "x", %{conn: conn, path: p}, do: get(conn, p)'),
    }
    assert Ask(project(files))(Routes).unknown_requests


def proof(body: str, **helpers: str) -> Proof:
    test = f'defmodule XTest do\n  import Help\n  test "x" do\n    {body}\n  end\nend\n'
    help_ = "defmodule Help do\n" + "\n".join(helpers.values()) + "\nend\n"
    found = project({"test/x_test.exs": test, "test/support/help.ex": help_})
    function = next(f for file in found.files for f in file.functions if f.data.is_test)
    return Ask(found)(Assertions).proof(function)


@pytest.mark.parametrize(
    "body",
    [
        "assert f()",
        "{:ok, _} = App.f()",
        "%{} = App.f()",
        "case App.f() do\n {:ok, x} -> x\n end",
        "receive do\n :a -> :ok\n end",
        "raise App.f()",
        "Mox.expect(App.Mock, :f, fn -> 1 end)",
        "check all x <- integer(), do: App.f(x)",
        "Enum.each(App.f(), fn x -> refute x end)",
        "App.f() |> assert_has()",
        'get(conn, "/") |> json_response(200)',
        "helper()",
    ],
)
def test_what_asserts(body: str) -> None:
    assert (
        proof(body, a="def helper, do: inner()", b="defp inner, do: assert(App.f())") is Proof.YES
    )


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("App.f()", Proof.NO),
        ("x = App.f()\n x", Proof.NO),
        ("quiet()", Proof.NO),
        ("somebody_elses(1)", Proof.UNKNOWN),
        ("context.check.()", Proof.UNKNOWN),
        ("Wallaby.Browser.visit(1)", Proof.UNKNOWN),
    ],
)
def test_what_does_not(body: str, found: Proof) -> None:
    assert proof(body, a="def quiet, do: App.f()") is found


def test_comparisons_for_nothing() -> None:
    text = """
        defmodule XTest do
          test "x" do
            f() == 1
            y = f() == 2
            if g(), do: f() == 3
            Enum.any?([], fn x -> x == 4 end)
            h(fn ->
              f() == 5
              :ok
            end)
            assert f() == 6
            f() =~ "7"
          end
        end
        """
    found = project({"test/x_test.exs": text})
    function = next(f for f in found.files[0].functions)
    lines = [found.files[0].place(op).start.line for op in Assertions.of(found).discarded(function)]
    assert sorted(lines) == [4, 6, 9, 13]


def test_excluded_and_skipped() -> None:
    found = project(
        {
            "test/test_helper.exs": "ExUnit.start(exclude: [:pending, slow: true])\n",
            "test/x_test.exs": """
                defmodule XTest do
                  @tag skip: false
                  test "a", do: assert(1)
                  @tag :skip
                  test "b", do: assert(1)
                  @tag skip: "later"
                  test "c", do: assert(1)
                end
                """,
        }
    )
    assert Ask(found)(ExUnit).excluded(found.apps[0]) == {"pending", "slow"}
    tests = [f for file in found.files for f in file.functions]
    assert [is_skipped(f) for f in tests] == [False, True, True]
