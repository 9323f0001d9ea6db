defmodule ShopWeb.Plugs.RequireCustomer do
  @moduledoc "Lets only the requests of a signed-in customer pass."

  @behaviour Plug

  import Phoenix.Controller, only: [json: 2]
  import Plug.Conn, only: [assign: 3, get_req_header: 2, halt: 1, put_status: 2]

  alias Shop.Accounts.Customer
  alias ShopWeb.SessionToken

  @impl true
  def init(opts), do: opts

  @impl true
  def call(conn, _opts) do
    with ["Bearer " <> token] <- get_req_header(conn, "authorization"),
         {:ok, id} <- SessionToken.verify(token),
         {:ok, customer} <- Customer.API.fetch(id) do
      assign(conn, :customer, customer)
    else
      _unknown ->
        conn
        |> put_status(:unauthorized)
        |> json(%{error: "unauthorized"})
        |> halt()
    end
  end
end
