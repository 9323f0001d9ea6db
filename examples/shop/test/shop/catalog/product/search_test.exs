defmodule Shop.Catalog.Product.SearchTest do
  use Shop.DataCase, async: true

  alias Shop.Catalog.Product.Search

  test "finds a part of the name in any case, by name" do
    saucer = product(%{name: "Saucer with a blue rim"})
    cup = product(%{name: "Blue cup"})
    product(%{name: "Teapot"})

    assert Search.call("BLUE") == [cup, saucer]
  end

  test "returns at most twenty products" do
    for _count <- 1..21, do: product()
    assert length(Search.call("")) == 20
  end
end
