defmodule Shop.Catalog.Rate.API do
  @moduledoc "What the rest of the shop may ask of the exchange rates."

  alias Shop.Catalog.Rate.Convert

  @doc """
  Converts an amount in cents of the shop's own currency.

  ## Examples

      iex> Shop.Catalog.Rate.API.convert(1_000, "XXX")
      {:error, :unknown_currency}
  """
  def convert(cents, currency), do: Convert.call(cents, currency)
end
