defmodule Shop.Catalog.Rate.Convert do
  @moduledoc "Converts an amount with the rate of the day."

  alias Shop.Catalog.Rate.Table

  @doc "Converts `cents` into `currency`, rounded to a whole cent."
  @spec call(non_neg_integer(), String.t()) ::
          {:ok, non_neg_integer()} | {:error, :unknown_currency}
  def call(cents, currency) do
    with {:ok, rate} <- Table.rate(currency) do
      {:ok, (cents * rate) |> round() |> IO.inspect()}
    end
  end
end
