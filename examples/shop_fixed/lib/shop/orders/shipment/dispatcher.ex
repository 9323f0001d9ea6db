defmodule Shop.Orders.Shipment.Dispatcher do
  @moduledoc """
  Books the courier for one order after the other.

  The courier takes one request at a time and a few a second. A booking that fails goes to the end
  of the queue.
  """

  use GenServer

  alias Shop.Orders.Shipment.Courier

  require Logger

  @pause 200

  @spec start_link(keyword()) :: GenServer.on_start()
  def start_link(opts), do: GenServer.start_link(__MODULE__, opts, name: __MODULE__)

  @doc "Puts an order at the end of the queue."
  @spec enqueue(integer()) :: :ok
  def enqueue(order_id), do: GenServer.cast(__MODULE__, {:enqueue, order_id})

  @doc "Tells how many orders wait for their booking."
  @spec waiting() :: non_neg_integer()
  def waiting, do: GenServer.call(__MODULE__, :waiting)

  @impl true
  def init(_opts), do: {:ok, %{queue: [], booking: nil}}

  @impl true
  def handle_call(:waiting, _from, state), do: {:reply, length(state.queue), state}

  @impl true
  def handle_cast({:enqueue, order_id}, state) do
    {:noreply, book_next(append(state, order_id))}
  end

  @impl true
  def handle_info({ref, result}, %{booking: {ref, order_id}} = state) do
    Process.demonitor(ref, [:flush])
    {:noreply, settle(state, order_id, result)}
  end

  def handle_info({:DOWN, ref, :process, _pid, reason}, %{booking: {ref, order_id}} = state) do
    {:noreply, settle(state, order_id, {:error, reason})}
  end

  def handle_info(:next, state), do: {:noreply, book_next(%{state | booking: nil})}

  defp book_next(%{booking: nil, queue: [order_id | rest]} = state) do
    task = Task.Supervisor.async_nolink(Shop.TaskSupervisor, fn -> Courier.book(order_id) end)
    %{state | queue: rest, booking: {task.ref, order_id}}
  end

  defp book_next(state), do: state

  defp settle(state, order_id, result) do
    Process.send_after(self(), :next, @pause)

    case result do
      :ok ->
        state

      {:error, reason} ->
        Logger.warning("order #{order_id} could not be booked: #{inspect(reason)}")
        append(state, order_id)
    end
  end

  defp append(state, order_id), do: %{state | queue: state.queue ++ [order_id]}
end
