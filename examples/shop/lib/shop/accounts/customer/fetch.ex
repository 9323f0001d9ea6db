defmodule Shop.Accounts.Customer.Fetch do
  @moduledoc "Finds one customer by the id."

  alias Shop.Accounts.Customer
  alias Shop.Repo

  @doc "Returns the customer `id`."
  @spec call(integer()) :: {:ok, Customer.t()} | {:error, :not_found}
  def call(id) do
    case Repo.get(Customer, id) do
      nil -> {:error, :not_found}
      customer -> {:ok, customer}
    end
  end
end
