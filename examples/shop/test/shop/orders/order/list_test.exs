defmodule Shop.Orders.Order.ListTest do
  use Shop.DataCase, async: true

  alias Shop.Orders.Order
  alias Shop.Orders.Order.List

  test "returns the orders of the customer in the status, the latest first" do
    customer = customer()
    [first, second] = [order(customer), order(customer)]
    {:ok, cancelled} = Order.API.cancel(customer.id, order(customer).id)
    order(customer())

    assert Enum.map(List.call(customer.id, :placed), & &1.id) == [second.id, first.id]
    assert Enum.map(List.call(customer.id, :cancelled), & &1.id) == [cancelled.id]
  end

  test "returns the lines with the orders" do
    customer = customer()
    order(customer)
    assert [%{lines: [%{name: "Teapot"}]}] = List.call(customer.id, :placed)
  end
end
