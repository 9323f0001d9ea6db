"""Whole little projects: which rule speaks on which line, and nothing besides.

A line on which findings start says so: `# expect: rule-id[, rule-id]`. Every rule of the set runs
over every project with default settings, so the projects also test that rules leave each other
alone.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

from dralint.engine.choice import Choice
from dralint.engine.session import check_paths
from dralint.engine.wanted import wanted
from dralint.plugins import Plugins

FIXTURES = Path(__file__).parent / "fixtures"
PROJECTS = sorted(path.parent for path in FIXTURES.glob("*/mix.exs"))
MARK = re.compile(r"# expect: (?P<rules>[a-z0-9, -]+?)\s*$")


def expected(project: Path) -> Counter[tuple[str, int, str]]:
    """Return what the comments of a project expect: path, line and rule."""
    found: Counter[tuple[str, int, str]] = Counter()
    for path in sorted(project.rglob("*.ex*")):
        name = path.relative_to(project).as_posix()
        for number, line in enumerate(path.read_text().split("\n"), start=1):
            if mark := MARK.search(line):
                for rule in mark["rules"].split(","):
                    found[name, number, rule.strip()] += 1
    return found


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    result, _ = check_paths(wanted(["."]), Choice(isolated=True), Plugins())
    assert not result.problems
    spoken = Counter((d.span.path, d.span.start.line, d.rule) for d in result.diagnostics)
    assert spoken == expected(project)
