"""`dralint map` on the example project and on small ones: every format, narrowing, faults."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SHOP = Path(__file__).parents[2] / "examples" / "shop"


def dralint(
    folder: Path, *arguments: str, code: int = 0, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run dralint in a folder and expect an exit code; never is there a traceback."""
    run = subprocess.run(
        [sys.executable, "-m", "dralint", *arguments],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8", **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in run.stderr + run.stdout
    assert run.returncode == code, run.stdout + run.stderr
    return run


def written(folder: Path, files: dict[str, str]) -> Path:
    """Write a small mix project and return its folder."""
    mix = "defmodule Shop.MixProject do\n  use Mix.Project\n  def project, do: [app: :shop]\nend\n"
    for name, text in {"mix.exs": mix, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def actions(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the actions of the only project of a JSON map, by `domain/resource/action`."""
    [project] = data["projects"]
    return {
        f"{domain['name']}/{resource['name']}/{action['name']}": action
        for domain in project["domains"]
        for resource in domain["resources"]
        for action in resource["actions"]
    }


def test_json_has_each_action_with_what_belongs_to_it() -> None:
    data = json.loads(dralint(SHOP, "map", "--format", "json").stdout)
    found = actions(data)
    fetch = found["catalog/product/fetch"]
    assert (fetch["module"], fetch["entry"]) == ("Shop.Catalog.Product.Fetch", "call/1")
    assert fetch["api"] == ["Shop.Catalog.Product.API.fetch/1"]
    assert (fetch["spec"], fetch["doc"], fetch["testing"]) == (True, True, "own")
    assert fetch["test"] == "test/shop/catalog/product/fetch_test.exs"
    assert [(c["name"], c["role"], c["direct"], c["foreign"]) for c in fetch["callers"]] == [
        ("Shop.Catalog.Product.Archive.run/1", "action", True, False),
        ("ShopWeb.ProductController.show/2", "web", False, True),
    ]
    # `Archive` has `run`, not `call`; `Category.List` has no API, and the web calls it itself.
    assert (
        found["catalog/product/archive"]["entry"],
        found["catalog/product/archive"]["spec"],
    ) == (
        "",
        False,
    )
    category = found["catalog/category/list"]
    assert (category["api"], [each["direct"] for each in category["callers"]]) == ([], [True])


def test_json_has_dependencies_and_counts() -> None:
    [project] = json.loads(dralint(SHOP, "map", "--format", "json").stdout)["projects"]
    arrows = {(each["source"], each["target"]): each for each in project["dependencies"]}
    assert arrows["orders", "catalog"]["calls"] == 1
    assert arrows["web", "catalog"]["inside"] == 1
    assert arrows["web", "catalog"]["callee"] == "Shop.Catalog.Category.List.call/0"
    counts = project["counts"]
    assert (counts["domains"], counts["resources"], counts["with_api"]) == (3, 6, 5)
    assert (counts["bypasses"], counts["cycles"]) == (1, 0)


def test_text_fits_in_80_columns_and_says_what_is_wrong() -> None:
    text = dralint(SHOP, "map").stdout
    lines = text.split("\n")
    assert max(map(len, lines)) <= 80
    assert lines[0].startswith("3 domains · 6 resources · ")
    assert any(line.split() == ["├─", "category", "no", "API"] for line in lines)
    assert any("archive" in line and "no entry" in line and "spec✗" in line for line in lines)
    assert any(line.strip().endswith("web 1!") for line in lines)
    assert "  1 call around an API" in lines
    assert "\x1b" not in text


def test_colour_is_asked_for_and_encodings_are_served() -> None:
    assert "\x1b[" in dralint(SHOP, "map", NO_COLOR="", FORCE_COLOR="1").stdout
    plain = dralint(SHOP, "map", PYTHONIOENCODING="ascii").stdout
    assert plain.isascii()
    assert "spec+" in plain


def test_depths() -> None:
    short = dralint(SHOP, "map", "--depth", "resources").stdout
    assert "archive, create, fetch, list, search" in short
    assert "spec✓" not in short
    least = dralint(SHOP, "map", "--depth", "domains").stdout
    assert "catalog" in least
    assert "product" not in least


def test_markdown_and_mermaid() -> None:
    text = dralint(SHOP, "map", "--format", "markdown").stdout
    assert "| product | [fetch](lib/shop/catalog/product/fetch.ex#L9) | `call/1` | ✓ |" in text
    picture = dralint(SHOP, "map", "--format", "mermaid").stdout
    assert picture.startswith("flowchart LR\n")
    assert "<b>product</b><br/>archive<br/>create" in picture
    assert picture in text + "\n" or picture.strip() in text
    assert "-.->|4|" in picture


def test_one_domain_alone() -> None:
    text = dralint(SHOP, "map", "--domain", "orders").stdout
    assert text.startswith("1 domain · 2 resources")
    assert "authenticate" not in text
    wrong = dralint(SHOP, "map", "--domain", "order", code=2)
    assert wrong.stderr == "dralint: no domain 'order' (did you mean 'orders'?)\n"


def test_faults_are_one_line() -> None:
    assert "nowhere: no such file" in dralint(SHOP, "map", "nowhere", code=2).stderr


CONTEXT = """
defmodule Shop.Accounts do
  alias Shop.Accounts.User

  @doc "Creates."
  @spec create_user(map()) :: {:ok, term()}
  def create_user(attrs), do: {:ok, struct(User, attrs)}
  def get_user!(id), do: id
  def list_user_tokens(user), do: user
  def sign_out, do: :ok
end
"""
SCHEMA = """
defmodule Shop.Accounts.{name} do
  use Ecto.Schema
  schema "things" do
  end
end
"""


@pytest.fixture
def contexts(tmp_path: Path) -> Path:
    export = "defmodule Shop.Accounts.{name} do\n  def render(x), do: x\nend\n"
    return written(
        tmp_path,
        {
            "lib/shop/accounts.ex": CONTEXT,
            "lib/shop/accounts/user.ex": SCHEMA.replace("{name}", "User"),
            "lib/shop/accounts/user_token.ex": SCHEMA.replace("{name}", "UserToken"),
            "lib/shop/accounts/exports/csv.ex": export.replace("{name}", "Exports.Csv"),
            "lib/shop/accounts/exports/pdf.ex": export.replace("{name}", "Exports.Pdf"),
            "lib/shop/accounts/exports/xml.ex": export.replace("{name}", "Exports.Xml"),
            "lib/shop/repo.ex": "defmodule Shop.Repo do\n  use Ecto.Repo, otp_app: :shop\nend\n",
            "lib/shop_web/page.ex": "defmodule ShopWeb.Page do\n"
            "  def show(id), do: Shop.Accounts.get_user!(id)\nend\n",
            "test/accounts_test.exs": "defmodule Shop.AccountsTest do\n"
            '  use ExUnit.Case\n  test "one" do\n'
            "    assert {:ok, _} = Shop.Accounts.create_user(%{})\n  end\nend\n",
        },
    )


def test_contexts_are_drawn_where_the_layout_is_another(contexts: Path) -> None:
    [project] = json.loads(dralint(contexts, "map", "--format", "json").stdout)["projects"]
    assert project["adopted"] is False
    [domain] = project["domains"]
    found = {r["name"]: [a["name"] for a in r["actions"]] for r in domain["resources"]}
    assert found == {
        "accounts": ["sign_out"],
        # Neighbours whose one function has the same name are the actions of their folder.
        "exports": ["csv", "pdf", "xml"],
        "user": ["create_user", "get_user"],
        "user_token": ["list_user_tokens"],
    }
    user = next(r for r in domain["resources"] if r["name"] == "user")
    create, get = user["actions"]
    assert (create["spec"], create["doc"], create["testing"]) == (True, True, "reached")
    assert create["test"] == "test/accounts_test.exs"
    assert (get["entry"], get["spec"], get["testing"]) == ("get_user!/1", False, "none")
    assert [each["name"] for each in get["callers"]] == ["ShopWeb.Page.show/1"]
    text = dralint(contexts, "map").stdout
    assert "it does not follow Domain Resource Action" in text
    assert "conformity" not in text


def test_a_project_without_domains_says_so(tmp_path: Path) -> None:
    written(tmp_path, {"lib/shop/repo.ex": "defmodule Shop.Repo do\nend\n"})
    assert dralint(tmp_path, "map").stdout.startswith("no domains: ")


def test_domains_that_call_each_other_are_a_ring(tmp_path: Path) -> None:
    body = "defmodule {own} do\n  def call(x), do: {other}.call(x)\n  def back(x), do: x\nend\n"
    one, other = "Shop.Sales.Order.Create", "Shop.Stock.Item.Create"
    written(
        tmp_path,
        {
            "lib/shop/sales/order/create.ex": body.replace("{own}", one).replace("{other}", other),
            "lib/shop/stock/item/create.ex": body.replace("{own}", other).replace("{other}", one),
        },
    )
    text = dralint(tmp_path, "map").stdout
    assert "  a ring: sales, stock\n" in text
    assert "==>" in dralint(tmp_path, "map", "--format", "mermaid").stdout
