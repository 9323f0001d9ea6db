"""Names are resolved as the compiler would, and what cannot be known stays unknown."""

from textwrap import dedent

import pytest

from dralint.project import Project
from dralint.testing import project_of


def linked(**files: str) -> Project:
    return project_of({f"lib/{name}.ex": dedent(text) for name, text in files.items()})


def targets(project: Project, path: str) -> dict[str, str | None]:
    """Return the target of each call by `name/arity`."""
    return {f"{c.name}/{c.arity}": c.target for c in project.by_path[path].calls}


def test_local_calls() -> None:
    project = linked(
        helpers="""
        defmodule Helpers do
          def shout(text), do: text
          defp hidden(text), do: text
        end
        """,
        a="""
        defmodule A do
          import Helpers
          import Elsewhere, only: [given: 1]
          import Kernel, except: [spawn: 1]

          def f(x) do
            g(x)
            shout(x)
            hidden(x)
            given(x)
            given(x, x)
            is_nil(x)
            spawn(x)
            spawn_link(x)
            unknown(x)
          end

          defp g(x), do: x
        end
        """,
    )
    assert targets(project, "lib/a.ex") == {
        "g/1": "A",
        "shout/1": "Helpers",
        "hidden/1": None,
        "given/1": "Elsewhere",
        "given/2": None,
        "is_nil/1": "Kernel",
        "spawn/1": None,
        "spawn_link/1": "Kernel",
        "unknown/1": None,
    }


def test_an_own_function_hides_that_of_kernel() -> None:
    project = linked(a="defmodule A do\n  def f, do: spawn(1)\n  def spawn(x), do: x\nend\n")
    assert targets(project, "lib/a.ex") == {"spawn/1": "A"}


def test_default_arguments_make_a_range() -> None:
    project = linked(a="defmodule A do\n  def f(a, b \\\\ 1), do: {a, b}\nend\n")
    assert project.function("A", "f", 1) is not None
    assert project.function("A", "f", 2) is not None
    assert project.function("A", "f", 3) is None


def test_calls_through_attributes() -> None:
    project = linked(
        a="""
        defmodule A do
          @client Real.Client
          def f, do: @client.get(1)
          def g(m), do: m.get(1)
        end
        """
    )
    assert [c.target for c in project.by_path["lib/a.ex"].calls] == ["Real.Client", None]


def test_use_of_a_known_module() -> None:
    project = linked(a="defmodule A do\n  use GenServer\nend\n")
    (module,) = project.modules
    assert module.effects.process == "server"
    assert ("handle_call", 3) in module.effects.callbacks
    assert not module.effects.open


def test_use_of_an_unknown_module_opens_the_world() -> None:
    project = linked(a="defmodule A do\n  use Unknown.Thing\nend\n")
    (module,) = project.modules
    assert module.effects.open


def test_use_is_followed_through_the_projects_own_macros() -> None:
    project = linked(
        server="""
        defmodule My.Server do
          defmacro __using__(_opts) do
            quote do
              use GenServer
              import My.Tools
              alias My.Deep.Repo
              def ping(x), do: x
            end
          end
        end
        """,
        tools="defmodule My.Tools do\n  def tool(x), do: x\nend\n",
        repo="defmodule My.Deep.Repo do\n  use Ecto.Repo, otp_app: :my\nend\n",
        a="""
        defmodule A do
          use My.Server
          def f(x), do: {tool(x), ping(x), Repo.get(x, 1)}
        end
        """,
    )
    module = project.module("A")
    assert module is not None
    assert module.effects.process == "server"
    assert not module.effects.open
    assert targets(project, "lib/a.ex") == {
        "tool/1": "My.Tools",
        "ping/1": "A",
        "get/2": "My.Deep.Repo",
    }


def test_use_with_a_literal_picks_the_function_of_that_name() -> None:
    project = linked(
        web="""
        defmodule ShopWeb do
          def controller do
            quote do
              use Phoenix.Controller
              unquote(helpers())
            end
          end

          def live_view do
            quote do
              use Phoenix.LiveView
            end
          end

          defp helpers do
            quote do
              import ShopWeb.Tools
            end
          end

          defmacro __using__(which) when is_atom(which) do
            apply(__MODULE__, which, [])
          end
        end
        """,
        tools="defmodule ShopWeb.Tools do\n  def tool(x), do: x\nend\n",
        a="defmodule A do\n  use ShopWeb, :controller\n  def f(x), do: tool(x)\nend\n",
        b="defmodule B do\n  use ShopWeb, :live_view\nend\n",
    )
    a, b = project.module("A"), project.module("B")
    assert a is not None and b is not None
    assert (a.effects.process, b.effects.process) == (None, "live")
    assert targets(project, "lib/a.ex") == {"tool/1": "ShopWeb.Tools"}


def test_behaviours_of_the_project() -> None:
    project = linked(
        b="defmodule Store do\n  @callback fetch(term()) :: term()\nend\n",
        a="""
        defmodule A do
          @behaviour Store
          def fetch(x), do: x
          def fetch(x, y), do: {x, y}
        end
        """,
    )
    module = project.module("A")
    assert module is not None
    assert [(f.label, f.is_callback) for f in module.functions] == [
        ("fetch/1", True),
        ("fetch/2", False),
    ]


def test_calls_by_target() -> None:
    project = linked(
        a="defmodule A do\n  alias My.File\n  def f(x), do: {File.read(x), :file.read(x)}\nend\n",
        b="defmodule B do\n  def f(x), do: x |> File.read()\nend\n",
    )
    assert [c.file.path for c in project.calls_to("File.read/1")] == ["lib/b.ex"]
    assert [c.file.path for c in project.calls_to("My.File.read/*")] == ["lib/a.ex"]
    assert list(project.calls_to("File.read/2")) == []


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("mix.exs", "mix"),
        ("config/runtime.exs", "config"),
        ("priv/repo/migrations/1_a.exs", "migration"),
        ("priv/repo/seeds.exs", "seeds"),
        ("test/a_test.exs", "test"),
        ("test/support/case.ex", "support"),
        ("lib/shop/release.ex", "release"),
        ("lib/mix/tasks/shop.ex", "task"),
        ("lib/shop_web/router.ex", "web"),
        ("lib/shop_web.ex", "web"),
        ("lib/shop/cart.ex", "lib"),
        ("lib/shop/proto.pb.ex", "generated"),
        ("bench/run.exs", "script"),
        ("run.exs", "script"),
    ],
)
def test_kinds(path: str, kind: str) -> None:
    project = project_of({path: "defmodule A do\nend\n"})
    assert project.by_path[path].kind == kind


def test_what_a_file_says_of_itself_decides_its_kind() -> None:
    project = linked(
        a="defmodule A do\n  use Mix.Task\nend\n",
        b="# Generated. DO NOT EDIT.\ndefmodule B do\nend\n",
    )
    assert [file.kind for file in project.files] == ["task", "generated"]
