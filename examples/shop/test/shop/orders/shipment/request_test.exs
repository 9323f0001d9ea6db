defmodule Shop.Orders.Shipment.RequestTest do
  use ExUnit.Case, async: false

  alias Shop.Orders.Shipment.Request

  test "has the order booked" do
    Process.register(self(), :courier_inbox)
    assert Request.call(401) == :ok
    assert_receive {:booked, 401}, 2_000
  end
end
