defmodule Shop.Orders.Order.APITest do
  use Shop.DataCase, async: true

  alias Shop.Orders.Order.API

  doctest Shop.Orders.Order.API

  test "an order is placed, cancelled and reopened" do
    customer = customer()
    assert {:ok, order} = API.place(customer, [%{"sku" => product().sku, "quantity" => 1}])
    assert order.status == :placed

    assert {:ok, %{status: :cancelled}} = API.cancel(customer.id, order.id)
    assert API.list(customer.id, :placed) == []

    assert {:ok, %{status: :placed}} = API.reopen(customer.id, order.id)
    assert [%{status: :placed}] = API.list(customer.id, :placed)
  end

  test "the order of somebody else is not found" do
    order = order(customer())
    stranger = customer()
    assert API.cancel(stranger.id, order.id) == {:error, :not_found}
    assert API.reopen(stranger.id, order.id) == {:error, :not_found}
  end
end
