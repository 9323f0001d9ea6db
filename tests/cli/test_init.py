"""`dralint init` and `dralint config`: what a new user writes first, and what then holds."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.cli.test_check import dralint

SHOP = Path(__file__).parents[2] / "examples" / "shop"
FIXED = Path(__file__).parents[2] / "examples" / "shop_fixed"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return shutil.copytree(SHOP, tmp_path / "shop")


def test_it_writes_what_then_finds_nothing(shop: Path) -> None:
    run = dralint(shop, "init")
    assert run.returncode == 0, run.stderr
    assert "layout: Domain Resource Action in 3 domains (flat in 3)" in run.stdout
    written = tomllib.loads((shop / ".dralint.toml").read_text())
    assert (written["profile"], written["dra"]["dialect"]) == ("default", "flat")
    check = dralint(shop, "check")
    assert check.returncode == 0
    assert "in the baseline" in check.stdout


def test_it_says_what_is_found_most_and_what_credo_silences(shop: Path) -> None:
    (shop / ".credo.exs").write_text("%{configs: []}\n")
    lines = dralint(shop, "init", "--dry-run").stdout.splitlines()
    [most] = [line for line in lines if line.startswith("most of the errors and warnings: ")]
    assert len(most.split(": ")[1].split(", ")) == 3
    assert any(line.startswith(".credo.exs: what it turns off is silent") for line in lines)


def test_a_clean_project_gets_no_baseline(tmp_path: Path) -> None:
    project = shutil.copytree(FIXED, tmp_path / "fixed")
    assert dralint(project, "init").returncode == 0
    assert not (project / ".dralint-baseline.json").exists()
    assert dralint(project, "check").returncode == 0


def test_a_dry_run_writes_nothing(shop: Path) -> None:
    before = sorted(shop.rglob("*"))
    run = dralint(shop, "init", "--dry-run")
    assert (run.returncode, 'dialect = "flat"' in run.stdout) == (0, True)
    assert sorted(shop.rglob("*")) == before


def test_nothing_is_overwritten(shop: Path) -> None:
    (shop / "dralint.toml").write_text("# mine\n")
    run = dralint(shop, "init")
    assert run.returncode == 2
    assert run.stderr == "dralint: dralint.toml is there already; `dralint config` shows it\n"
    assert (shop / "dralint.toml").read_text() == "# mine\n"


def test_it_can_be_run_from_elsewhere(shop: Path) -> None:
    run = dralint(shop.parent, "init", "shop", "--no-baseline")
    assert "wrote shop/.dralint.toml\n" in run.stdout
    assert not (shop / ".dralint-baseline.json").exists()


CONFIGURED = """\
fail-on = "error"
select = ["otp", "dra"]

[severity]
otp-call-infinity = "off"

[per-path-ignores]
"test/**" = ["otp"]

[dra]
non_domains = ["core"]

[rules.dra-layout-depth]
max-depth = 2
"""


def test_config_says_what_holds_and_where_it_is_said(shop: Path) -> None:
    (shop / ".dralint.toml").write_text(CONFIGURED)
    run = dralint(shop, "config", "--format", "json")
    document = json.loads(run.stdout)
    assert (document["root"], document["file"]) == (".", ".dralint.toml")
    said = {
        (each["table"], each["key"]): (each["value"], each["origin"])
        for each in document["settings"]
    }
    assert said == {
        ("", "profile"): ("default", "default"),
        ("", "select"): (["otp", "dra"], ".dralint.toml:2"),
        ("", "ignore"): ([], "default"),
        ("", "enable"): ([], "default"),
        ("", "min-confidence"): ("probable", 'profile "default"'),
        ("", "fail-on"): ("error", ".dralint.toml:1"),
        ("", "exclude"): ([], "default"),
        ("", "credo"): ("all", "default"),
        ("", "max-file-kb"): (2000, "default"),
        ("severity", "otp-call-infinity"): ("off", ".dralint.toml:5"),
        ("per-path-ignores", "test/**"): (["otp"], ".dralint.toml:8"),
        ("dra", "non-domains"): (["core"], ".dralint.toml:11"),
        ("rules.dra-layout-depth", "max-depth"): (2, ".dralint.toml:14"),
    }


def test_its_text_is_a_configuration_that_means_the_same(shop: Path) -> None:
    (shop / ".dralint.toml").write_text(CONFIGURED)
    run = dralint(shop, "config", "--all")
    (shop / ".dralint.toml").write_text(run.stdout)
    again = dralint(shop, "config", "--all", "--format", "json")
    assert again.returncode == 0, again.stderr
    (shop / ".dralint.toml").write_text(CONFIGURED)
    first = dralint(shop, "config", "--all", "--format", "json")

    def values(text: str) -> list[tuple[str, str, object]]:
        return [(s["table"], s["key"], s["value"]) for s in json.loads(text)["settings"]]

    assert values(again.stdout) == values(first.stdout)


def test_a_mistake_is_said_as_everywhere(shop: Path) -> None:
    (shop / ".dralint.toml").write_text('profil = "core"\n')
    run = dralint(shop, "config")
    assert run.returncode == 2
    assert run.stderr.startswith('dralint: .dralint.toml:1: unknown key "profil"')


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("dralint exp", "plain,explain"),
        ("dralint --stat", "plain,--statistics"),
        ("dralint check --stat", "plain,--statistics"),
        ("dralint tree --fo", "plain,--format"),
        ("dralint explain otp-call-s", "plain,otp-call-self"),
        ("dralint check --select otp-call-s", "plain,otp-call-self"),
        ("dralint check --select spec,otp-call-s", "plain,spec,otp-call-self"),
        ("dralint check --ignore quer", "plain,query"),
        ("dralint check --format sar", "plain,sarif"),
    ],
)
def test_the_shell_completes_commands_and_options(words: str, expected: str) -> None:
    script = Path(sys.executable).parent / "dralint"
    asked = {
        "_DRALINT_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
    }
    run = subprocess.run(
        [script], env={**os.environ, **asked}, capture_output=True, text=True, check=True
    )
    assert expected in run.stdout.splitlines()
