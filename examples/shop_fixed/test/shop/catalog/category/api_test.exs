defmodule Shop.Catalog.Category.APITest do
  use Shop.DataCase, async: true

  alias Shop.Catalog.Category.API

  doctest Shop.Catalog.Category.API

  test "lists the categories" do
    product(%{category: "Kitchen"})
    assert API.list() == ["Kitchen"]
  end
end
