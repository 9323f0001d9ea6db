"""The command as people and hooks call it: output, exit codes, and whatever can go wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SPAWN = "defmodule Shop.Boot do\n  def warm(keys), do: spawn(fn -> keys end)\nend\n"
CLEAN = "defmodule Shop.Cart do\n  @moduledoc false\nend\n"
ONLY = ("--isolated", "--select", "otp-unsupervised-spawn,syntax")


def dralint(folder: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run dralint in a folder; never is there a traceback."""
    run = subprocess.run(
        [sys.executable, "-m", "dralint", *arguments],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in run.stderr + run.stdout
    return run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "lib").mkdir()
    (tmp_path / "mix.exs").write_text(
        "defmodule Shop.MixProject do\n  use Mix.Project\n  def project, do: [app: :shop]\nend\n"
    )
    (tmp_path / "lib" / "boot.ex").write_text(SPAWN)
    (tmp_path / "lib" / "cart.ex").write_text(CLEAN)
    return tmp_path


def test_findings_exit_one(project: Path) -> None:
    run = dralint(project, "check", *ONLY)
    assert run.returncode == 1
    assert run.stdout.splitlines()[0] == (
        "lib/boot.ex:2:23: error[otp-unsupervised-spawn] "
        "`spawn/1` starts a process that nobody supervises"
    )
    assert run.stderr == ""


def test_clean_exits_zero(project: Path) -> None:
    assert dralint(project, "lib/cart.ex", *ONLY).returncode == 0


def test_check_is_the_default_command(project: Path) -> None:
    assert dralint(project, *ONLY).stdout == dralint(project, "check", ".", *ONLY).stdout


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("chekc", "no command or path 'chekc' (did you mean 'check'?)"),
        ("bseline", "no command or path 'bseline' (did you mean 'baseline'?)"),
        ("nowhere", "nowhere: no such file or directory"),
        ("lib/chekc", "lib/chekc: no such file or directory"),
    ],
)
def test_a_misspelt_command_is_taken_for_one(project: Path, word: str, said: str) -> None:
    run = dralint(project, word, *ONLY)
    assert (run.returncode, run.stderr) == (2, f"dralint: {said}\n")
    (project / "chekc").mkdir()
    assert dralint(project, "chekc", *ONLY).returncode == 0


def test_paths_choose_what_is_reported_not_what_is_read(project: Path) -> None:
    run = dralint(project, "check", "lib/cart.ex", *ONLY, "--format", "json")
    summary = json.loads(run.stdout)
    assert summary["findings"] == []
    assert summary["summary"]["files"] == 3


def test_paths_are_those_of_the_folder_one_stands_in(project: Path) -> None:
    run = dralint(project / "lib", "check", *ONLY)
    assert run.stdout.startswith("boot.ex:2:23: ")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--fail-on", "error"), 1),
        (("--exit-zero",), 0),
        (("--min-confidence", "certain"), 1),
        (("--profile", "core"), 1),
        (("--ignore", "otp-unsupervised-spawn"), 0),
    ],
)
def test_wishes(project: Path, arguments: tuple[str, ...], code: int) -> None:
    assert dralint(project, "check", *ONLY, *arguments).returncode == code


def test_several_reports_in_one_run(project: Path) -> None:
    outputs = (
        "--output",
        "json:out/a.json",
        "--output",
        "sarif:out/b.sarif",
        "--format",
        "concise",
    )
    run = dralint(project, "check", *ONLY, *outputs)
    assert run.stdout.startswith("lib/boot.ex:2:23")
    assert len(json.loads((project / "out" / "a.json").read_text())["findings"]) == 1
    assert json.loads((project / "out" / "b.sarif").read_text())["version"] == "2.1.0"


def test_a_file_that_an_editor_holds(project: Path) -> None:
    run = dralint(project, "check", "-", "--stdin-filename", "lib/cart.ex", *ONLY, stdin=SPAWN)
    assert run.stdout.startswith("lib/cart.ex:2:23: ")
    run = dralint(project, "check", "-", "--stdin-filename", "lib/new.ex", *ONLY, stdin=SPAWN)
    assert run.stdout.startswith("lib/new.ex:2:23: ")
    run = dralint(project, "check", "-", "--stdin-filename", "lib/boot.ex", *ONLY, stdin=CLEAN)
    assert run.returncode == 0


