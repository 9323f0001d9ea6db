"""Which waits of a server are errors, and which harm nobody."""

import pytest

from dralint.finding import ERROR, INFO, WARNING
from dralint.plugins import Plugins
from dralint.testing import findings

RULE = Plugins().rules["otp-blocking-callback"]
CALLED = "def handle_call(:get, _from, s), do: {:reply, s, s}"


def severities(clauses: str, beside: str = "") -> list[int]:
    text = (
        "defmodule Shop do\n  use GenServer\n  def init(x), do: {:ok, x}\n"
        f"{clauses}\nend\n{beside}\n"
    )
    return [found.severity for found in findings([RULE], {"lib/shop.ex": text})]


@pytest.mark.parametrize(
    ("body", "severity"),
    [
        ("Process.sleep(5_000)\n{:noreply, s}", ERROR),
        ("Process.sleep(50)\n{:noreply, s}", INFO),
        ("Enum.each(s, fn _ -> Process.sleep(50) end)\n{:noreply, s}", ERROR),
        ("Process.sleep(5_000)\n{:stop, :normal, s}", INFO),
        ("with {:error, _} <- Shop.Db.save(s), do: Process.sleep(900)\n{:noreply, s}", ERROR),
        ("case Shop.Db.save(s) do\n:error -> Process.sleep(900)\nend\n{:noreply, s}", INFO),
        ("try do\nShop.Db.save(s)\nrescue\n_ -> Process.sleep(900)\nend\n{:noreply, s}", INFO),
        ("case s do\n{:error, _} -> Req.get!(s)\nend\n{:noreply, s}", ERROR),
        ("retry({:error, s})\n{:noreply, s}", INFO),
        ("poll(s)\n{:noreply, s}", ERROR),
    ],
)
def test_a_cast_of_a_server_that_is_called(body: str, severity: int) -> None:
    helpers = (
        "defp retry({:error, _}), do: Process.sleep(900)\ndefp retry(_), do: :ok\n"
        "defp poll(s) do\nProcess.sleep(50)\npoll(s)\nend"
    )
    cast = f"def handle_cast(:go, s) do\n{body}\nend"
    assert severities(f"{CALLED}\n{cast}\n{helpers}") == [severity]


def test_nobody_waits_for_a_server_without_a_clause_for_calls() -> None:
    cast = "def handle_cast(:go, s) do\nReq.get!(s)\n{:noreply, s}\nend"
    assert severities(cast) == [INFO]


@pytest.mark.parametrize(
    ("calls", "severity"),
    [
        ("GenServer.call(Shop, :go, :infinity)", INFO),
        ("GenServer.call(Shop, :go, 60_000)", INFO),
        ("GenServer.call(Shop, :go, 1_000)", ERROR),
        ("GenServer.call(Shop, :go)", ERROR),
        ("[GenServer.call(Shop, :go, :infinity), GenServer.call(Shop, :get)]", ERROR),
        (":ok", ERROR),
    ],
)
def test_callers_who_say_how_long_they_wait(calls: str, severity: int) -> None:
    call = f"{CALLED}\ndef handle_call(:go, _from, s), do: {{:reply, Req.get!(s), s}}"
    beside = f"defmodule Shop.Client do\ndef go, do: {calls}\nend"
    start = "def start_link(_), do: GenServer.start_link(__MODULE__, [], name: __MODULE__)"
    assert severities(f"{start}\n{call}", beside) == [severity]


def test_a_call_without_a_timeout_stays_a_warning() -> None:
    start = "def start_link(_), do: GenServer.start_link(__MODULE__, [], name: __MODULE__)"
    call = (
        "def handle_call(:go, _from, s), "
        "do: {:reply, GenServer.call(Shop.Other, :go, :infinity), s}"
    )
    beside = "defmodule Shop.Client do\ndef go, do: GenServer.call(Shop, :go, :infinity)\nend"
    assert severities(f"{start}\n{call}", beside) == [WARNING]
