"""Other people's rule packs are installed and used; broken ones are named."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PACK = Path(__file__).parent / "pack"
SOURCE = "defmodule Shop.Cart do\n  def total(price), do: Float.round(price, 2)\nend\n"


def dralint(folder: Path, plugins: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run dralint in a folder, with a folder of plugins installed."""
    environment = {**os.environ, "PYTHONPATH": str(plugins), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "dralint", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "cart.ex").write_text(SOURCE)
    return folder


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pack")
    source = folder / "source"
    # Built from a copy: setuptools writes beside what it builds.
    subprocess.run(["cp", "-r", str(PACK), str(source)], check=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run(
        [*pip, "--no-build-isolation", "--target", str(folder / "site"), str(source)], check=True
    )
    return folder / "site"


def broken(folder: Path, text: str, name: str = "odd") -> Path:
    """Install a plugin of one module by hand."""
    site = folder / "site"
    info = site / f"{name}-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
    (info / "entry_points.txt").write_text(f"[dralint]\n{name} = {name}_plugin\n")
    (site / f"{name}_plugin.py").write_text(text)
    return site


def test_its_rule_speaks(project: Path, pack: Path) -> None:
    run = dralint(project, pack, "check", "--isolated", "--select", "shop")
    assert run.returncode == 1, run.stderr
    assert run.stdout.splitlines()[0] == (
        "cart.ex:2:25: warning[shop-no-money-floats] `Float.round/2` on money"
    )


def test_its_rule_has_options(project: Path, pack: Path) -> None:
    (project / ".dralint.toml").write_text('[rules.shop-no-money-floats]\nwhat = "euros"\n')
    run = dralint(project, pack, "check", "--select", "shop")
    assert "`Float.round/2` on euros" in run.stdout
    (project / ".dralint.toml").write_text("[rules.shop-no-money-floats]\nwhat = 1\n")
    run = dralint(project, pack, "check", "--select", "shop")
    assert run.returncode == 2
    assert run.stderr.startswith("dralint: .dralint.toml:2: ")


def test_its_rule_is_explained_and_listed(project: Path, pack: Path) -> None:
    assert (
        "Money is not rounded" in dralint(project, pack, "explain", "shop-no-money-floats").stdout
    )
    assert "shop-no-money-floats" in dralint(project, pack, "rules").stdout


def test_its_reporter_writes(project: Path, pack: Path) -> None:
    run = dralint(project, pack, "check", "--isolated", "--select", "shop", "--format", "count")
    assert run.stdout == "1\n"


RULE = """
from dralint.api import Call, File, Finding, hookimpl, rule

@rule("{id}", {extra})
def check({parameters}):
    {body}
    yield

@hookimpl
def {hook}():
    return [check]
"""


def plugin(**changes: str) -> str:
    """Return the text of a plugin, right but for what is changed."""
    parts = {
        "id": "odd-one",
        "extra": "",
        "parameters": "file: File",
        "body": "return",
        "hook": "dralint_rules",
    }
    return RULE.format(**{**parts, **changes})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("raise OSError('no disk')", "plugin odd does not load: OSError: no disk"),
        ("import nowhere_at_all", "plugin odd does not load: ModuleNotFoundError: "),
        (plugin(hook="dralint_ruless"), "plugin error: unknown hook 'dralint_ruless'"),
        (plugin(id="otp-unsupervised-spawn"), "both claim the id otp-unsupervised-spawn"),
        (plugin(id="Odd"), "plugin odd: rule 'Odd': an id is its family and its name"),
        (
            plugin(parameters="thing: int"),
            "plugin odd: rule odd-one: the first parameter is one of",
        ),
        (plugin(parameters="call: Call"), "plugin odd: rule odd-one: targets go with a Call"),
        (plugin(parameters="file: File, x: int"), "rule odd-one: <class 'int'> is neither"),
    ],
)
def test_a_broken_plugin_is_named(project: Path, tmp_path: Path, text: str, says: str) -> None:
    run = dralint(project, broken(tmp_path, text), "check", "--isolated")
    assert run.returncode == 2
    assert says in run.stderr
    assert run.stderr.startswith("dralint: ")
    assert run.stderr.count("\n") == 1
    assert run.stdout == ""


def test_a_rule_that_raises_is_named_and_the_others_go_on(project: Path, tmp_path: Path) -> None:
    (project / "spawn.ex").write_text("defmodule A do\n  def f, do: spawn(fn -> 1 end)\nend\n")
    site = broken(tmp_path, plugin(body="raise ValueError('oh')"))
    run = dralint(project, site, "check", "--isolated")
    assert run.returncode == 2
    assert "rule odd-one failed on cart.ex (ValueError: oh)" in run.stderr
    assert "otp-unsupervised-spawn" in run.stdout
    assert "Traceback" not in run.stderr
