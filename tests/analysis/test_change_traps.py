"""What is no change, or one change and not many: shapes that real changes had."""

import pytest

from dralint.finding import ERROR
from tests.analysis.test_changes import changes, module

ROUTER = """\
defmodule ShopWeb.Router do
  use Phoenix.Router

  scope "/", ShopWeb do
    {}
  end
end
"""
APPLICATION = """\
defmodule Shop.Application do
  use Application

  def start(_type, _args) do
    {}
    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
"""
STARTED = {
    "mix.exs": "defmodule S.MixProject do\n  def project, do: [app: :shop]\n"
    "  def application, do: [mod: {Shop.Application, []}]\nend\n"
}


def routes(*lines: str) -> dict[str, str]:
    return {"lib/shop_web/router.ex": ROUTER.format("\n    ".join(lines))}


def specced(spec: str) -> dict[str, str]:
    return {"lib/paper.ex": module(f"{spec}\ndef f(x), do: g(x)")}


def children(*lines: str) -> dict[str, str]:
    return {**STARTED, "lib/shop/application.ex": APPLICATION.format("\n    ".join(lines))}


def suite(name: str, *bodies: str) -> str:
    cases = "\n".join(bodies)
    return f"defmodule {name} do\n  use ExUnit.Case\n{cases}\nend\n"


def case(title: str, body: str = "assert Paper.f(1) == 1") -> str:
    return f'  test "{title}" do\n    {body}\n  end\n'


def test_resources_declare_what_their_options_choose() -> None:
    whole = routes('resources "/users", UserController')
    some = routes('resources "/users", UserController, only: [:index, :show]')
    found = changes(whole, some)
    assert [subject for _, subject in found] == [
        "GET /users/new",
        "POST /users",
        "GET /users/:id/edit",
        "PATCH /users/:id",
        "PUT /users/:id",
        "DELETE /users/:id",
    ]
    rest = "except: ~w(new create edit update delete)a"
    assert changes(some, routes(f'resources "/users", UserController, {rest}')) == []
    one = routes('resources "/users", UserController, only: [:show], singleton: true')
    written = routes('get "/users", UserController, :show')
    assert changes(one, written) == []


def test_options_that_are_listed_are_a_union() -> None:
    old = "@spec f([a: integer(), b: atom()]) :: :ok"
    new = "@spec f([{:a, integer()} | {:b, atom()} | {:c, map()}]) :: :ok"
    assert changes(specced(old), specced(new)) == []
    assert changes(specced(new), specced(old)) == [("gate-api-spec", "Paper.f/1")]
    assert changes(specced("@spec f(keyword()) :: :ok"), specced(new)) == []
    assert (
        changes(specced("@spec f(list(atom())) :: :ok"), specced("@spec f([atom()]) :: :ok")) == []
    )


def test_a_type_of_another_module_stands_for_what_it_is() -> None:
    unit = {"lib/unit.ex": module("@type t :: :day | :week", "Unit")}
    old, new = specced("@spec f(:day | :week) :: :ok"), specced("@spec f(Unit.t()) :: :ok")
    assert changes({**unit, **old}, {**unit, **new}) == []
    aliased = specced("@spec f(Deep.t()) :: :ok")
    deep = {"lib/deep.ex": module("@type t :: :day", "Some.Deep")}
    assert changes({**deep, **old}, {**deep, **aliased}) == []


def test_many_functions_with_one_difference_are_one_change() -> None:
    def text(kind: str) -> dict[str, str]:
        lines = [f"@spec {n}({kind}) :: :ok\ndef {n}(x), do: g(x)" for n in "abcd"]
        return {"lib/paper.ex": module("\n".join(lines))}

    assert changes(text("integer() | nil"), text("integer()")) == [("gate-api-spec", "Paper")]


def test_a_callback_with_another_arity_is_one_change() -> None:
    old = {"lib/p.ex": module("@callback f(a :: atom()) :: :ok\n@callback g() :: :ok")}
    new = {"lib/p.ex": module("@callback f(atom(), map()) :: :ok\n@callback g() :: :ok")}
    assert changes(old, new) == [("gate-api-behaviour", "Paper.f/1")]


def test_who_implements_a_callback_may_return_less_than_before() -> None:
    old = {"lib/p.ex": module("@callback f(atom()) :: :ok")}
    new = {"lib/p.ex": module("@callback f(atom()) :: :ok | :error")}
    assert changes(old, new) == []
    assert changes(new, old) == [("gate-api-behaviour", "Paper.f/1")]


def test_what_all_ways_have_is_always_started() -> None:
    plain = children("children = [Shop.A, Shop.B]")
    forked = children(
        "children = [Shop.A, Shop.B]",
        "children = if node() != :nonode@nohost, do: [Shop.C | children], else: children",
    )
    assert changes(plain, forked) == [("gate-supervision-added", "Shop.C")]
    assert changes(forked, plain) == [("gate-supervision-removed", "Shop.C")]


