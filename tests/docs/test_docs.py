"""What is generated and committed is current."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_pages_of_the_rules_are_current() -> None:
    run = subprocess.run(
        [sys.executable, "tools/docs.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (0, ""), run.stderr


def test_the_readme_names_pages_that_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("docs/real-world.md", "docs/images/check.svg", "CONTRIBUTING.md"):
        assert name in text
        assert (ROOT / name).is_file()
