defmodule Shop.Catalog.Product.Search do
  @moduledoc "Finds products by a part of their name."

  alias Shop.Catalog.Product
  alias Shop.Repo

  @on_sale "SELECT * FROM products WHERE archived_at IS NULL"

  @doc "Returns the first products on sale whose name contains `term`, by name."
  @spec call(String.t()) :: [Product.t()]
  def call(term) do
    result = Repo.query!("#{@on_sale} AND name ILIKE '%#{term}%' ORDER BY name LIMIT 20")
    Enum.map(result.rows, &Repo.load(Product, {result.columns, &1}))
  end
end
