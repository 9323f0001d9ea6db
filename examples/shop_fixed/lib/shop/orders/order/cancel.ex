defmodule Shop.Orders.Order.Cancel do
  @moduledoc "Cancels an order that is not shipped yet."

  import Ecto.Changeset, only: [change: 2]

  alias Shop.Orders.Order
  alias Shop.Orders.Order.Fetch
  alias Shop.Repo

  @doc "Cancels the order `id` of the customer."
  @spec call(integer(), integer() | String.t()) ::
          {:ok, Order.t()} | {:error, :not_found | :not_cancellable | Ecto.Changeset.t()}
  def call(customer_id, id) do
    case Fetch.call(customer_id, id) do
      {:ok, %Order{status: :placed} = order} ->
        order |> change(status: :cancelled) |> Repo.update()

      {:ok, _order} ->
        {:error, :not_cancellable}

      {:error, :not_found} ->
        {:error, :not_found}
    end
  end
end
