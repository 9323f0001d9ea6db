defmodule Shop.Catalog.Product.API do
  @moduledoc "What the rest of the shop may ask of the products."

  alias Shop.Catalog.Product
  alias Shop.Catalog.Product.Archive
  alias Shop.Catalog.Product.Create
  alias Shop.Catalog.Product.Fetch
  alias Shop.Catalog.Product.List
  alias Shop.Catalog.Product.Search

  @doc """
  Takes a product off sale.

  ## Examples

      iex> Shop.Catalog.Product.API.archive(0)
      {:error, :not_found}
  """
  @spec archive(integer() | String.t()) ::
          {:ok, Product.t()} | {:error, :not_found | Ecto.Changeset.t()}
  def archive(id), do: Archive.run(id)

  @doc """
  Adds a product to the catalog.

  ## Examples

      iex> {:error, changeset} = Shop.Catalog.Product.API.create(%{})
      iex> changeset.valid?
      false
  """
  @spec create(map()) :: {:ok, Product.t()} | {:error, Ecto.Changeset.t()}
  def create(attrs), do: Create.call(attrs)

  @doc """
  Returns one product, on sale or not.

  ## Examples

      iex> Shop.Catalog.Product.API.fetch(0)
      {:error, :not_found}
  """
  @spec fetch(integer() | String.t()) :: {:ok, Product.t()} | {:error, :not_found}
  def fetch(id), do: Fetch.call(id)

  @doc """
  Returns the products on sale that carry one of the stock keeping units.

  ## Examples

      iex> Shop.Catalog.Product.API.list(["NO-SUCH-SKU"])
      []
  """
  @spec list([String.t()]) :: [Product.t()]
  def list(skus), do: List.call(skus)

  @doc """
  Returns the first products on sale whose name contains the term.

  ## Examples

      iex> Shop.Catalog.Product.API.search("no such name")
      []
  """
  @spec search(String.t()) :: [Product.t()]
  def search(term), do: Search.call(term)
end
