defmodule ShopWeb.Endpoint do
  @moduledoc "Receives the requests of the storefront."

  use Phoenix.Endpoint, otp_app: :shop

  plug(Plug.RequestId)

  plug(Plug.Parsers,
    parsers: [:json],
    pass: ["application/json"],
    json_decoder: Phoenix.json_library()
  )

  plug(ShopWeb.Router)
end
