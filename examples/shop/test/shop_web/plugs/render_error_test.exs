defmodule ShopWeb.Plugs.RenderErrorTest do
  use ShopWeb.ConnCase, async: true

  alias ShopWeb.Plugs.RenderError

  test "answers with the status of the reason", %{conn: conn} do
    statuses = [
      invalid_credentials: 401,
      not_found: 404,
      too_many_attempts: 429,
      unknown_product: 422
    ]

    for {reason, status} <- statuses do
      response = RenderError.call(conn, {:error, reason})
      assert json_response(response, status) == %{"error" => Atom.to_string(reason)}
    end
  end

  test "answers with the messages of a changeset", %{conn: conn} do
    changeset = Ecto.Changeset.add_error(%Ecto.Changeset{types: %{}}, :sku, "is taken")
    response = RenderError.call(conn, {:error, changeset})
    assert json_response(response, 422) == %{"errors" => %{"sku" => ["is taken"]}}
  end
end
