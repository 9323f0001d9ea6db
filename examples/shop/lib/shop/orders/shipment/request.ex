defmodule Shop.Orders.Shipment.Request do
  @moduledoc "Requests the courier for an order."

  alias Shop.Orders.Shipment.Dispatcher

  @doc "Queues the order for the dispatcher, who books the courier."
  @spec call(integer()) :: :ok
  def call(order_id), do: Dispatcher.enqueue(order_id)
end
