"""A package of rules is indexed, and the index never says anything else than the package."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

RULE = '''"""Nothing is called {name}.

## Bad

## Good
"""
from dralint.api import File, Finding, Position, Span, rule

@rule("odd-{name}")
def check(file: File):
    start = Position(1, 1)
    yield Finding(Span(file.path, start, start), "{says}")
'''
PACKAGE = """
import sys
from dralint.api import hookimpl, rules_in

@hookimpl
def dralint_rules():
    return {given}
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "code").mkdir()
    (tmp_path / "code/a.ex").write_text("defmodule A do\nend\n")
    info = tmp_path / "site/odd-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[dralint]\nodd = odd_rules\n")
    (tmp_path / "site/odd_rules").mkdir()
    write(tmp_path / "site", "one", "first")
    (tmp_path / "site/odd_rules/__init__.py").write_text(
        PACKAGE.format(given="rules_in(sys.modules[__name__])")
    )
    return tmp_path / "site"


def write(site: Path, name: str, says: str) -> None:
    (site / f"odd_rules/{name}.py").write_text(RULE.format(name=name, says=says))


def run(site: Path, *arguments: str) -> list[str]:
    """Return the lines that a command prints, and of what it complains."""
    done = subprocess.run(
        [sys.executable, "-m", "dralint", *arguments],
        cwd=site.parent / "code",
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(site), os.environ.get("PYTHONPATH", ""))),
            "XDG_CACHE_HOME": str(site.parent / "home"),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return [*done.stdout.splitlines(), *done.stderr.splitlines()]


def listed(site: Path) -> list[str]:
    return [line for line in run(site, "rules") if line.startswith("odd-")]


def checked(site: Path) -> list[str]:
    select = ("check", "--isolated", "--no-cache", "--select", "odd")
    return [line for line in run(site, *select) if line.startswith("a.ex:")]


def test_what_is_added_changed_and_taken_away_is_seen(site: Path) -> None:
    assert len(listed(site)) == len(listed(site)) == 1
    assert checked(site) == ["a.ex:1:1: warning[odd-one] first"]
    write(site, "one", "then")
    write(site, "two", "also")
    assert [line.rpartition(" ")[2] for line in checked(site)] == ["then", "also"]
    assert len(listed(site)) == 2
    (site / "odd_rules/one.py").unlink()
    assert [line.rpartition(" ")[2] for line in checked(site)] == ["also"]


def test_an_index_that_is_damaged_is_made_again(site: Path) -> None:
    before = listed(site)
    (index,) = (site.parent / "home/dralint").glob("rules-odd_rules-*")
    whole = index.read_bytes()
    for text in (b"", whole[:-3], b"\xff" * 40, whole.replace(b"odd_rules.one", b"os.path.zzzz1")):
        index.write_bytes(text)
        assert listed(site) == before
        assert len(checked(site)) == 1
    assert index.read_bytes() == whole


def test_a_plugin_that_is_installed_or_removed_is_seen(site: Path) -> None:
    assert len(listed(site)) == len(listed(site)) == 1
    names = site / "odd-1.dist-info/entry_points.txt"
    text = names.read_text()
    names.write_text("[dralint]\n")
    assert listed(site) == []
    names.write_text(text)
    assert len(listed(site)) == 1
    (site / "odd-1.dist-info").rename(site.parent / "away")
    assert listed(site) == []


def test_a_rule_that_no_longer_loads_is_a_problem_and_no_traceback(site: Path) -> None:
    (site / "odd_rules/one.py").write_text(
        RULE.format(name="one", says="x") + "\nimport os\nif 'BREAK' in os.environ: raise OSError\n"
    )
    listed(site)
    os.environ["BREAK"] = "1"
    try:
        lines = run(site, "check", "--isolated", "--no-cache", "--select", "odd")
    finally:
        del os.environ["BREAK"]
    assert lines[-1] == "dralint: rule odd-one failed on the project (OSError: )"


def test_a_plugin_that_chooses_its_rules_is_asked_each_time(site: Path) -> None:
    given = "[r for r in rules_in(sys.modules[__name__]) if 'HIDE' not in __import__('os').environ]"
    (site / "odd_rules/__init__.py").write_text(PACKAGE.format(given=given))
    assert len(listed(site)) == 1
    os.environ["HIDE"] = "1"
    try:
        assert listed(site) == []
    finally:
        del os.environ["HIDE"]
