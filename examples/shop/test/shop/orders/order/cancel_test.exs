defmodule Shop.Orders.Order.CancelTest do
  use Shop.DataCase, async: true

  alias Ecto.Changeset
  alias Shop.Orders.Order
  alias Shop.Orders.Order.Cancel
  alias Shop.Orders.Order.Reopen
  alias Shop.Repo

  describe "cancel" do
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

  describe "reopen" do
    test "reopens an order that was cancelled today" do
      customer = customer()
      {:ok, order} = Order.API.cancel(customer.id, order(customer).id)
      assert {:ok, %{status: :placed}} = Reopen.call(customer.id, order.id)
    end

    test "does not reopen an order that was cancelled two days ago" do
      customer = customer()
      {:ok, order} = Order.API.cancel(customer.id, order(customer).id)
      cancelled_at = DateTime.add(order.updated_at, -2 * 86_400)
      Repo.update!(Changeset.change(order, updated_at: cancelled_at))

      assert Reopen.call(customer.id, order.id) == {:error, :not_reopenable}
    end

    test "does not find an order that was never cancelled" do
      customer = customer()
      assert Reopen.call(customer.id, order(customer).id) == {:error, :not_found}
    end

    test "reports an unknown order" do
      assert Reopen.call(customer().id, 0) == {:error, :not_found}
    end
  end
end
