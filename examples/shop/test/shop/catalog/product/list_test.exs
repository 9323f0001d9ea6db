defmodule Shop.Catalog.Product.ListTest do
  use Shop.DataCase, async: true

  alias Shop.Catalog.Product
  alias Shop.Catalog.Product.List

  test "returns the products on sale among those asked for" do
    [first, second, _third] = [product(), product(), product()]
    archived = product()
    {:ok, _product} = Product.API.archive(archived.id)

    products = List.call([first.sku, second.sku, archived.sku, "NO-SUCH-SKU"])
    assert Enum.sort_by(products, & &1.id) == [first, second]
  end
end
