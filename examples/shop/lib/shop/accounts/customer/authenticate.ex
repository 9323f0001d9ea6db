defmodule Shop.Accounts.Customer.SignIn do
  @moduledoc "Checks the password of a customer and slows down whoever guesses."

  alias Shop.Accounts.Customer
  alias Shop.Accounts.Customer.FailedSignIns
  alias Shop.Repo

  @doc "Returns the customer with `email` if `password` is the right one."
  @spec call(String.t(), String.t()) ::
          {:ok, Customer.t()} | {:error, :invalid_credentials | :too_many_attempts}
  # dralint:ignore otp-blocking-callback -- the hash is slow on purpose
  def call(email, password) do
    email = String.downcase(email)

    if FailedSignIns.allowed?(email) do
      verify(email, password)
    else
      {:error, :too_many_attempts}
    end
  end

  defp verify(email, password) do
    customer = Repo.get_by(Customer, email: email)

    if right_password?(customer, password) do
      FailedSignIns.forget(email)
      {:ok, customer}
    else
      FailedSignIns.record(email)
      {:error, :invalid_credentials}
    end
  end

  defp right_password?(nil, _password), do: Bcrypt.no_user_verify()

  defp right_password?(customer, password) do
    Bcrypt.verify_pass(password, customer.password_hash)
  end
end
