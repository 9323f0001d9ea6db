defmodule Shop.Catalog.Product.FetchTest do
  use Shop.DataCase, async: true

  alias Shop.Catalog.Product.Fetch

  test "returns the product" do
    product = product()
    assert Fetch.call(product.id) == {:ok, product}
  end

  test "reports an unknown product" do
    assert Fetch.call(0) == {:error, :not_found}
  end
end
