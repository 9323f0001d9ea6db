defmodule Shop.Catalog.Product.Search do
  @moduledoc "Finds products by a part of their name."

  import Ecto.Query, only: [from: 2]

  alias Shop.Catalog.Product
  alias Shop.Repo

  @page_size 20

  @doc "Returns the first products on sale whose name contains `term`, by name."
  @spec call(String.t()) :: [Product.t()]
  def call(term) do
    pattern = "%#{term}%"

    Repo.all(
      from(p in Product,
        where: is_nil(p.archived_at) and ilike(p.name, ^pattern),
        order_by: p.name,
        limit: @page_size
      )
    )
  end
end
