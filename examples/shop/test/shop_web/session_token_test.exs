defmodule ShopWeb.SessionTokenTest do
  use ExUnit.Case, async: true

  alias ShopWeb.SessionToken

  test "a token shows whose it is" do
    assert SessionToken.verify(SessionToken.sign(7)) == {:ok, 7}
  end

  test "a changed token does not" do
    assert SessionToken.verify(SessionToken.sign(7) <> "x") == {:error, :invalid}
  end
end
