defmodule Shop.Catalog.Category.API do
  @moduledoc "What the rest of the shop may ask of the categories."

  alias Shop.Catalog.Category.List

  @doc """
  Returns the names of the categories that have a product on sale.

  ## Examples

      iex> Shop.Catalog.Category.API.list()
      []
  """
  @spec list() :: [String.t()]
  def list, do: List.call()
end
