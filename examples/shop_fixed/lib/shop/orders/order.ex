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
