defmodule Shop.Accounts.Customer.Register do
  @moduledoc "Registers a customer."

  import Ecto.Changeset, only: [change: 2]

  alias Shop.Accounts.Customer
  alias Shop.Repo

  @doc "Registers a customer from `attrs`; the password is hashed before it is stored."
  @spec call(map()) :: {:ok, Customer.t()} | {:error, Ecto.Changeset.t()}
  def call(attrs) do
    %Customer{}
    |> Customer.changeset(attrs)
    |> hash_password()
    |> Repo.insert()
  end

  # dralint:ignore security-plaintext-password -- the hash takes the place of the password
  defp hash_password(%{valid?: true, changes: %{password: password}} = changeset) do
    change(changeset, password: nil, password_hash: Bcrypt.hash_pwd_salt(password))
  end

  defp hash_password(changeset), do: changeset
end
