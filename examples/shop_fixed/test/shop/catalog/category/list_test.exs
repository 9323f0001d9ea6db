defmodule Shop.Catalog.Category.ListTest do
  use Shop.DataCase, async: true

  alias Shop.Catalog.Category.List
  alias Shop.Catalog.Product

  test "names each category with a product on sale once, by name" do
    product(%{category: "Kitchen"})
    product(%{category: "Kitchen"})
    product(%{category: "Garden"})
    {:ok, _product} = Product.API.archive(product(%{category: "Toys"}).id)

    assert List.call() == ["Garden", "Kitchen"]
  end
end
