defmodule Shop.FakeCourier do
  @moduledoc """
  Stands in for the web service of the courier.

  It tells the process registered as `:courier_inbox`, if there is one, of each booking, and
  refuses the orders with a negative number.
  """

  @behaviour Plug

  import Plug.Conn, only: [put_resp_content_type: 2, read_body: 1, send_resp: 3]

  @impl true
  def init(opts), do: opts

  @impl true
  def call(conn, _opts) do
    {:ok, body, conn} = read_body(conn)
    %{"reference" => order_id} = Jason.decode!(body)
    inbox = Process.whereis(:courier_inbox)
    if inbox, do: send(inbox, {:booked, order_id})

    conn
    |> put_resp_content_type("application/json")
    |> send_resp(if(order_id < 0, do: 422, else: 201), "{}")
  end
end
