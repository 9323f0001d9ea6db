defmodule Shop.Accounts.Customer.FailedSignIns do
  @moduledoc "Remembers the failed sign-ins of the last quarter of an hour."

  use Agent

  @max_failures 5
  @window_seconds 900

  @spec start_link(keyword()) :: Agent.on_start()
  def start_link(_opts), do: Agent.start_link(fn -> %{} end, name: __MODULE__)

  @doc "Tells whether `email` may try another password."
  @spec allowed?(String.t()) :: boolean()
  def allowed?(email) do
    failures = Agent.get(__MODULE__, &Map.get(&1, email, []))
    Enum.count(failures, &recent?/1) < @max_failures
  end

  @doc "Records a failed sign-in of `email`."
  @spec record(String.t()) :: :ok
  def record(email) do
    Agent.update(__MODULE__, fn failures ->
      recent = failures |> Map.get(email, []) |> Enum.filter(&recent?/1)
      Map.put(failures, email, [now() | recent])
    end)
  end

  @doc "Forgets the failed sign-ins of `email`."
  @spec forget(String.t()) :: :ok
  def forget(email), do: Agent.update(__MODULE__, &Map.delete(&1, email))

  defp recent?(time), do: now() - time < @window_seconds

  defp now, do: System.monotonic_time(:second)
end
