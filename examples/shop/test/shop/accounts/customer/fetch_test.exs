defmodule Shop.Accounts.Customer.FetchTest do
  use Shop.DataCase, async: true

  alias Shop.Accounts.Customer.Fetch

  test "returns the customer" do
    customer = customer()
    assert {:ok, found} = Fetch.call(customer.id)
    assert found.email == customer.email
  end

  test "reports an unknown customer" do
    assert Fetch.call(0) == {:error, :not_found}
  end
end
