defmodule Shop.Catalog.Rate.TableTest do
  use ExUnit.Case, async: false

  alias Shop.Catalog.Rate.Table

  test "answers with the rate of a currency" do
    assert Table.rate("EUR") == {:ok, 0.5}
    assert Table.rate("JPY") == {:ok, 150.25}
  end

  test "reports an unknown currency" do
    assert Table.rate("XXX") == {:error, :unknown_currency}
  end

  test "says so while the rates cannot be fetched" do
    config = Application.fetch_env!(:shop, Table)
    Application.put_env(:shop, Table, Keyword.put(config, :plug, {Shop.FakeRates, status: 503}))
    restart()

    on_exit(fn ->
      Application.put_env(:shop, Table, config)
      restart()
    end)

    assert Table.rate("EUR") == {:error, :unavailable}
  end

  defp restart do
    :ok = Supervisor.terminate_child(Shop.Supervisor, Table)
    {:ok, _pid} = Supervisor.restart_child(Shop.Supervisor, Table)
  end
end
