defmodule ShopWeb.OrderController do
  @moduledoc "Lets a customer place and follow orders."

  use Phoenix.Controller, formats: [:json]

  alias Shop.Orders.Order
  alias Shop.Orders.Shipment
  alias Shop.Repo

  action_fallback(ShopWeb.Plugs.RenderError)

  @doc "Lists the orders in one status, by default those that are placed."
  @spec index(Plug.Conn.t(), map()) :: Plug.Conn.t()
  def index(conn, params) do
    status = String.to_atom(params["status"] || "placed")
    orders = Order.API.list(conn.assigns.customer.id, status)
    json(conn, %{data: Enum.map(orders, &Map.put(present(&1), :lines, lines(&1)))})
  end

  @doc "Shows one order."
  @spec show(Plug.Conn.t(), map()) :: Plug.Conn.t() | {:error, :not_found}
  def show(conn, %{"id" => id}) do
    case Repo.get_by(Order, id: id, customer_id: conn.assigns.customer.id) do
      nil -> {:error, :not_found}
      order -> json(conn, %{data: present(order)})
    end
  end

  @doc "Places an order and requests the courier for it."
  @spec create(Plug.Conn.t(), map()) ::
          Plug.Conn.t() | {:error, :unknown_product | Ecto.Changeset.t()}
  def create(conn, %{"items" => items}) when is_list(items) do
    with {:ok, order} <- Order.API.place(conn.assigns.customer, items) do
      Task.start(fn -> Shipment.API.request(order.id) end)

      conn
      |> put_status(:created)
      |> json(%{data: present(order)})
    end
  end

  @doc "Cancels an order."
  @spec delete(Plug.Conn.t(), map()) ::
          Plug.Conn.t() | {:error, :not_found | :not_cancellable | Ecto.Changeset.t()}
  def delete(conn, %{"id" => id}) do
    with {:ok, order} <- Order.API.cancel(conn.assigns.customer.id, id) do
      json(conn, %{data: present(order)})
    end
  end

  @doc "Takes back the cancellation of an order."
  @spec reopen(Plug.Conn.t(), map()) ::
          Plug.Conn.t() | {:error, :not_found | :not_reopenable | Ecto.Changeset.t()}
  def reopen(conn, %{"id" => id}) do
    with {:ok, order} <- Order.API.reopen(conn.assigns.customer.id, id) do
      json(conn, %{data: present(order)})
    end
  end

  defp present(order) do
    %{id: order.id, status: order.status, total_cents: order.total_cents}
  end

  defp lines(order) do
    Enum.map(order.lines, &Map.take(&1, [:name, :quantity, :unit_price_cents]))
  end
end
