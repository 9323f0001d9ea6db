"""`dralint contracts`: what is counted, and thresholds from the command line and the table."""

import json
from pathlib import Path
from typing import Any

import pytest

from .test_map import SHOP, dralint, written

PRICES = """
defmodule Shop.Sales.Prices do
  @moduledoc "Prices."

  @doc "Net."
  @spec net(integer()) :: integer()
  def net(gross), do: gross

  def gross(net), do: net

  @doc false
  def table, do: []

  defp round(x), do: x

  defdelegate bare(x), to: Shop.Sales.Prices.Table, as: :rows
  defdelegate sum(x), to: Shop.Sales.Prices.Table
end
"""
TABLE = """
defmodule Shop.Sales.Prices.Table do
  @moduledoc false

  @spec sum(list()) :: integer()
  def sum(x), do: x
  def rows(x), do: x
end
"""
SERVER = """
defmodule Shop.Server do
  use GenServer

  def start_link(x), do: GenServer.start_link(__MODULE__, x)
  def init(x), do: {:ok, x}
end
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return written(
        tmp_path,
        {
            "lib/shop/sales/prices.ex": PRICES,
            "lib/shop/sales/prices/table.ex": TABLE,
            "lib/shop/server.ex": SERVER,
        },
    )


def rows(folder: Path, *arguments: str, code: int = 0) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(
        dralint(folder, "contracts", "--format", "json", *arguments, code=code).stdout
    )
    return data


def test_what_is_counted(project: Path) -> None:
    found = {row["module"]: row for row in rows(project)["modules"]}
    prices = found["Shop.Sales.Prices"]
    # A delegate has the spec of what it hands on to; a hidden function is nobody's business.
    assert prices["specs"] == {"done": 2, "whole": 4}
    assert prices["without_spec"] == ["gross/1", "bare/1"]
    assert prices["docs"] == {"done": 3, "whole": 4}
    assert prices["without_doc"] == ["gross/1"]
    table = found["Shop.Sales.Prices.Table"]
    assert (table["specs"], table["docs"]) == ({"done": 1, "whole": 2}, {"done": 0, "whole": 0})
    server = found["Shop.Server"]
    assert (server["specs"]["whole"], server["moduledoc"]["done"]) == (1, 0)
    assert {row["group"] for row in found.values()} == {"sales", "shop"}


def test_thresholds_of_the_command_line(project: Path) -> None:
    assert rows(project)["below"] == []
    failed = rows(project, "--min-specs", "60", code=1)
    assert failed["below"] == ["specs: 3 of 7 (42.9 %), less than 60 %"]
    rows(project, "--min-specs", "42.8")
    by_module = rows(project, "--min-module-docs", "80", code=1)
    assert by_module["below"][0] == (
        "lib/shop/sales/prices.ex:2: Shop.Sales.Prices: docs: 3 of 4 (75.0 %), less than 80 % "
        "(without: gross/1)"
    )


def test_thresholds_of_the_configuration(project: Path) -> None:
    table = project / ".dralint.toml"
    table.write_text("[contracts]\nmin-moduledocs = 100\n")
    assert rows(project, code=1)["below"] == ["moduledocs: 2 of 3 (66.7 %), less than 100 %"]
    rows(project, "--isolated")
    rows(project, "--min-moduledocs", "50")
    table.write_text('[contracts]\nmin-moduledocs = 100\nignore = ["lib/shop/server.ex"]\n')
    rows(project)
    table.write_text("[contracts]\nmin-spec = 100\n")
    wrong = dralint(project, "contracts", code=2)
    assert "min-spec" in wrong.stderr
    assert "min-specs" in wrong.stderr


def test_text_and_markdown() -> None:
    text = dralint(SHOP, "contracts", "--modules").stdout
    assert max(map(len, text.split("\n"))) <= 80
    assert text.split("\n")[0].split() == ["specs", "docs", "moduledocs"]
    assert "orders " in text
    assert "Order" not in dralint(SHOP, "contracts").stdout
    table = dralint(SHOP, "contracts", "--format", "markdown").stdout
    assert "| `Shop.Catalog.Product.API` | 5/5 (100 %) |" in table


def test_no_functions(tmp_path: Path) -> None:
    written(tmp_path, {})
    assert dralint(tmp_path, "contracts").stdout == "no public functions\n"
