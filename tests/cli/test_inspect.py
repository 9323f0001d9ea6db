"""`dralint inspect`, on fixtures and on the example, with the real command line."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dralint.cli import cli

TESTS = Path(__file__).parent.parent
BAKERY = TESTS / "fixtures" / "tree"
DEPOT = TESTS / "fixtures" / "deadlocks"
SHOP = TESTS.parent / "examples" / "shop"


def text_of(place: Path, monkeypatch: pytest.MonkeyPatch, *args: str) -> list[str]:
    monkeypatch.chdir(place)
    result = CliRunner().invoke(cli, ["inspect", *args], standalone_mode=False)
    assert result.exception is None
    assert result.return_value == 0
    return result.output.splitlines()


def json_of(place: Path, monkeypatch: pytest.MonkeyPatch, *args: str) -> Any:
    return json.loads("\n".join(text_of(place, monkeypatch, *args, "--format", "json")))


def real(*args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dralint", "inspect", *args]
    return subprocess.run(command, cwd=SHOP, capture_output=True, text=True, check=False)


def test_a_server_from_supervisor_to_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = text_of(SHOP, monkeypatch, "Shop.Catalog.Rate.Table")
    path = "lib/shop/catalog/rate/table.ex"
    assert lines[:5] == [
        f"Shop.Catalog.Rate.Table  server  {path}:1",
        "  Keeps the exchange rates of the day in memory.",
        "  behaviours: GenServer",
        "  registered as Shop.Catalog.Rate.Table",
        "",
    ]
    assert (
        "  Shop.Application (Shop.Supervisor) > Shop.Catalog.Rate.Table"
        "  [restart permanent, below one_for_one]  lib/shop/application.ex:10"
    ) in lines
    assert f"      -> handle_call({{:rate, ...}}, ...)  {path}:28" in lines
    assert (
        "    <- Shop.Catalog.Rate.Convert.call/2  [client]  lib/shop/catalog/rate/convert.ex:10"
        in lines
    )
    assert (
        "    <- itself, in init/1 sends :refresh  [start Shop.Catalog.Rate.Table]"
        f"  {path}:23" in lines
    )
    assert (
        f"  handle_info(:refresh, ...) waits for HTTP: fetch_rates/0 -> Req.get/1  {path}:43"
        in lines
    )
    assert f"    -> Req.get/1  {path}:50" in lines
    assert "  test/shop/catalog/rate/table_test.exs" in lines


def test_json_of_a_dynamic_child(monkeypatch: pytest.MonkeyPatch) -> None:
    found = json_of(BAKERY, monkeypatch, "Bakery.Loaf")
    assert (found["what"], found["kind"]) == ("module", "server")
    (seat,) = found["supervision"]["seats"]
    assert seat["above"] == [
        "Bakery.Application (Bakery.Supervisor)",
        "DynamicSupervisor (Bakery.Shelves)",
    ]
    assert (seat["restart"], seat["dynamic"], seat["lost"]) == ("temporary", True, False)
    (client,) = found["clients"]
    assert client["function"] == "slices/1"
    (sent,) = client["sends"]
    assert (sent["kind"], sent["message"], sent["to"]) == ("call", ":slices", "Bakery.Loaf")
    assert [clause["clause"] for clause in sent["clauses"]] == ["handle_call(:slices, ...)"]
    assert found["registered"][0]["registry"] == "Registry Bakery.Loaves"


def test_messages_to_other_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    found = json_of(DEPOT, monkeypatch, "Depot.Ledger")
    assert [(sent["message"], sent["to"]) for sent in found["sends"]] == [
        ("{:price, _}", "Depot.Orders")
    ]
    taken = {each["clause"]: each["from"] for each in found["takes"]}
    assert [sent["by"] for sent in taken["handle_call({:book, ...}, ...)"]] == [
        "Depot.Ledger.book/1"
    ]


def test_a_function_by_the_end_of_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = text_of(SHOP, monkeypatch, "Rate.Table.rate/1")
    assert lines[0] == "Shop.Catalog.Rate.Table.rate/1  def  lib/shop/catalog/rate/table.ex:19"
    assert "  runs in: client" in lines
    assert (
        "  <- Shop.Catalog.Rate.Convert.call/2  [client]  lib/shop/catalog/rate/convert.ex:10"
        in (lines)
    )
    assert "  calls {:rate, _} -> Shop.Catalog.Rate.Table  lib/shop/catalog/rate/table.ex:19" in (
        lines
    )


def test_process_contexts_of_callers(monkeypatch: pytest.MonkeyPatch) -> None:
    found = json_of(SHOP, monkeypatch, "Shop.Orders.Shipment.Courier.book")
    assert found["contexts"] == [{"role": "server", "module": "Shop.Orders.Shipment.Dispatcher"}]
    assert [step["function"] for step in found["waits"][0]["way"]] == ["Req.post/2"]
    assert found["specs"][0].startswith("@spec book(")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Shop.Catalog.Rate.Tabel", "(did you mean 'Shop.Catalog.Rate.Table'?)"),
        ("Shop.Catalog.Rate.Table.rat/1", "(did you mean 'rate/1'?)"),
        ("Shop.Catalog.Rate.Table.rate/3", "there is 'rate/1'"),
        ("API", "may be 'Shop."),
        ("lib/shop.ex", "is no module or function"),
    ],
)
def test_unknown_names_are_one_line_and_exit_2(name: str, said: str) -> None:
    result = real(name)
    assert (result.returncode, result.stdout) == (2, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_exit_code_0() -> None:
    result = real("Shop.Orders.Order.Place")
    assert (result.returncode, result.stderr) == (0, "")
    assert "Public functions" in result.stdout