def test_snippets_stand_where_they_stood(tmp_path: Path) -> None:
    fence = f"# Title\n\n```elixir\n{SPAWN}```\n\n```sh\nspawn\n```\n"
    (tmp_path / "notes.md").write_text(fence)
    run = dralint(tmp_path, "check", "--snippet", "notes.md", *ONLY)
    assert run.stdout.startswith("notes.md:5:23: ")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nope.ex",), "nope.ex: no such file or directory"),
        (("--select", "otp-unsupervised-spwan"), 'did you mean "otp-unsupervised-spawn"?'),
        (("--ignore", "tpo"), 'did you mean "otp"?'),
        (("--format", "sarfi"), "unknown format 'sarfi' (did you mean 'sarif'?)"),
        (("--frobnicate",), "No such option"),
        (("--min-confidence", "sure"), "'sure' is not one of"),
        (("--config", "nope.toml"), "nope.toml: there is no such file"),
        (("-",), "the path '-' needs --stdin-filename NAME"),
        (("--stdin-filename", "x.ex"), "--stdin-filename goes with the path '-'"),
        (("--output", "json:mix.exs/x"), "cannot write mix.exs/x"),
    ],
)
def test_a_wish_that_cannot_be_met_exits_two(
    project: Path, arguments: tuple[str, ...], says: str
) -> None:
    run = dralint(project, "check", *arguments)
    assert run.returncode == 2
    assert says in run.stderr


def test_what_could_be_checked_is_reported_beside_a_missing_path(project: Path) -> None:
    run = dralint(project, "check", "lib", "nope", *ONLY)
    assert run.returncode == 2
    assert run.stdout.startswith("lib/boot.ex:2:23: ")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('slect = ["otp"]\n', '.dralint.toml:1: unknown key "slect" (did you mean "select"?)'),
        ("x = [", ".dralint.toml:1: not valid TOML"),
        ("\n[rules.nope]\n", '.dralint.toml:2: unknown rule "nope"'),
    ],
)
def test_a_broken_configuration_stops_the_run(project: Path, text: str, says: str) -> None:
    (project / ".dralint.toml").write_text(text)
    run = dralint(project, "check")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(f"dralint: {says}")
    assert dralint(project, "check", *ONLY).returncode == 1


def test_the_configuration_holds(project: Path) -> None:
    (project / ".dralint.toml").write_text(
        'select = ["otp-unsupervised-spawn"]\n[severity]\notp = "info"\n'
    )
    run = dralint(project, "check")
    assert run.returncode == 0
    assert "info[otp-unsupervised-spawn]" in run.stdout
    (project / ".dralint.toml").write_text('exclude = ["lib/boot.ex"]\nselect = ["otp"]\n')
    assert dralint(project, "check").returncode == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\0\1\2", "is not text"),
        (b'x = "\xff"\n', "is not UTF-8"),
        (b"f(" * 6000 + b")" * 6000, "nested too deeply"),
        (b"defmodule <%= @x %> do\nend\n", "an EEx template"),
        (b"defmodule A do\n", "does not parse"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_rest_is_checked(
    project: Path, content: bytes, reason: str
) -> None:
    (project / "lib" / "odd.ex").write_bytes(content)
    (project / "lib" / "folder.ex").mkdir()
    (project / "lib" / "loop").symlink_to(".")
    run = dralint(project, "check", *ONLY, "--format", "json")
    report = json.loads(run.stdout)
    assert run.returncode == 1
    assert [f["path"] for f in report["findings"] if f["rule"].startswith("otp")] == ["lib/boot.ex"]
    assert [(u["path"], reason in u["reason"]) for u in report["unanalysed"]] == [
        ("lib/odd.ex", True)
    ]
    broken = reason in ("is not text", "is not UTF-8", "does not parse")
    assert any(f["rule"] == "syntax-error" for f in report["findings"]) is broken


def test_a_reader_that_goes_away_is_no_accident(project: Path) -> None:
    for number in range(300):
        (project / "lib" / f"boot{number}.ex").write_text(SPAWN.replace("Boot", f"Boot{number}"))
    command = f"{sys.executable} -m dralint check --isolated --all | head -1"
    run = subprocess.run(
        command, shell=True, cwd=project, capture_output=True, text=True, check=False
    )
    assert run.stdout.count("\n") == 1
    assert "Traceback" not in run.stderr


def test_explain_shows_the_page(tmp_path: Path) -> None:
    run = dralint(tmp_path, "explain", "otp-unsupervised-spawn")
    assert run.stdout.startswith("# otp-unsupervised-spawn\n\nA process is started under")
    run = dralint(tmp_path, "explain", "otp-unsupervised-spawm")
    assert run.returncode == 2
    assert run.stderr == (
        "dralint: unknown rule 'otp-unsupervised-spawm' (did you mean 'otp-unsupervised-spawn'?)\n"
    )


def test_rules_are_listed(tmp_path: Path) -> None:
    rows = json.loads(dralint(tmp_path, "rules", "--format", "json").stdout)
    assert {"id", "family", "severity", "confidence", "experimental", "summary"} <= rows[0].keys()
    lines = dralint(tmp_path, "rules").stdout.splitlines()
    assert any(line.split()[:2] == ["otp-unsupervised-spawn", "error"] for line in lines)


def test_the_version() -> None:
    assert dralint(Path.cwd(), "--version").stdout == "dralint 0.1.0\n"
