"""The example projects: what is planted is found, and nothing besides."""

import shutil
import subprocess
from pathlib import Path

import pytest

from dralint.engine.choice import Choice
from dralint.engine.session import check_paths
from dralint.engine.wanted import wanted
from dralint.finding import Result
from dralint.plugins import Plugins

EXAMPLES = Path(__file__).parents[1] / "examples"


def check(name: str, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.chdir(EXAMPLES / name)
    result, _ = check_paths(wanted(["."]), Choice(isolated=True), Plugins())
    assert not result.problems
    assert not result.unanalysed
    return result


def test_what_is_planted_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (EXAMPLES / "EXPECTED.tsv").read_text().splitlines()
    planted = [(row.split("\t")[0], int(row.split("\t")[1]), row.split("\t")[2]) for row in rows]
    result = check("shop", monkeypatch)
    found = [(d.span.path, d.span.start.line, d.rule) for d in result.diagnostics]
    assert sorted(found) == sorted(planted)


def test_the_repaired_shop_is_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    result = check("shop_fixed", monkeypatch)
    assert [(d.span.path, d.span.start.line, d.rule) for d in result.diagnostics] == []


@pytest.mark.skipif(shutil.which("elixir") is None, reason="elixir is not installed")
@pytest.mark.parametrize("name", ["shop", "shop_fixed"])
def test_elixir_reads_it(name: str) -> None:
    code = (
        'for path <- Path.wildcard("**/*.{ex,exs}"), do: Code.string_to_quoted!(File.read!(path))'
    )
    subprocess.run(["elixir", "-e", code], cwd=EXAMPLES / name, check=True, capture_output=True)
