defmodule Shop.Accounts.Customer.AuthenticateTest do
  use Shop.DataCase, async: true

  alias Shop.Accounts.Customer.Authenticate

  test "returns the customer for the right password" do
    customer = customer()

    assert {:ok, found} =
             Authenticate.call(String.upcase(customer.email), "correct horse battery")

    assert found.id == customer.id
  end

  test "rejects a wrong password and an unknown address alike" do
    assert Authenticate.call(customer().email, "wrong") == {:error, :invalid_credentials}
    assert Authenticate.call("unknown@example.com", "wrong") == {:error, :invalid_credentials}
  end

  test "rejects even the right password after five wrong ones" do
    email = customer().email
    for _count <- 1..5, do: Authenticate.call(email, "wrong")
    assert Authenticate.call(email, "correct horse battery") == {:error, :too_many_attempts}
  end
end
