"""`dralint tree` and `dralint unknowns` on a small project."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dralint.cli import cli

FIXTURE = Path(__file__).parent.parent / "fixtures" / "tree"


@pytest.fixture(autouse=True)
def _inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FIXTURE)


def output(*args: str) -> str:
    result = CliRunner().invoke(cli, args, standalone_mode=False)
    assert result.exception is None
    assert result.return_value == 0
    return result.output


def test_text() -> None:
    lines = output("tree").rstrip().split("\n")
    place = "lib/bakery/application.ex"
    assert lines == [
        f"Bakery.Application Bakery.Supervisor  [one_for_one]  {place}:7 (application :bakery)",
        f"├─ Bakery.Oven  {place}:10",
        f"├─ BakeryWeb.Endpoint  {place}:11",
        f"├─ Registry Bakery.Loaves  {place}:12",
        f"├─ DynamicSupervisor Bakery.Shelves  [one_for_one]  {place}:13",
        "│  └─ * Bakery.Loaf {:via, Registry, {Bakery.Loaves, ...}}  [temporary, dynamic]"
        "  lib/bakery/loaf.ex:8",
        f"├─ Task.Supervisor Bakery.Helpers  [helpers(true)]  {place}:23",
        f"├─ Agent  [helpers(true)]  {place}:24",
        f"├─ Agent  [helpers(true)]  {place}:25",
        f"└─ Bakery.Ghost  [helpers(true)]  {place}:26",
    ]


def test_json_has_every_field() -> None:
    [root] = json.loads(output("tree", "--format", "json"))
    wanted = "module name id kind strategy restart shutdown condition dynamic unknown path line"
    assert {*wanted.split(), "children"} <= root.keys()
    assert (root["kind"], root["name"], root["strategy"]) == (
        "application",
        "Bakery.Supervisor",
        "one_for_one",
    )
    shelves = root["children"][3]
    assert [(c["module"], c["dynamic"]) for c in shelves["children"]] == [("Bakery.Loaf", True)]


def test_graphs() -> None:
    assert output("tree", "--format", "mermaid").startswith("flowchart LR\n  n0([")
    assert output("tree", "--format", "dot").rstrip().endswith("}")


def test_unknowns() -> None:
    text = output("unknowns")
    assert "use: use Phoenix.Endpoint" in text
    assert text.rstrip().endswith("0 children and 0 dynamic children not placed")
    places = json.loads(output("unknowns", "--format", "json"))
    assert {place["kind"] for place in places} <= {"call", "use", "child", "parent"}


def test_a_variable_that_a_macro_brings_is_no_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.ex").write_text(
        "defmodule A do\n  import Ecto.Query\n"
        "  def all(x), do: from(u in User, where: u.id == ^x, select: other(u))\nend\n"
    )
    monkeypatch.chdir(tmp_path)
    names = [each["text"] for each in json.loads(output("unknowns", "--format", "json"))]
    assert "u/0" not in names
    assert "other/1" in names


def test_a_missing_path_is_an_error() -> None:
    result = CliRunner().invoke(cli, ["tree", "nowhere"])
    assert result.exit_code == 2
    assert "nowhere: no such file" in result.output