@pytest.mark.parametrize(
    ("test", "told"),
    [("unless Mix.env() == :test", "error"), ("if Mix.env() == :test", "info")],
)
def test_a_child_of_production(test: str, told: str) -> None:
    new = children("children =", f"  [Shop.A] ++ ({test}, do: [Shop.B], else: [])")
    found = changes(children("children = [Shop.A]"), new, least=ERROR)
    assert found == ([("gate-supervision-added", "Shop.B")] if told == "error" else [])


def test_tests_that_were_moved_and_written_anew() -> None:
    code = {"lib/paper.ex": "defmodule Paper do\n  @moduledoc false\n  def f(x), do: x\nend\n"}
    old = {**code, "test/old/a_test.exs": suite("Old.ATest", case("it folds paper twice"))}
    titled = case("it folds paper twice", "assert Paper.f(2)")
    assert changes(old, {**code, "test/b_test.exs": suite("BTest", titled)}) == []
    worked = case("folding", "assert Paper.f(:a)")
    assert changes(old, {**code, "test/b_test.exs": suite("BTest", worked)}) == []
    other = case("folding", "assert 1 == 1")
    gone = [("gate-test-weakened", "Old.ATest")]
    assert changes(old, {**code, "test/b_test.exs": suite("BTest", other)}) == gone


def test_a_test_of_a_route_or_a_helper_that_is_gone() -> None:
    there = {
        **routes('get "/old", PageController, :old', 'get "/new", PageController, :new'),
        "lib/paper.ex": "defmodule Paper do\n  def f(x), do: x\nend\n",
    }
    gone = {
        **routes('get "/new", PageController, :new'),
        "lib/paper.ex": "defmodule Paper do\nend\n",
    }
    asks = case("the old page", 'assert get(conn, "/old")')
    helped = case("with a helper", "assert fold(1)") + "  defp fold(x), do: Paper.f(x)\n"
    old = {**there, "test/a_test.exs": suite("ATest", asks, helped)}
    found = changes(old, {**gone, "test/a_test.exs": suite("ATest")})
    assert ("gate-http-route", "GET /old") in found
    assert [each for each in found if each[0] == "gate-test-weakened"] == []


def test_a_migration_that_renames_a_table_full_of_columns() -> None:
    renames = "\n".join(f"rename table(:users), :{n}, to: :term_{n}" for n in "abcd")
    path = "priv/repo/migrations/20250101000000_names.exs"
    text = f"defmodule M do\n  use Ecto.Migration\n  def change do\n{renames}\n  end\nend\n"
    assert changes({}, {path: text}) == [
        ("gate-migration-destructive", "20250101000000_names: renames 4")
    ]


def test_a_column_that_is_filled_before_it_is_required() -> None:
    path = "priv/repo/migrations/20250101000000_owner.exs"
    text = (
        "defmodule M do\n  use Ecto.Migration\n  def up do\n"
        "    alter table(:users) do\n      add :owner, :string, default: {}\n    end\n"
        "    alter table(:users) do\n      modify :owner, :string, null: false\n"
        "    end\n  end\nend\n"
    )
    assert changes({}, {path: text}) == []


def test_a_migration_that_lies_in_another_folder_now() -> None:
    text = "defmodule M do\n  use Ecto.Migration\n  def up do\n    drop table(:users)\n  end\nend\n"
    old, new = ({f"priv/{repo}/migrations/20250101000000_m.exs": text} for repo in ("repo", "main"))
    assert changes(old, new) == []


def test_dialyzer_looks_for_less() -> None:
    text = "defmodule M.MixProject do\n  def project, do: [app: :m, dialyzer: [flags: [{}]]]\nend\n"
    old, new = (
        {"mix.exs": text.format(flags)}
        for flags in (":error_handling, :underspecs", ":underspecs, :no_opaque")
    )
    assert changes(old, new) == [("gate-quality-weakened", "Dialyzer flags")]
    assert changes(old, old) == []


def test_a_plug_that_another_one_replaces() -> None:
    text = (
        "defmodule W.Router do\n  use Phoenix.Router\n  pipeline :b do\n    plug {}\n  end\nend\n"
    )
    old, new, none = (
        {"lib/w/router.ex": text.format(p)} for p in ("W.Auth", "W.Plug.Auth2", ":accepts")
    )
    assert changes(old, new, least=ERROR) == []
    assert changes(old, none) == [("gate-security-weakened", "W.Router W.Auth")]


PIPED = """\
defmodule W.Router do
  use Phoenix.Router
  pipeline :api do
    plug :accepts, ["json"]
    {}
  end
  pipeline :members do
    plug :accepts, ["json"]
    plug :ensure_member
  end
  scope "/api", W do
    pipe_through {}
    get "/rows", RowController, :index
  end
end
"""


