defmodule Shop.Orders.Shipment.API do
  alias Shop.Orders.Shipment.Request

  @doc """
  Requests the courier for an order.

  ## Examples

      iex> Shop.Orders.Shipment.API.request(1)
      :ok
  """
  @spec request(integer()) :: :ok
  def request(order_id), do: Request.call(order_id)
end
