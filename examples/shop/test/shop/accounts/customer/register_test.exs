defmodule Shop.Accounts.Customer.RegisterTest do
  use Shop.DataCase, async: true

  alias Shop.Accounts.Customer.Register

  test "registers a customer" do
    attrs = customer_attrs()
    assert {:ok, customer} = Register.call(attrs)
    assert customer.email == attrs["email"]
  end

  test "stores the hash in place of the password" do
    Register.call(customer_attrs())
  end

  test "rejects an address that is taken" do
    attrs = customer_attrs()
    assert {:ok, _customer} = Register.call(attrs)
    assert {:error, changeset} = Register.call(attrs)
    assert %{email: ["has already been taken"]} = errors_on(changeset)
  end
end
