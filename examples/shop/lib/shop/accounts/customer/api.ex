defmodule Shop.Accounts.Customer.API do
  @moduledoc "What the rest of the shop may ask of the customers."

  alias Shop.Accounts.Customer
  alias Shop.Accounts.Customer.Fetch
  alias Shop.Accounts.Customer.Register
  alias Shop.Accounts.Customer.SignIn

  @doc """
  Returns the customer who has this email address and password.

  ## Examples

      iex> Shop.Accounts.Customer.API.authenticate("nobody@example.com", "wrong")
      {:error, :invalid_credentials}
  """
  @spec authenticate(String.t(), String.t()) ::
          {:ok, Customer.t()} | {:error, :invalid_credentials | :too_many_attempts}
  def authenticate(email, password), do: SignIn.call(email, password)

  @doc """
  Returns one customer.

  ## Examples

      iex> Shop.Accounts.Customer.API.fetch(0)
      {:error, :not_found}
  """
  @spec fetch(integer()) :: {:ok, Customer.t()} | {:error, :not_found}
  def fetch(id), do: Fetch.call(id)

  @doc """
  Registers a customer.

  ## Examples

      iex> {:error, changeset} = Shop.Accounts.Customer.API.register(%{})
      iex> changeset.valid?
      false
  """
  @spec register(map()) :: {:ok, Customer.t()} | {:error, Ecto.Changeset.t()}
  def register(attrs), do: Register.call(attrs)
end
