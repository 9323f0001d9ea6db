defmodule Shop.Orders.Order.FetchTest do
  use Shop.DataCase, async: true

  alias Shop.Orders.Order.Fetch

  test "returns the order with its lines" do
    customer = customer()
    order = order(customer)
    assert {:ok, found} = Fetch.call(customer.id, order.id)
    assert [%{name: "Teapot", quantity: 2}] = found.lines
  end

  test "does not return the order of somebody else" do
    order = order(customer())
    assert Fetch.call(customer().id, order.id) == {:error, :not_found}
  end
end
