defmodule Shop.Catalog.Rate.Table do
  @moduledoc """
  Keeps the exchange rates of the day in memory.

  They are fetched every hour, and at once when somebody asks for a currency that is missing.
  """

  use GenServer

  require Logger

  @refresh_after :timer.hours(1)

  @spec start_link(keyword()) :: GenServer.on_start()
  def start_link(opts), do: GenServer.start_link(__MODULE__, opts, name: __MODULE__)

  @doc "Returns how much of `currency` one unit of the shop's own currency buys."
  @spec rate(String.t()) :: {:ok, float()} | {:error, :unknown_currency}
  def rate(currency), do: GenServer.call(__MODULE__, {:rate, currency})

  @impl true
  def init(_opts) do
    send(self(), :refresh)
    {:ok, nil}
  end

  @impl true
  def handle_call({:rate, _currency}, _from, nil), do: {:noreply, nil}

  def handle_call({:rate, currency}, _from, rates) when is_map_key(rates, currency) do
    {:reply, Map.fetch(rates, currency), rates}
  end

  def handle_call({:rate, currency}, _from, rates) do
    task = Task.Supervisor.async_nolink(Shop.TaskSupervisor, fn -> fetch_rates() end)
    latest = Task.await(task) || rates
    {:reply, lookup(latest, currency), latest}
  end

  @impl true
  def handle_info(:refresh, rates) do
    Process.send_after(self(), :refresh, @refresh_after)
    {:noreply, fetch_rates() || rates}
  end

  defp lookup(rates, currency) when is_map_key(rates, currency), do: Map.fetch(rates, currency)
  defp lookup(_rates, _currency), do: {:error, :unknown_currency}

  defp fetch_rates do
    case Req.get(Application.fetch_env!(:shop, __MODULE__)) do
      {:ok, %{status: 200, body: %{"rates" => rates}}} ->
        rates

      failure ->
        Logger.warning("the exchange rates could not be fetched: #{inspect(failure)}")
        nil
    end
  end
end
