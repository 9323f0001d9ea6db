defmodule Shop.Orders.LineItemTest do
  use Shop.DataCase, async: true

  alias Shop.Orders.LineItem

  @attrs %{product_id: 1, name: "Teapot", quantity: 2, unit_price_cents: 2_500}

  describe "changeset/2" do
    test "accepts complete attributes" do
      assert LineItem.changeset(%LineItem{}, @attrs).valid?
    end

    test "rejects a quantity of nothing" do
      changeset = LineItem.changeset(%LineItem{}, %{@attrs | quantity: 0})
      assert %{quantity: [_message]} = errors_on(changeset)
    end
  end

  describe "total/1" do
    test "adds up quantity by price" do
      lines = [
        %LineItem{quantity: 2, unit_price_cents: 2_500},
        %LineItem{quantity: 1, unit_price_cents: 99}
      ]

      assert LineItem.total(lines) == 5_099
      assert LineItem.total([]) == 0
    end
  end
end
