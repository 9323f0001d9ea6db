defmodule Shop.Catalog.Category.List do
  @moduledoc "Names the categories that are worth a link in the storefront."

  import Ecto.Query, only: [from: 2]

  alias Shop.Catalog.Product
  alias Shop.Repo

  @doc "Returns the categories that have a product on sale, by name."
  @spec call() :: [String.t()]
  def call do
    Repo.all(
      from(p in Product,
        where: is_nil(p.archived_at),
        distinct: true,
        order_by: p.category,
        select: p.category
      )
    )
  end
end
