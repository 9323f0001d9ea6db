defmodule ShopWeb.Plugs.RequireCustomerTest do
  use ShopWeb.ConnCase, async: true

  alias ShopWeb.Plugs.RequireCustomer

  test "lets a signed-in customer pass", %{conn: conn} do
    customer = customer()
    conn = conn |> sign_in(customer) |> RequireCustomer.call([])
    refute conn.halted
    assert conn.assigns.customer.id == customer.id
  end

  test "stops a request without a token", %{conn: conn} do
    conn = RequireCustomer.call(conn, [])
    assert conn.halted
    assert json_response(conn, 401) == %{"error" => "unauthorized"}
  end

  test "stops a request with the token of nobody", %{conn: conn} do
    conn = conn |> sign_in(%Shop.Accounts.Customer{id: 0}) |> RequireCustomer.call([])
    assert conn.halted
  end
end
