"""The baseline: what was there is not reported, what is new is."""

import json
from pathlib import Path

import pytest

from tests.cli.test_check import SPAWN, dralint

ONLY = ("--select", "otp-unsupervised-spawn")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "mix.exs").write_text("defmodule M do\n  def project, do: [app: :shop]\nend\n")
    (tmp_path / ".dralint.toml").write_text('select = ["otp-unsupervised-spawn"]\n')
    (tmp_path / "boot.ex").write_text(SPAWN)
    run = dralint(tmp_path, "baseline")
    assert run.stdout == ".dralint-baseline.json: 1 findings (1 new, 0 gone)\n"
    return tmp_path


def test_what_was_there_is_not_reported(project: Path) -> None:
    run = dralint(project, "check")
    assert run.returncode == 0
    assert "1 in the baseline" in run.stdout
    assert dralint(project, "check", "--isolated", *ONLY).returncode == 1


def test_it_survives_moves_and_formatting(project: Path) -> None:
    (project / "lib").mkdir()
    moved = SPAWN.replace("def warm(keys), do: spawn(", "def warm(keys) do\n\n    spawn(").replace(
        "end)\nend", "end)\n  end\nend"
    )
    (project / "lib" / "started.ex").write_text("# moved\n\n" + moved)
    (project / "boot.ex").unlink()
    assert dralint(project, "check").returncode == 0


def test_a_second_equal_finding_is_new(project: Path) -> None:
    twice = SPAWN.replace("spawn(fn -> keys end)", "{spawn(fn -> keys end), spawn(fn -> 1 end)}")
    (project / "boot.ex").write_text(twice)
    run = dralint(project, "check")
    assert run.returncode == 1
    assert run.stdout.count("otp-unsupervised-spawn") == 1


def test_prune_only_shrinks(project: Path) -> None:
    (project / "boot.ex").write_text(SPAWN.replace("spawn(", "Other.spawn("))
    (project / "new.ex").write_text(SPAWN.replace("Boot", "New"))
    assert dralint(project, "baseline", "--prune").stdout.endswith("0 findings (0 new, 1 gone)\n")
    assert dralint(project, "check").returncode == 1


def test_growth_is_seen_in_review(project: Path) -> None:
    before = (project / ".dralint-baseline.json").read_text().splitlines()
    (project / "new.ex").write_text(SPAWN.replace("Boot", "New"))
    dralint(project, "baseline")
    after = (project / ".dralint-baseline.json").read_text().splitlines()
    assert len(after) == len(before) + 1
    assert json.loads("\n".join(after))["findings"][1]["in"] == "Shop.New"


@pytest.mark.parametrize("text", ["{", "[]", '{"version": 9, "findings": []}', '{"version": 1}'])
def test_a_broken_baseline_is_said(project: Path, text: str) -> None:
    (project / ".dralint-baseline.json").write_text(text)
    run = dralint(project, "check")
    assert run.returncode == 2
    assert run.stderr.startswith("dralint: .dralint-baseline.json: ")


def test_what_it_accepts_can_be_shown(project: Path) -> None:
    run = dralint(project, "check", "--no-baseline")
    assert run.returncode == 1
    assert run.stdout.count("otp-unsupervised-spawn") == 1
