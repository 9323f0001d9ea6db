import Config

config :shop, Shop.Repo,
  database: "shop_test",
  hostname: "localhost",
  username: "postgres",
  password: "postgres",
  pool: Ecto.Adapters.SQL.Sandbox

config :shop, ShopWeb.Endpoint,
  http: [ip: {127, 0, 0, 1}, port: 4002],
  secret_key_base: String.duplicate("local", 16),
  server: false

config :shop, Shop.Catalog.Rate.Table, plug: Shop.FakeRates

config :shop, Shop.Orders.Shipment.Courier, plug: Shop.FakeCourier

config :shop, Shop.Mailer, adapter: Swoosh.Adapters.Test

config :swoosh, :api_client, false

config :bcrypt_elixir, :log_rounds, 4

config :logger, level: :error
