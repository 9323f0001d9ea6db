defmodule Shop.Orders.Shipment.DispatcherTest do
  use ExUnit.Case, async: false

  alias Shop.Orders.Shipment.Dispatcher

  setup do
    Process.register(self(), :courier_inbox)
    :ok
  end

  test "books the orders one after the other" do
    assert Dispatcher.enqueue(301) == :ok
    assert Dispatcher.enqueue(302) == :ok
    assert Dispatcher.waiting() in 1..2

    assert_receive {:booked, 301}, 2_000
    refute_received {:booked, 302}
    assert_receive {:booked, 302}, 2_000
  end
end
