import Config

config :shop, ShopWeb.Endpoint, force_ssl: [hsts: true, rewrite_on: [:x_forwarded_proto]]

config :logger, level: :info
