defmodule Shop.Catalog.Rate.Table do
  @moduledoc """
  Keeps the exchange rates of the day in memory.

  A task fetches them, so the table answers while a refresh is under way. Whoever asks before the
  first refresh has ended is answered when it ends.
  """

  use GenServer

  require Logger

  @refresh_after :timer.hours(1)
  @retry_after :timer.minutes(1)

  @spec start_link(keyword()) :: GenServer.on_start()
  def start_link(opts), do: GenServer.start_link(__MODULE__, opts, name: __MODULE__)

  @doc "Returns how much of `currency` one unit of the shop's own currency buys."
  @spec rate(String.t()) :: {:ok, float()} | {:error, :unknown_currency | :unavailable}
  def rate(currency), do: GenServer.call(__MODULE__, {:rate, currency})

  @impl true
  def init(_opts) do
    send(self(), :refresh)
    {:ok, %{rates: nil, waiting: []}}
  end

  @impl true
  def handle_call({:rate, currency}, from, %{rates: nil} = state) do
    {:noreply, %{state | waiting: [{from, currency} | state.waiting]}}
  end

  def handle_call({:rate, currency}, _from, state) do
    {:reply, lookup(state.rates, currency), state}
  end

  @impl true
  def handle_info(:refresh, state) do
    Task.Supervisor.async_nolink(Shop.TaskSupervisor, fn -> fetch_rates() end)
    {:noreply, state}
  end

  def handle_info({ref, {:ok, rates}}, state) when is_reference(ref) do
    Process.demonitor(ref, [:flush])
    Process.send_after(self(), :refresh, @refresh_after)
    {:noreply, store(state, rates)}
  end

  def handle_info({ref, {:error, reason}}, state) when is_reference(ref) do
    Process.demonitor(ref, [:flush])
    {:noreply, retry_later(state, reason)}
  end

  def handle_info({:DOWN, _ref, :process, _pid, reason}, state) do
    {:noreply, retry_later(state, reason)}
  end

  defp retry_later(state, reason) do
    Logger.warning("the exchange rates could not be fetched: #{inspect(reason)}")
    Process.send_after(self(), :refresh, @retry_after)
    store(state, state.rates || :unavailable)
  end

  defp store(state, rates) do
    Enum.each(state.waiting, fn {from, currency} ->
      GenServer.reply(from, lookup(rates, currency))
    end)

    %{state | rates: rates, waiting: []}
  end

  defp lookup(:unavailable, _currency), do: {:error, :unavailable}
  defp lookup(rates, currency) when is_map_key(rates, currency), do: Map.fetch(rates, currency)
  defp lookup(_rates, _currency), do: {:error, :unknown_currency}

  defp fetch_rates do
    case Req.get(Application.fetch_env!(:shop, __MODULE__)) do
      {:ok, %{status: 200, body: %{"rates" => rates}}} -> {:ok, rates}
      {:ok, %{status: status}} -> {:error, {:status, status}}
      {:error, exception} -> {:error, exception}
    end
  end
end
