defmodule Shop.Catalog.Product.List do
  @moduledoc "Finds several products by their stock keeping units, with one query."

  import Ecto.Query, only: [from: 2]

  alias Shop.Catalog.Product
  alias Shop.Repo

  @doc "Returns the products on sale among `skus`, in no particular order."
  @spec call([String.t()]) :: [Product.t()]
  def call(skus) do
    Repo.all(from(p in Product, where: p.sku in ^skus and is_nil(p.archived_at)))
  end
end
