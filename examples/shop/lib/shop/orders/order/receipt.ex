defmodule Shop.Orders.Order.Receipt do
  @moduledoc "Writes the receipt of an order and sends it."

  import Swoosh.Email, only: [from: 2, new: 0, subject: 2, text_body: 2, to: 2]

  alias Shop.Mailer
  alias Shop.Orders.Order
  alias Shop.Orders.Order.Place

  @doc "Sends the receipt of `order` to `address` in the background."
  @spec deliver(Order.t(), String.t()) :: :ok
  def deliver(order, address) do
    email = email(order, address)
    spawn(fn -> Mailer.deliver(email) end)
    :ok
  end

  defp email(order, address) do
    new()
    |> to(address)
    |> from({"Shop", "orders@example.com"})
    |> subject("Your order #{order.id}")
    |> text_body(body(order))
  end

  defp body(order) do
    lines =
      Enum.map(order.lines, &"#{&1.quantity} x #{&1.name}: #{amount(&1.unit_price_cents)}\n")

    "Thank you for your order.\n\n#{lines}\nTotal: #{amount(Place.total(order.lines))}\n"
  end

  defp amount(cents), do: :erlang.float_to_binary(cents / 100, decimals: 2)
end
