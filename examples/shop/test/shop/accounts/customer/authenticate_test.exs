defmodule Shop.Accounts.Customer.SignInTest do
  use Shop.DataCase, async: true

  alias Shop.Accounts.Customer.SignIn

  test "returns the customer for the right password" do
    customer = customer()

    assert {:ok, found} = SignIn.call(String.upcase(customer.email), "correct horse battery")

    assert found.id == customer.id
  end

  test "rejects a wrong password and an unknown address alike" do
    assert SignIn.call(customer().email, "wrong") == {:error, :invalid_credentials}
    assert SignIn.call("unknown@example.com", "wrong") == {:error, :invalid_credentials}
  end

  test "rejects even the right password after five wrong ones" do
    email = customer().email
    for _count <- 1..5, do: SignIn.call(email, "wrong")
    assert SignIn.call(email, "correct horse battery") == {:error, :too_many_attempts}
  end
end
