defmodule Shop.Orders.OrderTest do
  use Shop.DataCase, async: true

  alias Shop.Orders.LineItem
  alias Shop.Orders.Order

  @line %{product_id: 1, name: "Teapot", quantity: 2, unit_price_cents: 2_500}

  describe "changeset/2" do
    test "accepts lines" do
      changeset = Order.changeset(%Order{}, %{lines: [@line]})
      assert changeset.valid?
      assert [%{changes: %{quantity: 2}}] = changeset.changes.lines
    end

    test "requires lines" do
      assert %{lines: [_message]} = errors_on(Order.changeset(%Order{}, %{lines: []}))
    end

    test "rejects a line that is not valid" do
      changeset = Order.changeset(%Order{}, %{lines: [%{@line | quantity: 0}]})
      assert %{lines: [%{quantity: [_message]}]} = errors_on(changeset)
    end
  end

  describe "the changeset of a line" do
    test "accepts complete attributes" do
      assert LineItem.changeset(%LineItem{}, @line).valid?
    end

    test "rejects a quantity of nothing" do
      changeset = LineItem.changeset(%LineItem{}, %{@line | quantity: 0})
      assert %{quantity: [_message]} = errors_on(changeset)
    end
  end
end
