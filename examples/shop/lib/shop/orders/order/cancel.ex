defmodule Shop.Orders.Order.Cancel do
  @moduledoc "Cancels an order that is not shipped yet."

  import Ecto.Changeset, only: [change: 2]

  alias Shop.Orders.Order
  alias Shop.Repo

  @doc "Cancels the order `id` of the customer."
  @spec call(integer(), integer() | String.t()) ::
          {:ok, Order.t()} | {:error, :not_found | :not_cancellable | Ecto.Changeset.t()}
  def call(customer_id, id) do
    case Repo.get_by(Order, id: id, customer_id: customer_id) do
      nil -> {:error, :not_found}
      %Order{status: :placed} = order -> order |> change(status: :cancelled) |> Repo.update()
      %Order{} -> {:error, :not_cancellable}
    end
  end
end

defmodule Shop.Orders.Order.Reopen do
  @moduledoc "Takes back the cancellation of an order within a day."

  import Ecto.Changeset, only: [change: 2]

  alias Shop.Orders.Order
  alias Shop.Repo

  @window_seconds 86_400

  @doc "Makes the cancelled order `id` of the customer a placed one again."
  @spec call(integer(), integer() | String.t()) ::
          {:ok, Order.t()} | {:error, :not_found | :not_reopenable | Ecto.Changeset.t()}
  def call(customer_id, id) do
    order = Repo.get_by(Order, id: id, customer_id: customer_id, status: :cancelled)

    cond do
      is_nil(order) -> {:error, :not_found}
      reopenable?(order) -> order |> change(status: :placed) |> Repo.update()
      true -> {:error, :not_reopenable}
    end
  end

  defp reopenable?(order) do
    DateTime.diff(DateTime.utc_now(), order.updated_at) < @window_seconds
  end
end
