"""Every command that a page shows in a block of `sh` runs, on a copy of the example project."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("tutorial", "start")


def commands(page: str) -> list[str]:
    """Return the lines of a page's blocks of `sh` that call dralint."""
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.M | re.S)
    return [line for block in blocks for line in block.splitlines() if line.startswith("dralint")]


def test_there_are_some() -> None:
    assert all(len(commands(page)) > 4 for page in PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_they_run_one_after_the_other(page: str, tmp_path: Path) -> None:
    shop = shutil.copytree(ROOT / "examples/shop", tmp_path / "shop")
    scripts = str(Path(sys.executable).parent)
    path = f"{scripts}{os.pathsep}{os.environ['PATH']}"
    for command in commands(page):
        run = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command],
            cwd=shop,
            env={**os.environ, "PATH": path, "DRALINT_CACHE_DIR": str(tmp_path / "cache")},
            capture_output=True,
            text=True,
            check=False,
        )
        # 1: something was found, which is what the example is for.
        assert run.returncode in (0, 1), f"{command}: {run.stderr}"
        assert run.stdout, command
        assert "Traceback" not in run.stderr
