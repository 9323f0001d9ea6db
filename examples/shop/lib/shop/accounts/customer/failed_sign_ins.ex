defmodule Shop.Accounts.Customer.FailedSignIns do
  @moduledoc "Remembers the failed sign-ins of the last quarter of an hour."

  @max_failures 5
  @window_seconds 900

  @doc "Tells whether `email` may try another password."
  @spec allowed?(String.t()) :: boolean()
  def allowed?(email) do
    ensure_started()
    failures = Agent.get(__MODULE__, &Map.get(&1, email, []))
    Enum.count(failures, &recent?/1) < @max_failures
  end

  @doc "Records a failed sign-in of `email`."
  @spec record(String.t()) :: :ok
  def record(email) do
    ensure_started()

    Agent.update(__MODULE__, fn failures ->
      recent = failures |> Map.get(email, []) |> Enum.filter(&recent?/1)
      Map.put(failures, email, [now() | recent])
    end)
  end

  @doc "Forgets the failed sign-ins of `email`."
  def forget(email) do
    ensure_started()
    Agent.update(__MODULE__, &Map.delete(&1, email))
  end

  defp ensure_started do
    case Agent.start(fn -> %{} end, name: __MODULE__) do
      {:ok, _pid} -> :ok
      {:error, {:already_started, _pid}} -> :ok
    end
  end

  defp recent?(time), do: now() - time < @window_seconds

  defp now, do: System.monotonic_time(:second)
end
