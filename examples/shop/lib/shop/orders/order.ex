defmodule Shop.Orders.Order do
  @moduledoc "An order of a customer with its lines."

  use Ecto.Schema

  import Ecto.Changeset, only: [cast: 3, cast_assoc: 3]

  alias Shop.Accounts.Customer
  alias Shop.Orders.LineItem

  @type status :: :placed | :shipped | :cancelled
  @type t :: %__MODULE__{}

  schema "orders" do
    belongs_to(:customer, Customer)
    has_many(:lines, LineItem)

    field(:status, Ecto.Enum, values: [:placed, :shipped, :cancelled], default: :placed)
    field(:total_cents, :integer)

    timestamps(type: :utc_datetime)
  end

  @doc "Validates the lines in `attrs` as the lines of `order`."
  @spec changeset(t(), map()) :: Ecto.Changeset.t()
  def changeset(order, attrs) do
    order
    |> cast(attrs, [])
    |> cast_assoc(:lines, required: true)
  end
end

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
end
