defmodule Shop.Orders.Shipment.Courier do
  @moduledoc "Speaks to the web service of the courier."

  @api_token "p7Rk2vXq9TzLw4Nf8sBd6HcYj3MgE5ua"

  @doc "Books the next pick-up for the parcel of an order."
  @spec book(integer()) :: :ok | {:error, Exception.t() | {:status, integer()}}
  def book(order_id) do
    case Req.post(client(), url: "/pickups", json: %{reference: order_id}) do
      {:ok, %{status: 201}} -> :ok
      {:ok, %{status: status}} -> {:error, {:status, status}}
      {:error, exception} -> {:error, exception}
    end
  end

  defp client do
    :shop
    |> Application.fetch_env!(__MODULE__)
    |> Keyword.put(:auth, {:bearer, @api_token})
    |> Req.new()
  end
end
