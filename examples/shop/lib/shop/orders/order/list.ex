defmodule Shop.Orders.Order.List do
  @moduledoc "Lists the orders of a customer."

  import Ecto.Query, only: [from: 2]

  alias Shop.Orders.LineItem
  alias Shop.Orders.Order
  alias Shop.Repo

  @page_size 50

  @doc "Returns the latest orders of the customer in `status`, with their lines."
  @spec call(integer(), Order.status()) :: [Order.t()]
  def call(customer_id, status) do
    orders =
      Repo.all(
        from(o in Order,
          where: o.customer_id == ^customer_id and o.status == ^status,
          order_by: [desc: o.inserted_at, desc: o.id],
          limit: @page_size
        )
      )

    Enum.map(orders, fn order ->
      lines = Repo.all(from(l in LineItem, where: l.order_id == ^order.id, order_by: l.id))
      %{order | lines: lines}
    end)
  end
end
