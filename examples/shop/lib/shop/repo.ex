defmodule Shop.Repo do
  @moduledoc "The database of the shop."

  use Ecto.Repo, otp_app: :shop, adapter: Ecto.Adapters.Postgres
end
