defmodule Shop.Orders.Order.Place do
  @moduledoc "Places an order at the prices of the moment and sends the receipt."

  import Ecto.Changeset, only: [get_field: 2, put_change: 3]

  alias Shop.Accounts.Customer
  alias Shop.Catalog.Product
  alias Shop.Orders.LineItem
  alias Shop.Orders.Order
  alias Shop.Orders.Order.Receipt
  alias Shop.Repo

  @doc "Places an order of `customer` for `items`."
  @spec call(Customer.t(), [map()]) ::
          {:ok, Order.t()} | {:error, :unknown_product | Ecto.Changeset.t()}
  def call(%Customer{} = customer, items) do
    with {:ok, lines} <- lines(items),
         {:ok, order} <- insert(customer, lines) do
      Receipt.deliver(order, customer.email)
      {:ok, order}
    end
  end

  @doc "Adds up what `lines` cost."
  @spec total([LineItem.t()]) :: non_neg_integer()
  def total(lines) do
    lines
    |> Enum.map(&(&1.quantity * &1.unit_price_cents))
    |> Enum.sum()
  end

  defp lines(items) do
    skus = for %{"sku" => sku} when is_binary(sku) <- items, do: sku
    products = Map.new(Product.API.list(skus), &{&1.sku, &1})

    if Enum.all?(items, &is_map_key(products, &1["sku"])) do
      {:ok, Enum.map(items, &line(&1, products[&1["sku"]]))}
    else
      {:error, :unknown_product}
    end
  end

  defp line(item, product) do
    %{
      product_id: product.id,
      name: product.name,
      quantity: item["quantity"],
      unit_price_cents: product.price_cents
    }
  end

  defp insert(customer, lines) do
    %Order{customer_id: customer.id}
    |> Order.changeset(%{lines: lines})
    |> put_total()
    |> Repo.insert()
  end

  defp put_total(%{valid?: true} = changeset) do
    put_change(changeset, :total_cents, total(get_field(changeset, :lines)))
  end

  defp put_total(changeset), do: changeset
end
