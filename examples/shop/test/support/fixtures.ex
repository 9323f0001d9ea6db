defmodule Shop.Fixtures do
  @moduledoc "Records for the tests."

  alias Shop.Accounts.Customer
  alias Shop.Catalog.Product
  alias Shop.Orders.Order

  @doc "The attributes of a valid customer, with an address of its own."
  @spec customer_attrs() :: map()
  def customer_attrs do
    %{
      "email" => "customer-#{System.unique_integer([:positive])}@example.com",
      "name" => "Ada",
      "password" => "correct horse battery"
    }
  end

  @doc "The attributes of a valid product, with a stock keeping unit of its own."
  @spec product_attrs() :: map()
  def product_attrs do
    %{
      sku: "SKU-#{System.unique_integer([:positive])}",
      name: "Teapot",
      category: "Kitchen",
      price_cents: 2_500
    }
  end

  @doc "Registers a customer."
  @spec customer() :: Customer.t()
  def customer do
    {:ok, customer} = Customer.API.register(customer_attrs())
    customer
  end

  @doc "Creates a product, with `attrs` in place of the usual ones."
  @spec product(map()) :: Product.t()
  def product(attrs \\ %{}) do
    {:ok, product} = Product.API.create(Map.merge(product_attrs(), attrs))
    product
  end

  @doc "Places an order of `customer` for two pieces of a new product."
  @spec order(Customer.t()) :: Order.t()
  def order(customer) do
    {:ok, order} = Order.API.place(customer, [%{"sku" => product().sku, "quantity" => 2}])
    order
  end
end
