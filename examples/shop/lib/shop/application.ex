defmodule Shop.Application do
  @moduledoc "Starts the supervision tree of the shop."

  use Application

  def start(_type, _args) do
    children = [
      Shop.Repo,
      {Task.Supervisor, name: Shop.TaskSupervisor},
      Shop.Catalog.Rate.Table,
      Shop.Orders.Shipment.Dispatcher,
      ShopWeb.Endpoint
    ]

    Supervisor.start_link(children, strategy: :one_for_one, name: Shop.Supervisor)
  end
end
