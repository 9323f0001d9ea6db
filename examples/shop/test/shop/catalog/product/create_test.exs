defmodule Shop.Catalog.Product.CreateTest do
  use Shop.DataCase, async: true

  alias Shop.Catalog.Product
  alias Shop.Catalog.Product.Create

  test "creates a product that is on sale" do
    assert {:ok, %Product{name: "Teapot", archived_at: nil}} = Create.call(product_attrs())
  end

  test "rejects a stock keeping unit that is taken" do
    attrs = product_attrs()
    assert {:ok, _product} = Create.call(attrs)
    assert {:error, changeset} = Create.call(attrs)
    assert %{sku: ["has already been taken"]} = errors_on(changeset)
  end
end
