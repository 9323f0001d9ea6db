defmodule Shop.Orders.LineItem do
  @moduledoc "One line of an order, with the name and the price of the day it was placed."

  use Ecto.Schema

  import Ecto.Changeset, only: [cast: 3, validate_number: 3, validate_required: 2]

  alias Shop.Catalog.Product
  alias Shop.Orders.Order

  @type t :: %__MODULE__{}

  @fields [:product_id, :name, :quantity, :unit_price_cents]

  schema "line_items" do
    belongs_to(:order, Order)
    belongs_to(:product, Product)

    field(:name, :string)
    field(:quantity, :integer)
    field(:unit_price_cents, :integer)

    timestamps(type: :utc_datetime)
  end

  @doc "Validates `attrs` as the data of `line`."
  @spec changeset(t(), map()) :: Ecto.Changeset.t()
  def changeset(line, attrs) do
    line
    |> cast(attrs, @fields)
    |> validate_required(@fields)
    |> validate_number(:quantity, greater_than: 0)
  end

  @doc "Adds up what `lines` cost."
  @spec total([t()]) :: non_neg_integer()
  def total(lines) do
    lines
    |> Enum.map(&(&1.quantity * &1.unit_price_cents))
    |> Enum.sum()
  end
end
