"""`dralint map --plan`: trees as people draw them, and what differs from the code."""

import json
from pathlib import Path

import pytest

from dralint.analysis.map.plan import plan_of
from dralint.analysis.map.trees import trees_in

from .test_map import SHOP, dralint, written

BOXES = """\
lib/my_app/
├── accounts/             # Domain
│   └── user/             # Resource
│       ├── create.ex      # Action
│       ├── update.ex      # Action
│       └── api.ex        # API module
└── billing/             # Domain
    └── subscription/       # Resource
        ├── create.ex      # Action
        └── api.ex        # API module
"""
ASCII = """\
lib/my_app/
|-- accounts/
|   `-- user/
|       |-- create.ex   # Action
|       |-- update.ex
|       `-- api.ex
+-- billing/
    \\-- subscription/
        +-- create.ex
        +-- api.ex
"""
INDENTED = """\
lib/my_app
  accounts
    user
      create.ex
      update.ex
      api.ex
  billing
    subscription
      create.ex
      api.ex
"""
PATHS = """\
lib/my_app/accounts/user/create.ex
lib/my_app/accounts/user/update.ex
lib/my_app/accounts/user/api.ex
lib/my_app/billing/subscription/create.ex
lib/my_app/billing/subscription/api.ex
"""
LISTED = """\
# Plan

### lib/my_app/accounts/

- **user/api.ex**: what others may ask
- **user/create.ex**: creates one
- **user/update.ex**: changes one

### `lib/my_app/billing/`

- `subscription/create.ex` starts one
- `subscription/api.ex`
"""


def encoded_again(text: str, codec: str) -> str:
    return text.encode().decode(codec)


FORMS = {
    "boxes": BOXES,
    "fenced": f"# Plan\n\nSome words.\n\n```\n{BOXES}```\n\nMore: words.\n",
    "twice encoded": encoded_again(BOXES, "cp1252"),
    "twice encoded as latin-1": encoded_again(BOXES, "latin-1"),
    "three times encoded": encoded_again(encoded_again(BOXES, "cp1252"), "latin-1"),
    "ascii": ASCII,
    "indented": INDENTED,
    "paths": PATHS,
    "listed": LISTED,
    "crlf": BOXES.replace("\n", "\r\n"),
    "beside tests": BOXES.replace("lib/", "lib/") + "\ntest/my_app/accounts/user/create_test.exs\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_the_same_plan(form: str) -> None:
    found = {
        each.label: (each.api, sorted(m.name for m in each.modules))
        for each in plan_of(FORMS[form])
    }
    assert found == {
        "accounts/user": (True, ["create", "update"]),
        "billing/subscription": (True, ["create"]),
    }


def test_folders_of_actions_and_apis_beside_them() -> None:
    text = """
    lib
    ├── my_app
    │   ├── catalogs
    │   │   ├── categories
    │   │   │   ├── list
    │   │   │   │   └── list_catalog_categories.ex
    │   │   │   ├── delete
    │   │   │   │   └── remove_catalog_category.ex
    │   │   │   └── category.ex
    │   │   └── catalogs_categories_api.ex
    ├── my_app_web
    │   └── live
    │       └── catalogs
    │           └── form.ex
    ...
    """
    [resource] = plan_of(text)
    assert (resource.label, resource.api) == ("catalogs/categories", True)
    assert sorted(each.name for each in resource.modules) == ["delete", "list"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Some words.\n\nAnd more of them.\n",
        "Shop.Supervisor\n├── Shop.Repo\n└── ShopWeb.Endpoint\n",
        "```elixir\ndefmodule Shop do\n  def start(x), do: x\nend\n```\n",
        "- milk\n- bread\n",
    ],
)
def test_what_is_no_tree_of_files(text: str) -> None:
    assert trees_in(text) == []


def code(module: str) -> str:
    return f"defmodule {module} do\n  def call(x), do: {{:ok, x}}\nend\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return written(
        tmp_path,
        {
            f"lib/shop/{name}.ex": code(module)
            for name, module in {
                "accounts/users/create": "Shop.Accounts.Users.Create",
                "accounts/users/delete": "Shop.Accounts.Users.Delete",
                "accounts/users/reset_password": "Shop.Accounts.Users.ResetPassword",
                "sales/invoice/create": "Shop.Sales.Invoice.Create",
            }.items()
        },
    )


PLAN = """
lib/shop/
├── accounts/
│   ├── user/
│   │   ├── create.ex
│   │   ├── update.ex
│   │   └── api.ex
│   └── token/
│       └── reset_password.ex
└── billing/
    └── invoice/
        └── create.ex
"""


def test_what_differs(project: Path) -> None:
    (project / "plan.md").write_text(PLAN, encoding="utf-8")
    run = dralint(project, "map", "--plan", "plan.md", "--format", "json", code=1)
    data = json.loads(run.stdout)
    found = {(row["label"], row["name"]): (row["status"], row["note"]) for row in data["rows"]}
    assert found == {
        ("accounts/user", ""): ("same", "built as `accounts/users`"),
        ("accounts/user", "api"): ("missing", ""),
        ("accounts/user", "create"): ("same", ""),
        ("accounts/user", "update"): ("missing", ""),
        ("accounts/user", "delete"): ("unplanned", ""),
        ("accounts/token", ""): ("missing", ""),
        ("accounts/token", "reset_password"): ("moved", "now in `accounts/user`"),
        ("billing/invoice", ""): ("moved", "now in `sales/invoice`"),
        ("billing/invoice", "create"): ("moved", "now in `sales/invoice`"),
    }
    assert data["counts"] == {"missing": 3, "unplanned": 1, "moved": 3}
    text = dralint(project, "map", "--plan", "plan.md", code=1).stdout
    assert text.startswith("plan.md: 3 missing, 1 unplanned, 3 moved\n")
    assert "-     update" in text
    table = dralint(project, "map", "--plan", "plan.md", "--format", "markdown", code=1).stdout
    assert "| missing | action `update` | `accounts/user` | line 6 |  |" in table


def test_the_plan_of_the_example() -> None:
    run = dralint(SHOP, "map", "--plan", "project_requirements.md", code=1)
    # `Reopen` hides in the file of `Cancel`: nobody planned it.
    assert run.stdout.startswith("project_requirements.md: 1 unplanned\n")
    assert "reopen" in run.stdout


def test_code_as_planned(project: Path) -> None:
    (project / "plan.txt").write_text(
        "lib/shop/accounts/users/create.ex\nlib/shop/accounts/users/delete.ex\n"
        "lib/shop/accounts/users/reset_password.ex\nlib/shop/sales/invoice/create.ex\n"
    )
    run = dralint(project, "map", "--plan", "plan.txt")
    assert run.stdout.startswith("plan.txt: the code is as planned\n")


def test_faults_are_one_line(project: Path) -> None:
    missing = dralint(project, "map", "--plan", "nowhere.md", code=2)
    assert missing.stderr == "dralint: nowhere.md: no such file or directory\n"
    (project / "notes.md").write_text("Only words.\n")
    words = dralint(project, "map", "--plan", "notes.md", code=2)
    assert words.stderr.startswith("dralint: notes.md: no tree of domain, resource and action")
    shape = dralint(project, "map", "--plan", "notes.md", "--format", "mermaid", code=2)
    assert "no format mermaid" in shape.stderr
