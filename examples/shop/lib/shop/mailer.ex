defmodule Shop.Mailer do
  @moduledoc "Sends the mail of the shop."

  use Swoosh.Mailer, otp_app: :shop
end
