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
  def init(_opts), do: {:ok, []}

  @impl true
  def handle_call(:waiting, _from, queue), do: {:reply, length(queue), queue}

  @impl true
  def handle_cast({:enqueue, order_id}, queue) do
    if queue == [], do: send(self(), :drain)
    {:noreply, queue ++ [order_id]}
  end

  @impl true
  def handle_info(:drain, []), do: {:ok, []}

  def handle_info(:drain, [order_id | rest]) do
    result = Courier.book(order_id)
    queue = settle(rest, order_id, result)
    Process.sleep(@pause)
    if queue != [], do: send(self(), :drain)
    {:noreply, queue}
  end

  defp settle(queue, _order_id, :ok), do: queue

  defp settle(queue, order_id, {:error, reason}) do
    Logger.warning("order #{order_id} could not be booked: #{inspect(reason)}")
    queue ++ [order_id]
  end
end
