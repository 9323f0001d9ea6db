"""Where domains reach into each other."""

from dralint.analysis.layout.borders import Borders
from dralint.analysis.layout.dra import DraOptions
from dralint.analysis.layout.layout import Layout
from dralint.testing import project_of

MIX = "defmodule Shop.MixProject do\n  def project, do: [app: :shop]\nend\n"
SCHEMA = 'defmodule Shop.Sales.Order do\n  use Ecto.Schema\n  schema "orders" do\n  end\nend\n'


def action(name: str, body: str) -> str:
    return f"defmodule {name} do\n  import Ecto.Query\n  def call(x), do: {body}\nend\n"


def crossings(*bodies: tuple[str, str]) -> list[tuple[str, str, bool]]:
    """Return the crossings of actions given by the path of their file and their body."""
    files = {
        "lib/shop/sales/order/create.ex": action("Shop.Sales.Order.Create", "{:ok, x}"),
        "lib/shop/sales/order/list.ex": action("Shop.Sales.Order.List", "{:ok, x}"),
        "lib/shop/sales/order.ex": SCHEMA,
    }
    for path, body in bodies:
        name = ".".join(part.title() for part in f"shop/{path}".split("/"))
        files[f"lib/shop/{path}.ex"] = action(name, body)
    project = project_of({"mix.exs": MIX, **files})
    layout = Layout.of(project, DraOptions())
    found = Borders.of(project, layout).crossings
    return [(each.caller.name, each.callee.name, each.query) for each in found]


def test_a_call() -> None:
    found = crossings(("stock/item/count", "Shop.Sales.Order.List.call(x)"))
    assert found == [("Shop.Stock.Item.Count", "Shop.Sales.Order.List", False)]


def test_a_capture_is_a_call() -> None:
    found = crossings(("stock/item/count", "Enum.map(x, &Shop.Sales.Order.List.call/1)"))
    assert [callee for _, callee, _ in found] == ["Shop.Sales.Order.List"]


def test_a_query_names_a_schema() -> None:
    found = crossings(("stock/item/count", "from(o in Shop.Sales.Order, where: o.id == ^x)"))
    assert found == [("Shop.Stock.Item.Count", "Shop.Sales.Order", True)]


def test_structs_and_the_own_domain_are_no_border() -> None:
    assert crossings(("stock/item/count", "%Shop.Sales.Order{id: x}")) == []
    assert crossings(("sales/refund/create", "Shop.Sales.Order.List.call(x)")) == []


def test_a_domain_inside_another_is_no_border() -> None:
    assert crossings(("sales/catalog/item/list", "Shop.Sales.Order.List.call(x)")) == []


def test_the_graph_counts_calls() -> None:
    body = "[Shop.Sales.Order.List.call(x), Shop.Sales.Order.Create.call(x)]"
    files = {
        "lib/shop/sales/order/create.ex": action("Shop.Sales.Order.Create", "{:ok, x}"),
        "lib/shop/sales/order/list.ex": action("Shop.Sales.Order.List", "{:ok, x}"),
        "lib/shop/stock/item/count.ex": action("Shop.Stock.Item.Count", body),
    }
    project = project_of({"mix.exs": MIX, **files})
    graph = Borders.of(project, Layout.of(project, DraOptions())).graph
    assert {one: {o: len(s) for o, s in to.items()} for one, to in graph.items()} == {
        "stock": {"sales": 2}
    }
