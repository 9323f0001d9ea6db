defmodule Shop.Catalog.Product do
  @moduledoc "A product of the catalog; an archived one is no longer on sale."

  use Ecto.Schema

  import Ecto.Changeset,
    only: [cast: 3, unique_constraint: 2, validate_number: 3, validate_required: 2]

  @type t :: %__MODULE__{}

  @fields [:sku, :name, :category, :price_cents]

  schema "products" do
    field(:sku, :string)
    field(:name, :string)
    field(:category, :string)
    field(:price_cents, :integer)
    field(:archived_at, :utc_datetime)

    timestamps(type: :utc_datetime)
  end

  @doc "Validates `attrs` as the data of `product`."
  @spec changeset(t(), map()) :: Ecto.Changeset.t()
  def changeset(product, attrs) do
    product
    |> cast(attrs, @fields)
    |> validate_required(@fields)
    |> validate_number(:price_cents, greater_than_or_equal_to: 0)
    |> unique_constraint(:sku)
  end
end
