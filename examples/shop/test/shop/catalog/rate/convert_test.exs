defmodule Shop.Catalog.Rate.ConvertTest do
  use ExUnit.Case, async: true
  use ExUnitProperties

  alias Shop.Catalog.Rate.Convert

  test "rounds to a whole cent" do
    assert Convert.call(3, "EUR") == {:ok, 2}
    assert Convert.call(1_999, "JPY") == {:ok, 300_350}
  end

  test "reports an unknown currency" do
    assert Convert.call(1_999, "XXX") == {:error, :unknown_currency}
  end

  property "is off by less than a cent" do
    check all(cents <- non_negative_integer()) do
      assert {:ok, converted} = Convert.call(cents, "EUR")
      assert abs(converted - cents * 0.5) < 1
    end
  end
end
