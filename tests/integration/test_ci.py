"""The action and the texts of docs/ci.md and docs/formats.md.

They are held against the schemas of GitHub and GitLab that `check-jsonschema` carries, where it is
installed. The steps of the action that are scripts are run; those that use other actions cannot be.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dralint.report import names

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
FORMATS = (ROOT / "docs" / "formats.md").read_text("utf-8")
SPAWN = "defmodule Shop.Boot do\n  def warm(keys), do: spawn(fn -> keys end)\nend\n"
MIX = "defmodule Shop.MixProject do\n  use Mix.Project\n  def project, do: [app: :shop]\nend\n"


def block(first: str) -> str:
    """The block of YAML on the page that begins with a line."""
    found = re.search(rf"```yaml\n# {re.escape(first)}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("vendor.github-actions", (ROOT / "action.yml").read_text("utf-8")),
        ("vendor.github-workflows", block(".github/workflows/dralint.yml")),
        ("vendor.github-workflows", block(".github/workflows/gate.yml")),
        ("vendor.gitlab-ci", block(".gitlab-ci.yml")),
        ("vendor.gitlab-ci", block(".gitlab-ci.yml, a job")),
    ],
)
def test_it_is_what_the_schema_says(schema: str, text: str, tmp_path: Path) -> None:
    pytest.importorskip("check_jsonschema", reason="pip install check-jsonschema")
    (tmp_path / "it.yml").write_text(text, "utf-8")
    transform = ["--data-transform", "gitlab-ci"] if "gitlab" in schema else []
    command = ["check_jsonschema", "--builtin-schema", schema, *transform, "it.yml"]
    run = subprocess.run(
        [sys.executable, "-m", *command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout


def test_the_hooks_of_the_page_are_ours() -> None:
    ours = set(re.findall(r"- id: (\S+)", (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")))
    assert set(re.findall(r"- id: (\S+)", block(".pre-commit-config.yaml"))) == ours


def test_the_inputs_of_the_page_are_ours() -> None:
    rows = set(re.findall(r"^\| `([a-z-]+)` \| ", PAGE.partition("| input |")[2], re.MULTILINE))
    assert rows == set(action()["inputs"])


def test_every_format_is_on_the_page() -> None:
    assert tuple(re.findall(r"^\| `(\w+)` \| ", FORMATS, re.MULTILINE)) == names()
    assert tuple(re.findall(r"^## (\w+)$", FORMATS, re.MULTILINE)) == names()


# The page of `html` is looked at in a browser, and its section shows how it is made.
@pytest.mark.parametrize("name", [name for name in names() if name != "html"])
def test_the_example_of_a_format_is_what_it_writes(name: str, shop: Path) -> None:
    command = [sys.executable, "-m", "dralint", "check", "--isolated", "--output", name]
    command += ["--select", "otp-unsupervised-spawn"]
    environment = {**os.environ, "NO_COLOR": "1"}
    run = subprocess.run(
        command, cwd=shop, env=environment, capture_output=True, text=True, check=False
    )
    example = re.search(rf"^## {name}\n\n```\w*\n(.*?)```", FORMATS, re.MULTILINE | re.DOTALL)
    assert example
    if name in ("json", "jsonl", "sarif", "gitlab", "rdjson"):
        # An example has some of the members that are written, with their values.
        wanted = json.loads(example[1])
        assert any(part_of(wanted, each) for each in objects(name, run.stdout))
    else:
        written = [line.strip() for line in run.stdout.splitlines()]
        assert [line for line in example[1].splitlines() if line.strip() not in written] == []


def objects(name: str, text: str) -> list[Any]:
    if name == "jsonl":
        return [json.loads(line) for line in text.splitlines()]
    document = json.loads(text)
    match name:
        case "sarif":
            found: list[Any] = document["runs"][0]["results"]
        case "gitlab":
            found = document
        case _:
            found = document["findings" if name == "json" else "diagnostics"]
    return found


def part_of(wanted: dict[str, Any], whole: dict[str, Any]) -> bool:
    return all(whole.get(key) == value for key, value in wanted.items())


def action() -> Any:
    yaml = pytest.importorskip("yaml", reason="pip install pyyaml")
    return yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "the shop"
    (folder / "lib/shop").mkdir(parents=True)
    (folder / "mix.exs").write_text(MIX, "utf-8")
    (folder / "lib/shop/boot.ex").write_text(SPAWN, "utf-8")
    return folder


def step(id: str, shop: Path, **inputs: str) -> tuple[int, str, dict[str, str]]:
    """Run a script of the action as a runner does; return its exit code, log and outputs."""
    (script,) = (each["run"] for each in action()["runs"]["steps"] if each.get("id") == id)
    assert "${{" not in script  # what stands there would be run
    temp = shop.parent / "temp"
    program = temp / "dralint" / "bin" / "dralint"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dralint "$@"\n', "utf-8")
    program.chmod(0o755)
    outputs = shop.parent / "outputs"
    outputs.write_text("", "utf-8")
    run = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=shop,
        env={**os.environ, "RUNNER_TEMP": str(temp), "GITHUB_OUTPUT": str(outputs), **inputs},
        capture_output=True,
        text=True,
        check=False,
    )
    pairs = (line.split("=", 1) for line in outputs.read_text("utf-8").splitlines())
    return run.returncode, run.stdout + run.stderr, dict(pairs)


ONLY = "--isolated\n--select=otp-unsupervised-spawn"


def test_the_action_annotates_and_writes_sarif(shop: Path) -> None:
    code, log, outputs = step("check", shop, ARGS=ONLY, PATHS=".", ANNOTATE="true")
    assert code == 0  # the findings are uploaded first
    assert log.splitlines()[-1].startswith("::error file=lib/shop/boot.ex,line=2,")
    assert outputs["exit-code"] == "1"
    sarif = json.loads(Path(outputs["sarif-file"]).read_text("utf-8"))
    assert len(sarif["runs"][0]["results"]) == 1


def test_the_action_without_annotations(shop: Path) -> None:
    _, log, outputs = step("check", shop, ARGS=ONLY, PATHS="lib\n", ANNOTATE="false")
    assert log.splitlines()[1].startswith("lib/shop/boot.ex:2:23: error[")
    assert "::error" not in log
    assert outputs["exit-code"] == "1"


def test_the_action_says_that_dralint_could_not_do_its_job(shop: Path) -> None:
    code, _, outputs = step("check", shop, ARGS=ONLY, PATHS="none such", ANNOTATE="true")
    assert (code, outputs["exit-code"]) == (0, "2")


@pytest.mark.parametrize("hostile", ["$(touch owned)", "`touch owned`", "; touch owned", "--fix"])
def test_a_path_is_never_run_nor_an_option(shop: Path, hostile: str) -> None:
    _, _, outputs = step("check", shop, ARGS=ONLY, PATHS=hostile, ANNOTATE="true")
    assert outputs["exit-code"] == "2"
    assert not (shop / "owned").exists()


@pytest.mark.parametrize("annotate", ["true", "false"])
def test_a_name_in_the_log_is_no_command(shop: Path, annotate: str) -> None:
    (shop / "##[add-mask]e").mkdir()
    (shop / "##[add-mask]e" / "boot.ex").write_text(SPAWN.replace("Boot", "Hot"), "utf-8")
    _, log, _ = step("check", shop, ARGS=ONLY, PATHS=".", ANNOTATE=annotate)
    stop, *lines = log.splitlines()
    _, begin, token = stop.partition("::stop-commands::")
    assert begin
    assert len(token) > 32
    inert = lines[: lines.index(f"::{token}::")]
    named = [line for line in lines if "##[add-mask]e/boot.ex" in line]
    assert [line for line in named if line not in inert and not line.startswith("::error ")] == []
    assert len(named) == (2 if annotate == "true" else 1)


@pytest.mark.parametrize("code", ["0", "1", "2"])
def test_the_action_ends_as_dralint_did(shop: Path, code: str) -> None:
    assert step("result", shop, CODE=code)[0] == int(code)
