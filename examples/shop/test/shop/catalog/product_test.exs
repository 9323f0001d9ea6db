defmodule Shop.Catalog.ProductTest do
  use Shop.DataCase, async: true

  alias Shop.Catalog.Product

  describe "changeset/2" do
    test "accepts complete attributes" do
      assert Product.changeset(%Product{}, product_attrs()).valid?
    end

    test "requires every attribute" do
      errors = errors_on(Product.changeset(%Product{}, %{}))
      assert Enum.sort(Map.keys(errors)) == [:category, :name, :price_cents, :sku]
    end

    test "rejects a negative price" do
      changeset = Product.changeset(%Product{}, %{product_attrs() | price_cents: -1})
      assert %{price_cents: [_message]} = errors_on(changeset)
    end
  end
end
