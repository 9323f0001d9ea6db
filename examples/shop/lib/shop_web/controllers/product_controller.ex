defmodule ShopWeb.ProductController do
  @moduledoc "Shows the catalog."

  use Phoenix.Controller, formats: [:json]

  alias Shop.Catalog.Category
  alias Shop.Catalog.Product
  alias Shop.Catalog.Rate

  action_fallback(ShopWeb.Plugs.RenderError)

  @doc "Lists the categories."
  @spec categories(Plug.Conn.t(), map()) :: Plug.Conn.t()
  def categories(conn, _params) do
    json(conn, %{data: Category.List.call()})
  end

  @doc "Lists the products whose name contains the parameter `q`."
  @spec index(Plug.Conn.t(), map()) :: Plug.Conn.t()
  def index(conn, params) do
    products = Product.API.search(to_string(params["q"]))
    json(conn, %{data: Enum.map(products, &present(&1, &1.price_cents))})
  end

  @doc "Shows one product, with its price in the parameter `currency`."
  @spec show(Plug.Conn.t(), map()) ::
          Plug.Conn.t() | {:error, :not_found | :unknown_currency}
  def show(conn, %{"id" => id} = params) do
    with {:ok, product} <- Product.API.fetch(id),
         {:ok, cents} <- price(product, params) do
      json(conn, %{data: present(product, cents)})
    end
  end

  defp price(product, %{"currency" => currency}) do
    Rate.API.convert(product.price_cents, currency)
  end

  defp price(product, _params), do: {:ok, product.price_cents}

  defp present(product, cents) do
    %{id: product.id, sku: product.sku, name: product.name, price_cents: cents}
  end
end
