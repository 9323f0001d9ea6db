"""Reports of other tools and the plan, read from where the configuration says."""

import ast
from pathlib import Path

import pytest
from click.testing import CliRunner

from dralint.cli import cli

CONFIG = """\
select = ["quality-tool-report", "plan"]

[reports]
tools = ["out/*.txt", "out/credo.json"]

[plan]
files = ["docs/plan.md"]
"""
FILES = {
    "mix.exs": "defmodule Shop.MixProject do\n  def project, do: [app: :shop]\nend\n",
    "lib/shop.ex": "defmodule Shop do\nend\n",
    "out/compile.txt": "warning: old\n  lib/shop.ex:1\n",
    "docs/plan.md": "# Plan\n\n## Domains\n\n- **billing**: who pays\n",
    "dralint.toml": CONFIG,
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lines() -> list[str]:
    result = CliRunner().invoke(cli, ["check"], standalone_mode=False)
    assert result.exception is None
    return result.output.split("\n")[:-2]


EXPECTED = [
    "docs/plan.md:5:5: warning[plan-domain-drift] the domain `billing` is planned, but nothing"
    " builds it",
    "lib/shop.ex:1:1: warning[quality-tool-report] the compiler: old",
    "mix.exs:1:11: warning[quality-tool-report] there is no report `out/credo.json`, which the"
    " configuration names",
]


def test_both_are_read_where_the_configuration_says(folder: Path) -> None:
    assert lines() == EXPECTED


def test_a_changed_report_or_plan_is_seen_by_the_next_run(folder: Path) -> None:
    assert lines() == EXPECTED
    (folder / "docs/plan.md").write_text("# Plan\n\n<!-- nothing yet -->\n")
    assert lines() == EXPECTED[1:]
    (folder / "out/compile.txt").write_text("Compiling 1 file (.ex)\n")
    (folder / "out/credo.json").write_text('{"issues": []}')
    assert lines() == []


def test_a_comment_in_the_plan_silences_a_rule(folder: Path) -> None:
    plan = folder / "docs/plan.md"
    comment = "<!-- dralint:ignore plan-domain-drift -- it is built elsewhere -->\n"
    plan.write_text(plan.read_text().replace("- **bill", f"{comment}- **bill"))
    assert lines() == EXPECTED[1:]


def test_only_git_and_the_full_check_start_programs() -> None:
    root = Path(__file__).parent.parent.parent
    starting = {"subprocess", "pty", "multiprocessing.popen_fork", "asyncio.subprocess"}
    found: set[str] = set()
    for path in [*(root / "dralint").rglob("*.py"), *(root / "rules").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in getattr(node, "names", []) if hasattr(alias, "name")]
            module = getattr(node, "module", None) if isinstance(node, ast.ImportFrom) else None
            called = isinstance(node, ast.Attribute) and node.attr in ("system", "popen", "execvp")
            if starting & {module, *(names if isinstance(node, ast.Import) else ())} or called:
                found.add(path.relative_to(root).as_posix())
    assert found == {"dralint/git/command.py", "dralint/verify/program.py"}


def test_an_umbrella_compiles_each_application_in_its_own_folder(folder: Path) -> None:
    said = 'warning: variable "x" is unused\n  lib/m.ex:1\n'
    for app in ("shop", "web"):
        home = folder / "apps" / app
        (home / "lib").mkdir(parents=True)
        (home / "lib/m.ex").write_text("defmodule M do\nend\n")
        mix = f"defmodule {app.title()}.MixProject do\n  def project, do: [app: :{app}]\nend\n"
        (home / "mix.exs").write_text(mix)
    top = 'defmodule U.MixProject do\n  def project, do: [apps_path: "apps"]\nend\n'
    (folder / "mix.exs").write_text(top)
    (folder / "dralint.toml").write_text(CONFIG.replace(', "out/credo.json"', ""))
    sections = [f"==> {name}\n{said}\n" for name in ("plug", "shop", "web")]
    (folder / "out/compile.txt").write_text("".join(sections))
    assert [line.partition(" ")[0] for line in lines() if "unused" in line] == [
        "apps/shop/lib/m.ex:1:1:",
        "apps/web/lib/m.ex:1:1:",
    ]
