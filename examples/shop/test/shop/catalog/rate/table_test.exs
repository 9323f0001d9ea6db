defmodule Shop.Catalog.Rate.TableTest do
  use ExUnit.Case, async: true

  alias Shop.Catalog.Rate.Table

  test "answers with the rate of a currency" do
    assert Table.rate("EUR") == {:ok, 0.5}
    assert Table.rate("JPY") == {:ok, 150.25}
  end

  test "reports an unknown currency" do
    assert Table.rate("XXX") == {:error, :unknown_currency}
  end
end
