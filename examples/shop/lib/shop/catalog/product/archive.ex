defmodule Shop.Catalog.Product.Archive do
  @moduledoc "Takes a product off sale and keeps it for the orders that name it."

  import Ecto.Changeset, only: [change: 2]

  alias Shop.Catalog.Product
  alias Shop.Catalog.Product.Fetch
  alias Shop.Repo

  @doc "Archives the product `id`; archiving it again moves the date."
  @spec run(integer() | String.t()) ::
          {:ok, Product.t()} | {:error, :not_found | Ecto.Changeset.t()}
  def run(id) do
    with {:ok, product} <- Fetch.call(id) do
      product
      |> change(archived_at: DateTime.truncate(DateTime.utc_now(), :second))
      |> Repo.update()
    end
  end
end
