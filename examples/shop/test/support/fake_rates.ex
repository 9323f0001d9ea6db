defmodule Shop.FakeRates do
  @moduledoc "Stands in for the web service that publishes the exchange rates."

  @behaviour Plug

  import Plug.Conn, only: [put_resp_content_type: 2, send_resp: 3]

  @impl true
  def init(opts), do: opts

  @impl true
  def call(conn, _opts) do
    conn
    |> put_resp_content_type("application/json")
    |> send_resp(200, ~s({"rates": {"EUR": 0.5, "JPY": 150.25}}))
  end
end
