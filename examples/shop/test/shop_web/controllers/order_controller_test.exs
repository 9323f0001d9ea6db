defmodule ShopWeb.OrderControllerTest do
  use ShopWeb.ConnCase, async: false

  setup %{conn: conn} do
    customer = customer()
    {:ok, conn: sign_in(conn, customer), customer: customer}
  end

  test "places an order and has it booked", %{conn: conn} do
    Process.register(self(), :courier_inbox)
    items = [%{sku: product().sku, quantity: 2}]
    conn = post(conn, "/api/orders", %{items: items})

    assert %{"data" => %{"id" => id, "total_cents" => 5_000}} = json_response(conn, 201)
    assert_receive {:booked, ^id}, 2_000
  end

  test "rejects an unknown product", %{conn: conn} do
    conn = post(conn, "/api/orders", %{items: [%{sku: "NO-SUCH-SKU", quantity: 1}]})
    assert json_response(conn, 422) == %{"error" => "unknown_product"}
  end

  test "lists the placed orders", %{conn: conn, customer: customer} do
    id = order(customer).id
    conn = get(conn, "/api/orders")
    assert %{"data" => [%{"id" => ^id, "lines" => [_line]}]} = json_response(conn, 200)
  end

  test "lists the orders in another status", %{conn: conn, customer: customer} do
    order(customer)
    conn = get(conn, "/api/orders", %{status: "cancelled"})
    assert json_response(conn, 200) == %{"data" => []}
  end

  test "shows an order", %{conn: conn, customer: customer} do
    id = order(customer).id
    conn = get(conn, "/api/orders/#{id}")
    assert %{"data" => %{"id" => ^id, "status" => "placed"}} = json_response(conn, 200)
  end

  test "does not show the order of somebody else", %{conn: conn} do
    conn = get(conn, "/api/orders/#{order(customer()).id}")
    assert json_response(conn, 404) == %{"error" => "not_found"}
  end

  test "cancels and reopens an order", %{conn: conn, customer: customer} do
    id = order(customer).id

    cancelled = delete(conn, "/api/orders/#{id}")
    assert %{"data" => %{"status" => "cancelled"}} = json_response(cancelled, 200)

    reopened = post(conn, "/api/orders/#{id}/reopen")
    assert %{"data" => %{"status" => "placed"}} = json_response(reopened, 200)
  end

  test "does not reopen an order that was never cancelled", %{conn: conn, customer: customer} do
    conn = post(conn, "/api/orders/#{order(customer).id}/reopen")
    assert json_response(conn, 404) == %{"error" => "not_found"}
  end
end
