defmodule Shop.Orders.Order.CancelTest do
  use Shop.DataCase, async: true

  alias Shop.Orders.Order.Cancel

  test "cancels a placed order" do
    customer = customer()
    order = order(customer)
    assert {:ok, %{status: :cancelled}} = Cancel.call(customer.id, order.id)
  end

  test "cancels an order only once" do
    customer = customer()
    order = order(customer)
    assert {:ok, _order} = Cancel.call(customer.id, order.id)
    assert Cancel.call(customer.id, order.id) == {:error, :not_cancellable}
  end

  test "reports an unknown order" do
    assert Cancel.call(customer().id, 0) == {:error, :not_found}
  end
end
