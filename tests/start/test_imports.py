"""What is imported when, and that rules are known without being imported."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import json, os, sys
from dralint.cli import cli
out, sys.stdout = sys.stdout, open(os.devnull, "w")
cli.main(sys.argv[1:], standalone_mode=False)
print(json.dumps(sorted(sys.modules)), file=out)
"""
NEVER = {"asyncio", "jinja2", "networkx", "pygls"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    (tmp_path / "code").mkdir()
    (tmp_path / "code/a.ex").write_text("defmodule A do\n  def f(x), do: x\nend\n")
    return tmp_path


def imported(home: Path, *arguments: str) -> set[str]:
    """Run a command and return the modules that were imported by it."""
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=home / "code",
        env={**os.environ, "XDG_CACHE_HOME": str(home / "home")},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(run.stdout))


def rules_of(modules: set[str]) -> set[str]:
    return {name for name in modules if name.startswith("dralint_rules.") and name.count(".") == 2}


def test_the_version_needs_nothing(home: Path) -> None:
    modules = imported(home, "--version")
    assert modules.isdisjoint(
        NEVER | {"rich", "msgspec", "pluggy", "tree_sitter", "importlib.metadata", "dralint.config"}
    )


def test_a_rule_is_imported_when_its_subject_occurs(home: Path) -> None:
    select = (
        "check",
        "--isolated",
        "--no-cache",
        "--select",
        "quality-debug-leftover,test-sleep,test-skipped",
    )
    imported(home, "rules")
    modules = imported(home, *select)
    assert modules.isdisjoint(
        NEVER | {"rich", "multiprocessing", "pluggy", "dralint.api", "dralint.analysis.options"}
    )
    assert not rules_of(modules)
    assert "importlib.metadata" not in modules
    (home / "code/a.ex").write_text("defmodule A do\n  def f(x), do: IO.inspect(x)\nend\n")
    assert rules_of(imported(home, *select)) == {"dralint_rules.quality.debug_leftover"}


def test_rules_are_listed_and_explained_without_importing_them(home: Path) -> None:
    assert rules_of(imported(home, "rules"))
    assert not rules_of(imported(home, "rules"))
    assert not rules_of(imported(home, "explain", "test-sleep"))


def test_rules_are_imported_where_nothing_can_be_kept(home: Path) -> None:
    (home / "home/dralint").write_text("in the way")
    assert rules_of(imported(home, "rules"))
    assert rules_of(imported(home, "rules"))


INTERRUPTS = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nraise SystemExit('went on')\n"


@pytest.mark.parametrize("ignored", [False, True])
def test_an_interruption_of_the_first_imports_ends_it(tmp_path: Path, ignored: bool) -> None:
    """A module in the place of click interrupts while it is imported."""
    (tmp_path / "click.py").write_text(INTERRUPTS)
    begin = (lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)) if ignored else None
    run = subprocess.run(
        [sys.executable, "-m", "dralint", "--version"],
        env={
            **os.environ,
            "PYTHONPATH": f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
        },
        preexec_fn=begin,
        capture_output=True,
        text=True,
        check=False,
    )
    expected = (1, "went on\n") if ignored else (2, "dralint: interrupted\n")
    assert (run.returncode, run.stderr) == expected
