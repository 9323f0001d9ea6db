defmodule Shop.Accounts.CustomerTest do
  use Shop.DataCase, async: true

  alias Shop.Accounts.Customer

  describe "changeset/2" do
    test "accepts complete attributes and writes the address in lower case" do
      changeset =
        Customer.changeset(%Customer{}, %{customer_attrs() | "email" => "Ada@Example.com"})

      assert changeset.valid?
      assert changeset.changes.email == "ada@example.com"
    end

    test "requires every attribute" do
      errors = errors_on(Customer.changeset(%Customer{}, %{}))
      assert Enum.sort(Map.keys(errors)) == [:email, :name, :password]
    end

    test "rejects what is no address and a short password" do
      attrs = %{customer_attrs() | "email" => "ada", "password" => "short"}

      assert %{email: [_format], password: [_length]} =
               errors_on(Customer.changeset(%Customer{}, attrs))
    end
  end
end
