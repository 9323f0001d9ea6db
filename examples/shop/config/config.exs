import Config

config :shop, ecto_repos: [Shop.Repo]

config :shop, ShopWeb.Endpoint,
  adapter: Bandit.PhoenixAdapter,
  url: [host: "localhost"],
  render_errors: [formats: [json: ShopWeb.ErrorJSON], layout: false]

config :shop, Shop.Catalog.Rate.Table,
  url: "https://rates.example.com/v1/latest",
  retry: false

config :shop, Shop.Orders.Shipment.Courier,
  base_url: "https://courier.example.com/v1",
  retry: false

config :shop, Shop.Mailer, adapter: Swoosh.Adapters.Local

config :swoosh, :api_client, Swoosh.ApiClient.Req

config :phoenix, :json_library, Jason

import_config "#{config_env()}.exs"
