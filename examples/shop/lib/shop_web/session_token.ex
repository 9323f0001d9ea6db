defmodule ShopWeb.SessionToken do
  @moduledoc "The token by which a request shows whose it is."

  @max_age 86_400

  @doc "Signs a token for the customer `id`."
  @spec sign(integer()) :: String.t()
  def sign(id), do: Phoenix.Token.sign(ShopWeb.Endpoint, "session", id)

  @doc "Returns the id of the customer to whom `token` was given within the last day."
  @spec verify(String.t()) :: {:ok, integer()} | {:error, :expired | :invalid | :missing}
  def verify(token) do
    Phoenix.Token.verify(ShopWeb.Endpoint, "session", token, max_age: @max_age)
  end
end
