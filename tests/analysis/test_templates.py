"""Templates: the code in them, and the modules that they belong to."""

import pytest

from dralint.analysis.liveview.template_code import code_of
from dralint.analysis.liveview.templates import Templates
from dralint.testing import project_of
from dralint.text import Lines


def called(text: str, heex: bool = True) -> list[tuple[str, int]]:
    """Return the calls in a template, with the lines that they stand on."""
    outline = code_of(text.encode(), heex)
    assert outline.breaks == ()
    lines = Lines.of(text.encode())
    return [(each.name, lines.line(each.start)) for each in outline.calls]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("<p>{a(1)}</p>", ["a"]),
        ('<p class={a(1)} id="{b()}" x=\'{c()}\'>{d(2)} "{e(3)}"</p>', ["a", "d", "e"]),
        ('{%{a: a(1), b: "}"}}<%= b({1, 2}) %>', ["a", "b"]),
        ("<% # no\n %><%# a() %><%% b() %><%!-- <%= c() %> --%><!-- {d()} -->", []),
        ("<script>let x = {a: a()}; <%= b(1) %></script><style>p {c()}</style>{d(1)}", ["b", "d"]),
        ('<a href="<%= a(1) %>" title="x > {b()}">{c(1)}</a>', ["a", "c"]),
        ("<%= if a(1) do %>x<% else %><%= b(2) %><% end %>", ["a", "b"]),
        ("<%= case a(1) do %><% :x -> %>{b(1)}<% _ -> %>{c(1)}<% end %>", ["a", "b", "c"]),
        ("<%= f @x, fn f -> %><%= g(f) %><% end %>", ["g", "f"]),
        ("<li :for={x <- all(1)} :if={x.ok?}>{x.name}</li>", ["all"]),
        ("1 < 2 {a(1)}", ["a"]),
        ("{a(1", []),
    ],
)
def test_code(text: str, names: list[str]) -> None:
    outline = code_of(text.encode(), heex=True)
    assert [each.name for each in outline.calls if each.name not in ("ok?", "name")] == names or (
        outline.breaks and not names
    )


def test_braces_are_text_in_eex() -> None:
    assert called("p {a()} <%= b(1) %>", heex=False) == [("b", 1)]


def test_places_are_those_of_the_template() -> None:
    assert called("é\r\n<p>\n  {a(1)}\n</p><%= b(\n  2) %>") == [("a", 3), ("b", 4)]
    outline = code_of("é {a(1)}".encode(), heex=True)
    assert [(each.name_start, each.name_end) for each in outline.calls] == [(4, 5)]


LIVE = "defmodule ShopWeb.CartLive do\n  use Phoenix.LiveView\n{}end\n"
WEB = """
defmodule ShopWeb do
  def view do
    quote do
      use Phoenix.View, root: "lib/shop_web/templates", namespace: ShopWeb
      import ShopWeb.Words
    end
  end

  defmacro __using__(which), do: apply(__MODULE__, which, [])
end
"""
VIEW = "defmodule ShopWeb.Admin.UserRoleView do\n  use ShopWeb, :view\n  def own(x), do: x\nend\n"
HTML = """
defmodule ShopWeb.PageHTML do
  use Phoenix.Component
  alias Shop.Cart
  embed_templates "page_html/*"
  embed_templates "../../../deps/*"
end
"""
PAPERS = {
    "lib/shop_web/live/cart_live.html.heex": "",
    "lib/shop_web/live/other_live.html.heex": "",
    "lib/shop_web/page_html/index.html.heex": "",
    "lib/shop_web/page_html/index.text.eex": "",
    "lib/shop_web/page_html/deep/index.html.heex": "",
    "lib/shop_web/templates/admin/user_role/show.html.eex": "",
    "lib/shop_web/templates/user_role/show.html.eex": "",
}


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("live/cart_live.ex", LIVE, ["live/cart_live.html.heex"]),
        (
            "page_html.ex",
            HTML,
            ["page_html/index.html.heex", "page_html/index.text.eex"],
        ),
        ("views/user_role_view.ex", VIEW, ["templates/admin/user_role/show.html.eex"]),
        ("views/plain_view.ex", "defmodule ShopWeb.PlainView do\nend\n", []),
    ],
)
def test_whose_templates(path: str, text: str, found: list[str]) -> None:
    files = {f"lib/shop_web/{path}": text, "lib/shop_web.ex": WEB, **PAPERS}
    project = project_of(files)
    module = next(m for m in project.modules if m.file.path == f"lib/shop_web/{path}")
    templates = Templates.of(project).of_module(module)
    assert [paper.name.removeprefix("lib/shop_web/") for paper in templates] == found


def test_what_is_reached() -> None:
    files = {
        "lib/shop_web/views/user_role_view.ex": VIEW.replace(
            "  def", "  alias Shop.Cart\n  def", 1
        ),
        "lib/shop_web.ex": WEB,
        "lib/shop/cart.ex": "defmodule Shop.Cart do\n  def sum(x), do: x\nend\n",
        "lib/shop_web/words.ex": "defmodule ShopWeb.Words do\n  def w(x), do: x\nend\n",
        "lib/shop_web/templates/admin/user_role/show.html.eex": (
            "<%= Cart.sum(1) %><%= own(1) %><%= w(1) %><%= w(1, 2) %><%= Shop.Cart.sum(2) %>"
        ),
    }
    project = project_of(files)
    module = next(m for m in project.modules if m.name.endswith("UserRoleView"))
    templates = Templates.of(project)
    [paper] = templates.of_module(module)
    wanted = {"sum": {"Shop.Cart"}, "own": {module.name}, "w": {"ShopWeb.Words"}}
    calls = list(templates.calls(module, paper, wanted))
    assert [call.callee.full_name for call in calls] == [
        "Shop.Cart.sum/1",
        "ShopWeb.Admin.UserRoleView.own/1",
        "ShopWeb.Words.w/1",
        "Shop.Cart.sum/1",
    ]
    assert [call.span.start.column for call in calls] == [5, 23, 36, 61]
    assert list(templates.calls(module, paper, {"sum": {"Shop.Other"}})) == []