def test_a_plug_moved_into_another_pipeline_of_the_same_route() -> None:
    old = {"lib/w/router.ex": PIPED.format("plug :ensure_member", ":api")}
    split = {"lib/w/router.ex": PIPED.format("", ":members")}
    lost = {"lib/w/router.ex": PIPED.format("", "[:api]")}
    assert changes(old, split) == []
    assert changes(old, lost) == [("gate-security-weakened", "W.Router ensure_member")]
    direct = {"lib/w/router.ex": PIPED.format("", "[:api, :ensure_member]")}
    assert changes(old, direct) == []
    assert changes(direct, lost) == [("gate-security-weakened", "W.Router ensure_member")]


def test_two_routers_have_a_front_page_each() -> None:
    text = (
        "defmodule {}.Router do\n  use Phoenix.Router\n  pipeline :b do\n    plug {}\n  end\n"
        '  scope "/" do\n    pipe_through :b\n    get "/", {}.PageController, :index\n  end\nend\n'
    )
    admin = {"lib/admin/router.ex": text.format("Admin", ":accepts", "Admin")}
    web = {"lib/w/router.ex": text.format("W", "W.Auth", "W")}
    assert changes(web, {**web, **admin}) == []
    assert changes({**web, **admin}, admin) == []


def test_a_session_of_live_views_that_lets_anybody_in() -> None:
    text = (
        'defmodule W.Router do\n  use Phoenix.Router\n  scope "/", W do\n'
        '    live_session :members{} do\n      live "/rows", RowLive\n    end\n  end\nend\n'
    )
    kept, lost = (
        {"lib/w/router.ex": text.format(t)} for t in (", on_mount: {W.Auth, :ensure_user}", "")
    )
    assert changes(kept, lost) == [
        ("gate-security-weakened", "W.Router W.Auth ensure_user"),
    ]


def test_modules_that_went_below_another_name_space() -> None:
    old = {
        "lib/a.ex": module("def a(x), do: x", "Old.A"),
        "lib/b.ex": module("def b(x), do: [x]", "Old.B"),
    }
    new = {**old, "lib/a.ex": module("def a(x), do: x", "Old.Utils.A")}
    assert changes(old, new) == [("gate-api-removed", "Old")]


def test_a_documented_module_without_functions_is_public_too() -> None:
    old = {"lib/a.ex": module("use GenServer\ndef init(x), do: {:ok, x}", "Old.Plugin")}
    assert changes({**old, **specced("")}, specced("")) == [("gate-api-removed", "Old.Plugin")]


def test_a_function_that_nobody_was_told_of() -> None:
    told = '@doc "Folds."\ndef f(x), do: g(x)\n'
    old = {"lib/paper.ex": module(f"{told}def h(x), do: g(x)")}
    new = {"lib/paper.ex": module(told)}
    assert changes(old, new) == [("gate-api-removed", "Paper.h/1")]
    assert changes(old, new, least=ERROR) == []
    silent = {"lib/paper.ex": module("def f(x), do: g(x)\ndef h(x), do: g(x)")}
    fewer = {"lib/paper.ex": module("def f(x), do: g(x)")}
    assert changes(silent, fewer, least=ERROR) == [("gate-api-removed", "Paper.h/1")]


def test_credo_allows_more() -> None:
    text = "%{{configs: [%{{checks: [{{Credo.Check.Refactor.Nesting, [max_nesting: {}]}}]}}]}}\n"
    old, new = ({".credo.exs": text.format(n)} for n in (2, 4))
    found = [("gate-quality-weakened", "Credo.Check.Refactor.Nesting max_nesting")]
    assert changes(old, new) == found
    assert changes(new, old) == []


CONTEXT = "defmodule Shop.{} do\n  def f(x), do: {}\nend\n"


def contexts(accounts: str, billing: str) -> dict[str, str]:
    files = {"accounts": ("Accounts", accounts), "billing": ("Billing", billing)}
    plain = "defmodule S.MixProject do\n  def project, do: [app: :shop]\nend\n"
    found = {"mix.exs": plain}
    for name, (title, body) in files.items():
        found[f"lib/shop/{name}.ex"] = CONTEXT.format(title, body)
        found[f"lib/shop/{name}/row.ex"] = CONTEXT.format(f"{title}.Row", "x")
    return found


def test_contexts_that_call_each_other_now() -> None:
    one = contexts("x", "Shop.Accounts.f(x)")
    both = contexts("Shop.Billing.f(x)", "Shop.Accounts.f(x)")
    ring = [("gate-architecture-deviation", "accounts -> billing")]
    assert changes(one, both) == ring
    assert changes(both, one) == []
    assert changes(both, both) == []
    assert changes(one, both, least=ERROR) == []
