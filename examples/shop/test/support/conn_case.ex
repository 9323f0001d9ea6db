defmodule ShopWeb.ConnCase do
  @moduledoc "For tests that send requests."

  use ExUnit.CaseTemplate

  alias Ecto.Adapters.SQL.Sandbox
  alias ShopWeb.SessionToken

  using do
    quote do
      import Phoenix.ConnTest
      import Plug.Conn
      import Shop.Fixtures
      import ShopWeb.ConnCase

      @endpoint ShopWeb.Endpoint
    end
  end

  setup tags do
    owner = Sandbox.start_owner!(Shop.Repo, shared: not tags[:async])
    on_exit(fn -> Sandbox.stop_owner(owner) end)

    {:ok, conn: Phoenix.ConnTest.build_conn()}
  end

  @doc "Signs `customer` in on `conn`."
  @spec sign_in(Plug.Conn.t(), Shop.Accounts.Customer.t()) :: Plug.Conn.t()
  def sign_in(conn, customer) do
    token = SessionToken.sign(customer.id)
    Plug.Conn.put_req_header(conn, "authorization", "Bearer #{token}")
  end
end
