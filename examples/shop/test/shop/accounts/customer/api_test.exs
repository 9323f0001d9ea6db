defmodule Shop.Accounts.Customer.APITest do
  use Shop.DataCase, async: true

  alias Shop.Accounts.Customer.API

  doctest Shop.Accounts.Customer.API

  test "a customer registers and signs in" do
    attrs = customer_attrs()
    assert {:ok, customer} = API.register(attrs)
    assert {:ok, signed_in} = API.authenticate(attrs["email"], attrs["password"])
    assert signed_in.id == customer.id
    assert {:ok, ^signed_in} = API.fetch(customer.id)
  end

  test "a wrong password is rejected" do
    assert API.authenticate(customer().email, "wrong") == {:error, :invalid_credentials}
  end
end
