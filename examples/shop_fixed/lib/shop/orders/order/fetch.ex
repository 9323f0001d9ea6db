defmodule Shop.Orders.Order.Fetch do
  @moduledoc "Finds one order of a customer."

  alias Shop.Orders.Order
  alias Shop.Repo

  @doc "Returns the order `id` with its lines, if it belongs to the customer."
  @spec call(integer(), integer() | String.t()) :: {:ok, Order.t()} | {:error, :not_found}
  def call(customer_id, id) do
    case Repo.get_by(Order, id: id, customer_id: customer_id) do
      nil -> {:error, :not_found}
      order -> {:ok, Repo.preload(order, :lines)}
    end
  end
end
