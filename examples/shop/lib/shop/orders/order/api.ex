defmodule Shop.Orders.Order.API do
  @moduledoc "What the rest of the shop may ask of the orders."

  alias Shop.Accounts.Customer
  alias Shop.Orders.Order
  alias Shop.Orders.Order.Cancel
  alias Shop.Orders.Order.List
  alias Shop.Orders.Order.Place
  alias Shop.Orders.Order.Reopen

  @doc """
  Cancels an order that is not shipped yet.

  ## Examples

      iex> Shop.Orders.Order.API.cancel(0, 0)
      {:error, :not_found}
  """
  @spec cancel(integer(), integer() | String.t()) ::
          {:ok, Order.t()} | {:error, :not_found | :not_cancellable | Ecto.Changeset.t()}
  def cancel(customer_id, id), do: Cancel.call(customer_id, id)

  @spec list(integer(), Order.status()) :: [Order.t()]
  def list(customer_id, status), do: List.call(customer_id, status)

  @doc """
  Places an order for the items, each a map with a `"sku"` and a `"quantity"`.

  ## Examples

      iex> customer = %Shop.Accounts.Customer{id: 0, email: "ada@example.com"}
      iex> items = [%{"sku" => "NO-SUCH-SKU", "quantity" => 1}]
      iex> Shop.Orders.Order.API.place(customer, items)
      {:error, :unknown_product}
  """
  @spec place(Customer.t(), [map()]) ::
          {:ok, Order.t()} | {:error, :unknown_product | Ecto.Changeset.t()}
  def place(customer, items), do: Place.call(customer, items)

  @doc """
  Takes back the cancellation of an order.

  ## Examples

      iex> Shop.Orders.Order.API.reopen(0, 0)
      {:error, :not_found}
  """
  @spec reopen(integer(), integer() | String.t()) ::
          {:ok, Order.t()} | {:error, :not_found | :not_reopenable | Ecto.Changeset.t()}
  def reopen(customer_id, id), do: Reopen.call(customer_id, id)
end
