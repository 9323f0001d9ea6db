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
    assert Dispatcher.waiting() > 0

    assert_receive {:booked, 301}, 2_000
    refute_received {:booked, 302}
    assert_receive {:booked, 302}, 2_000
  end

  test "tries a booking that failed again" do
    on_exit(fn ->
      :ok = Supervisor.terminate_child(Shop.Supervisor, Dispatcher)
      {:ok, _pid} = Supervisor.restart_child(Shop.Supervisor, Dispatcher)
    end)

    assert Dispatcher.enqueue(-1) == :ok
    assert_receive {:booked, -1}, 2_000
    assert_receive {:booked, -1}, 2_000
  end
end
