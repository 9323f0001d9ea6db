defmodule ShopWeb.Router do
  @moduledoc "Names the requests that the shop answers."

  use Phoenix.Router, helpers: false

  pipeline :api do
    plug(:accepts, ["json"])
  end

  pipeline :customer do
    plug(ShopWeb.Plugs.RequireCustomer)
  end

  scope "/api", ShopWeb do
    pipe_through(:api)

    get("/categories", ProductController, :categories)
    get("/products", ProductController, :index)
    get("/products/:id", ProductController, :show)
    post("/customers", CustomerController, :create)
    post("/sessions", CustomerController, :sign_in)
  end

  scope "/api", ShopWeb do
    pipe_through([:api, :customer])

    get("/orders", OrderController, :index)
    get("/orders/:id", OrderController, :show)
    post("/orders", OrderController, :create)
    post("/orders/:id/reopen", OrderController, :reopen)
    delete("/orders/:id", OrderController, :delete)
  end
end
