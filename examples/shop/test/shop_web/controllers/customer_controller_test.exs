defmodule ShopWeb.CustomerControllerTest do
  use ShopWeb.ConnCase, async: true

  test "registers a customer", %{conn: conn} do
    conn = post(conn, "/api/customers", %{customer: customer_attrs()})
    assert %{"data" => %{"name" => "Ada", "token" => _token}} = json_response(conn, 201)
  end

  test "explains what is wrong with a registration", %{conn: conn} do
    conn = post(conn, "/api/customers", %{customer: %{name: "Ada"}})
    assert %{"errors" => %{"email" => ["can't be blank"]}} = json_response(conn, 422)
  end

  test "signs a customer in", %{conn: conn} do
    credentials = %{email: customer().email, password: "correct horse battery"}
    conn = post(conn, "/api/sessions", credentials)
    assert %{"data" => %{"token" => _token}} = json_response(conn, 200)
  end

  test "rejects a wrong password", %{conn: conn} do
    conn = post(conn, "/api/sessions", %{email: customer().email, password: "wrong"})
    assert json_response(conn, 401) == %{"error" => "invalid_credentials"}
  end
end
