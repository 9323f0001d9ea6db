defmodule ShopWeb.CustomerController do
  @moduledoc "Registers customers and signs them in."

  use Phoenix.Controller, formats: [:json]

  alias Shop.Accounts.Customer
  alias ShopWeb.SessionToken

  action_fallback(ShopWeb.Plugs.RenderError)

  @doc "Registers a customer."
  @spec create(Plug.Conn.t(), map()) :: Plug.Conn.t() | {:error, Ecto.Changeset.t()}
  def create(conn, %{"customer" => attrs}) when is_map(attrs) do
    with {:ok, customer} <- Customer.API.register(attrs) do
      conn
      |> put_status(:created)
      |> json(%{data: session(customer)})
    end
  end

  @doc "Signs a customer in."
  @spec sign_in(Plug.Conn.t(), map()) :: Plug.Conn.t() | {:error, atom()}
  def sign_in(conn, %{"email" => email, "password" => password})
      when is_binary(email) and is_binary(password) do
    with {:ok, customer} <- Customer.API.authenticate(email, password) do
      json(conn, %{data: session(customer)})
    end
  end

  defp session(customer) do
    %{id: customer.id, name: customer.name, token: SessionToken.sign(customer.id)}
  end
end
