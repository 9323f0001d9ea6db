defmodule Shop.Catalog.Rate.APITest do
  use ExUnit.Case, async: true

  alias Shop.Catalog.Rate.API

  doctest Shop.Catalog.Rate.API

  test "converts an amount" do
    assert API.convert(1_000, "EUR") == {:ok, 500}
  end

  test "reports an unknown currency" do
    assert API.convert(1_000, "XXX") == {:error, :unknown_currency}
  end
end
