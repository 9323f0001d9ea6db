defmodule Shop.Orders.Order.Reopen do
  @moduledoc "Takes back the cancellation of an order within a day."

  import Ecto.Changeset, only: [change: 2]

  alias Shop.Orders.Order
  alias Shop.Orders.Order.Fetch
  alias Shop.Repo

  @window_seconds 86_400

  @doc "Makes the cancelled order `id` of the customer a placed one again."
  @spec call(integer(), integer() | String.t()) ::
          {:ok, Order.t()} | {:error, :not_found | :not_reopenable | Ecto.Changeset.t()}
  def call(customer_id, id) do
    with {:ok, order} <- Fetch.call(customer_id, id),
         true <- reopenable?(order) do
      order |> change(status: :placed) |> Repo.update()
    else
      false -> {:error, :not_reopenable}
      {:error, :not_found} -> {:error, :not_found}
    end
  end

  defp reopenable?(order) do
    order.status == :cancelled and
      DateTime.diff(DateTime.utc_now(), order.updated_at) < @window_seconds
  end
end
