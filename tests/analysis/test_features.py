"""Features that were asked for."""

import pytest

from dralint.analysis.map.asked import PARTS
from dralint.analysis.map.features import Feature, Features
from dralint.engine.ask import Ask
from dralint.testing import project_of

CREATE = """
defmodule Shop.Sales.Order.Create do
  @doc "Makes an order."
  @spec call(map()) :: {:ok, map()}
  def call(attrs), do: {:ok, attrs}
end
"""
LIST = "defmodule Shop.Sales.Order.List do\n  def call(filter), do: {:ok, filter}\nend\n"
API = (
    "defmodule Shop.Sales.Order.API do\n"
    "  def create(attrs), do: Shop.Sales.Order.Create.call(attrs)\nend\n"
)
TEST = (
    "defmodule Shop.Sales.Order.CreateTest do\n  use ExUnit.Case\n"
    '  test "creates", do: assert {:ok, _} = Shop.Sales.Order.Create.call(%{})\nend\n'
)
FLAT = {
    "lib/shop/sales/order/create.ex": CREATE,
    "lib/shop/sales/order/list.ex": LIST,
    "lib/shop/sales/order/api.ex": API,
    "test/shop/sales/order/create_test.exs": TEST,
}


def rows(text: str, files: dict[str, str]) -> dict[str, tuple[str, ...]]:
    feature = Feature.parse(text)
    assert feature is not None
    features = Ask(project_of(files))(Features)
    return {row.action: row.missing for row in features.rows(feature)}


def test_what_is_there_and_what_is_not() -> None:
    assert rows("sales order create,list,delete", FLAT) == {
        "create": (),
        "list": ("spec", "doc", "api", "test"),
        "delete": PARTS,
    }


def test_plurals_are_the_same() -> None:
    assert rows("sale orders create", FLAT) == {"create": ()}


def test_ash_declares_its_actions() -> None:
    order = (
        "defmodule Shop.Sales.Order do\n  use Ash.Resource, domain: Shop.Sales\n"
        "  actions do\n    create :place\n    update :ship\n  end\n"
        "  code_interface do\n    define :place\n  end\nend\n"
    )
    assert rows("sales order place,ship,cancel", {"lib/shop/sales/order.ex": order}) == {
        "place": (),
        "ship": ("api",),
        "cancel": PARTS,
    }


@pytest.mark.parametrize("text", ["", "sales order", "sales order ,", "sales order a b"])
def test_what_is_no_feature(text: str) -> None:
    assert Feature.parse(text) is None
