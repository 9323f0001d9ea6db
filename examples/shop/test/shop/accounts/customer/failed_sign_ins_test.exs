defmodule Shop.Accounts.Customer.FailedSignInsTest do
  use ExUnit.Case, async: true

  alias Shop.Accounts.Customer.FailedSignIns

  test "stops an address after five failures, until they are forgotten" do
    email = "guesser@example.com"
    for _count <- 1..4, do: FailedSignIns.record(email)
    assert FailedSignIns.allowed?(email)

    assert FailedSignIns.record(email) == :ok
    refute FailedSignIns.allowed?(email)
    assert FailedSignIns.allowed?("somebody.else@example.com")

    assert FailedSignIns.forget(email) == :ok
    assert FailedSignIns.allowed?(email)
  end
end
