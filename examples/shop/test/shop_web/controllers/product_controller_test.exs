defmodule ShopWeb.ProductControllerTest do
  use ShopWeb.ConnCase, async: true

  test "lists the categories", %{conn: conn} do
    product(%{category: "Garden"})
    conn = get(conn, "/api/categories")
    assert json_response(conn, 200) == %{"data" => ["Garden"]}
  end

  test "searches the products", %{conn: conn} do
    product(%{name: "Watering can"})
    product(%{name: "Teapot"})
    conn = get(conn, "/api/products", %{q: "water"})
    assert %{"data" => [%{"name" => "Watering can"}]} = json_response(conn, 200)
  end

  test "shows a product", %{conn: conn} do
    conn = get(conn, "/api/products/#{product().id}")
    assert %{"data" => %{"name" => "Teapot", "price_cents" => 2_500}} = json_response(conn, 200)
  end

  test "shows the price in another currency", %{conn: conn} do
    conn = get(conn, "/api/products/#{product().id}", %{currency: "EUR"})
    assert %{"data" => %{"price_cents" => 1_250}} = json_response(conn, 200)
  end

  test "reports an unknown currency and an unknown product", %{conn: conn} do
    unknown_currency = get(conn, "/api/products/#{product().id}", %{currency: "XXX"})
    assert json_response(unknown_currency, 422) == %{"error" => "unknown_currency"}

    unknown_product = get(conn, "/api/products/0")
    assert json_response(unknown_product, 404) == %{"error" => "not_found"}
  end
end
