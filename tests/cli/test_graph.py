"""`dralint graph waits`, on the fixture of deadlocks."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dralint.cli.graph import graph

FIXTURE = Path(__file__).parents[1] / "fixtures" / "deadlocks"


def run(monkeypatch: pytest.MonkeyPatch, *args: str) -> str:
    """Return what the command prints in the fixture's folder."""
    monkeypatch.chdir(FIXTURE)
    result = CliRunner().invoke(graph, ["waits", *args], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_text_says_who_waits_and_marks_rings(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = run(monkeypatch).splitlines()
    assert (
        " ! `handle_call({:book, ...}, ...)` calls Depot.Orders with `{:price, _}`"
        "  lib/depot/ledger.ex:23  (Depot.Orders.price/1 -> GenServer.call/2)"
    ) in lines
    assert "ring on one message (certain):" in lines
    assert "ring if their messages meet (probable):" in lines


def test_json_holds_every_wait_with_its_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    found = json.loads(run(monkeypatch, "--format", "json"))
    assert [ring["certain"] for ring in found["rings"]].count(True) == 2
    (wait,) = (each for each in found["waits"] if each["from"] == "Depot.Ledger")
    assert wait["to"] == "Depot.Orders"
    assert wait["message"] == "{:price, _}"
    assert [answer["clause"] for answer in wait["answers"]] == ["handle_call({:price, ...}, ...)"]
    assert (wait["path"], wait["line"]) == ("lib/depot/ledger.ex", 23)


def test_pictures_mark_the_edges_of_rings(monkeypatch: pytest.MonkeyPatch) -> None:
    mermaid = run(monkeypatch, "--format", "mermaid").splitlines()
    assert mermaid[0] == "flowchart LR"
    assert sum("==>" in line for line in mermaid) == 7
    dot = run(monkeypatch, "--format", "dot").splitlines()
    assert dot[0] == "digraph waits {" and dot[-1] == "}"
    assert sum("color=red" in line for line in dot) == 7


def test_a_missing_path_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FIXTURE)
    result = CliRunner().invoke(graph, ["waits", "nowhere"])
    assert result.exit_code == 2
    assert "nowhere: no such file or directory" in result.output
