defmodule Shop.Orders.Shipment.CourierTest do
  use ExUnit.Case, async: false

  alias Shop.Orders.Shipment.Courier

  test "books a pick-up" do
    Process.register(self(), :courier_inbox)
    assert Courier.book(201) == :ok
    assert_receive {:booked, 201}
  end

  test "reports a refusal" do
    assert Courier.book(-1) == {:error, {:status, 422}}
  end
end
