defmodule Shop.Catalog.Product.Fetch do
  @moduledoc "Finds one product by its id."

  alias Shop.Catalog.Product
  alias Shop.Repo

  @doc "Returns the product `id`, on sale or not."
  @spec call(integer() | String.t()) :: {:ok, Product.t()} | {:error, :not_found}
  def call(id) do
    case Repo.get(Product, id) do
      nil -> {:error, :not_found}
      product -> {:ok, product}
    end
  end
end
