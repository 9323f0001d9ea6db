defmodule ShopWeb.ErrorJSONTest do
  use ExUnit.Case, async: true

  alias ShopWeb.ErrorJSON

  test "renders the message of the status" do
    assert ErrorJSON.render("404.json", %{}) == %{error: "Not Found"}
    assert ErrorJSON.render("500.json", %{}) == %{error: "Internal Server Error"}
  end
end
