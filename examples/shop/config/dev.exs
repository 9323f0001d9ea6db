import Config

config :shop, Shop.Repo,
  database: "shop_dev",
  hostname: "localhost",
  username: "postgres",
  password: "postgres"

config :shop, ShopWeb.Endpoint,
  http: [ip: {127, 0, 0, 1}, port: 4000],
  secret_key_base: String.duplicate("local", 16)
