defmodule Shop.Catalog.Product.ArchiveTest do
  use Shop.DataCase, async: true

  alias Shop.Catalog.Product.Archive

  test "dates the end of the sale" do
    product = product()
    assert {:ok, archived} = Archive.run(product.id)
    assert archived.id == product.id
    assert %DateTime{} = archived.archived_at
  end

  test "reports an unknown product" do
    assert Archive.run(0) == {:error, :not_found}
  end
end
