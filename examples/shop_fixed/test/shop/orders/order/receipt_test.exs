defmodule Shop.Orders.Order.ReceiptTest do
  use ExUnit.Case, async: false

  alias Shop.Orders.LineItem
  alias Shop.Orders.Order
  alias Shop.Orders.Order.Receipt
  alias Swoosh.TestAssertions

  setup context do
    TestAssertions.set_swoosh_global(context)
  end

  test "sends what was ordered and what it costs" do
    line = %LineItem{name: "Teapot", quantity: 2, unit_price_cents: 2_550}
    order = %Order{id: 7, lines: [line], total_cents: 5_100}

    assert Receipt.deliver(order, "ada@example.com") == :ok
    assert_receive {:email, email}
    assert email.to == [{"", "ada@example.com"}]
    assert email.subject == "Your order 7"
    assert email.text_body =~ "2 x Teapot: 25.50"
    assert email.text_body =~ "Total: 51.00"
  end
end
