defmodule Shop.Orders.Shipment.APITest do
  use ExUnit.Case, async: false

  alias Shop.Orders.Shipment.API

  doctest Shop.Orders.Shipment.API

  test "requests the courier" do
    Process.register(self(), :courier_inbox)
    assert API.request(101) == :ok
    assert_receive {:booked, 101}, 2_000
  end
end
