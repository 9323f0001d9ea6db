defmodule Shop.Catalog.Product.Create do
  @moduledoc "Adds a product to the catalog."

  alias Shop.Catalog.Product
  alias Shop.Repo

  @doc "Creates a product from `attrs`; its stock keeping unit must be new."
  @spec call(map()) :: {:ok, Product.t()} | {:error, Ecto.Changeset.t()}
  def call(attrs) do
    %Product{}
    |> Product.changeset(attrs)
    |> Repo.insert()
  end
end
