defmodule Shop.Catalog.Product.APITest do
  use Shop.DataCase, async: true

  alias Shop.Catalog.Product.API

  doctest Shop.Catalog.Product.API

  test "a product is created, found and taken off sale" do
    assert {:ok, product} = API.create(product_attrs())
    assert API.fetch(product.id) == {:ok, product}
    assert API.list([product.sku]) == [product]
    assert API.search(product.name) == [product]

    assert {:ok, archived} = API.archive(product.id)
    assert API.fetch(product.id) == {:ok, archived}
    assert API.list([product.sku]) == []
    assert API.search(product.name) == []
  end

  test "an unknown product is not found" do
    assert API.archive(0) == {:error, :not_found}
    assert API.fetch(0) == {:error, :not_found}
  end
end
