"""A rule that is given another id is still found under the old one, and dralint says so."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

RULE = '''"""Nothing waits.

## Bad

## Good
"""
from dataclasses import dataclass

from dralint.api import Call, Finding, Options, rule

@dataclass(frozen=True)
class Waits(Options):
    allowed: int = 0

@rule("{id}", targets=["Process.sleep/1"]{more})
def check(call: Call, options: Waits):
    if not options.allowed:
        yield Finding(call, "it waits")
'''
PACKAGE = """
import sys
from dralint.api import hookimpl, rules_in

@hookimpl
def dralint_rules():
    return rules_in(sys.modules[__name__])
"""
CODE = "defmodule A do\n  def f, do: Process.sleep(1)\n  def g, do: Process.sleep(2)\nend\n"
SAID = '"odd-nap" is called "odd-wait" now'


class Site:
    """A project, and a plugin beside it whose one rule can be given another id."""

    def __init__(self, folder: Path) -> None:
        self.code = folder / "code"
        self._site = folder / "site"
        for each in (self.code, self._site / "odd-1.dist-info", self._site / "odd_rules"):
            each.mkdir(parents=True)
        info = self._site / "odd-1.dist-info"
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1\n")
        (info / "entry_points.txt").write_text("[dralint]\nodd = odd_rules\n")
        (self._site / "odd_rules/__init__.py").write_text(PACKAGE)
        self.called("odd-nap")
        self.write("mix.exs", "defmodule M do\n  def project, do: [app: :a]\nend\n")
        self.write("lib/a.ex", CODE)
        self.configure("")

    def called(self, id: str, more: str = "", file: str = "one") -> None:
        (self._site / f"odd_rules/{file}.py").write_text(RULE.format(id=id, more=more))

    def rename(self) -> None:
        self.called("odd-wait", ', formerly=("odd-nap",)')

    def write(self, name: str, text: str) -> None:
        (self.code / name).parent.mkdir(exist_ok=True)
        (self.code / name).write_text(text)

    def configure(self, text: str) -> None:
        self.write(".dralint.toml", text or 'select = ["odd"]\n')

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        paths = (str(self._site), os.environ.get("PYTHONPATH", ""))
        return subprocess.run(
            [sys.executable, "-m", "dralint", *arguments],
            cwd=self.code,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(paths),
                "XDG_CACHE_HOME": str(self.code.parent / "home"),
                "PYTHONDONTWRITEBYTECODE": "1",
                "NO_COLOR": "1",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def lines(self, *arguments: str) -> list[int]:
        """Return the lines of the findings of a check."""
        run = self.run("check", "--format", "json", *arguments)
        return [each["line"] for each in json.loads(run.stdout)["findings"]]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_in_suppressions(site: Site) -> None:
    site.write("lib/a.ex", CODE.replace("(1)", "(1) # dralint:ignore odd-nap -- it is slow"))
    site.configure(
        'select = ["odd", "quality-suppression-unknown", "quality-suppression-unused"]\n'
    )
    assert site.lines() == [3]
    site.rename()
    run = site.run("check", "--format", "json")
    found = [(each["line"], each["message"]) for each in json.loads(run.stdout)["findings"]]
    assert found == [(2, "`odd-nap` is called `odd-wait` now"), (3, "it waits")]
    site.run("check", "--fix")
    assert "# dralint:ignore odd-wait -- it is slow" in (site.code / "lib/a.ex").read_text()
    assert site.lines() == [3]


def test_a_suppression_under_the_old_name_that_holds_nothing_back_is_said(site: Site) -> None:
    site.rename()
    site.write(
        "lib/a.ex", "defmodule A do\n  # dralint:ignore odd-nap -- why\n  def f, do: 1\nend\n"
    )
    site.configure('select = ["odd", "quality-suppression-unused"]\n')
    run = site.run("check")
    assert "`odd-nap` finds nothing here" in run.stdout


@pytest.mark.parametrize(
    ("configured", "found"),
    [
        ('select = ["odd-nap"]\n', [2, 3]),
        ('select = ["odd"]\nignore = ["odd-nap"]\n', []),
        ('select = ["odd"]\n[severity]\nodd-nap = "off"\n', []),
        ('select = ["odd"]\n[rules.odd-nap]\nallowed = 1\n', []),
        ('select = ["odd"]\n[per-path-ignores]\n"lib/**" = ["odd-nap"]\n', []),
    ],
)
def test_in_the_configuration(site: Site, configured: str, found: list[int]) -> None:
    site.configure(configured)
    assert site.lines() == found
    site.rename()
    assert site.lines() == found
    run = site.run("check")
    line = configured[: configured.index("odd-nap")].count("\n") + 1
    assert run.stderr == f"dralint: .dralint.toml:{line}: {SAID}\n"
    assert run.returncode == (1 if found else 0)
    shown = site.run("config")
    assert shown.stderr == run.stderr
    assert "odd-nap" in shown.stdout
    again = site.run("check")
    assert again.stderr == run.stderr, "it is said of a run that is taken from the record, too"


def test_on_the_command_line(site: Site) -> None:
    site.rename()
    for option, count in (("--select", 2), ("--ignore", 0)):
        run = site.run("check", option, "odd-nap")
        assert run.stdout.count("[odd-wait] it waits") == count
        assert run.stderr == f"dralint: {option}: {SAID}\n"


def test_under_both_names_it_is_an_error(site: Site) -> None:
    site.rename()
    site.configure('[severity]\nodd-nap = "off"\nodd-wait = "error"\n')
    run = site.run("check")
    assert (run.returncode, run.stderr) == (
        2,
        'dralint: .dralint.toml:2: "odd-nap" is called "odd-wait" now, and both stand here\n',
    )


def test_in_a_baseline(site: Site) -> None:
    site.run("baseline")
    assert site.lines() == []
    site.rename()
    assert site.lines() == []
    run = site.run("check")
    assert run.stderr == (
        f"dralint: .dralint-baseline.json: {SAID}; `dralint baseline --prune` writes the new name\n"
    )
    site.write("lib/a.ex", CODE.replace("end\n", "  def h, do: Process.sleep(3)\nend\n"))
    assert site.lines() == [4], "what is new is not in it"
    assert "silent: it is in" in site.run("explain", "lib/a.ex:2").stdout
    pruned = site.run("baseline", "--prune")
    assert pruned.stdout == ".dralint-baseline.json: 2 findings (0 new, 0 gone)\n"
    text = (site.code / ".dralint-baseline.json").read_text()
    assert "odd-wait" in text and "odd-nap" not in text
    assert site.lines() == [4]
    assert site.run("check").stderr == ""


def test_explain_shows_the_page(site: Site) -> None:
    site.rename()
    run = site.run("explain", "odd-nap")
    assert run.stdout.startswith("# odd-wait\n")
    assert run.stderr == f"dralint: {SAID}\n"


def test_sarif_tells_the_old_id(site: Site) -> None:
    site.rename()
    document = json.loads(site.run("check", "--format", "sarif").stdout)
    [rule] = document["runs"][0]["tool"]["driver"]["rules"]
    assert (rule["id"], rule["deprecatedIds"]) == ("odd-wait", ["odd-nap"])


@pytest.mark.parametrize("taken", ["odd-nap", "quality-debug-leftover"])
def test_an_id_of_the_past_belongs_to_one_rule(site: Site, taken: str) -> None:
    site.called("odd-wait", f', formerly=("{taken}",)')
    site.called("odd-rest", ', formerly=("odd-nap",)', file="two")
    run = site.run("check")
    assert run.returncode == 2
    assert f"its former id {taken} belongs to " in run.stderr
    assert "Traceback" not in run.stderr
