"""A project to check in many ways, and how it is checked."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SHOP = Path(__file__).parents[2] / "examples/shop"
Check = Callable[..., bytes]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A copy of the example project, all of it well before now."""
    folder = tmp_path / "shop"
    shutil.copytree(SHOP, folder, ignore=shutil.ignore_patterns(".dralint_cache"))
    for path in folder.rglob("*"):
        os.utime(path, (1_600_000_000, 1_600_000_000))
    return folder


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Run `dralint check --format json` in a folder and return what it prints.

    What is kept for the user lies below `home`, of which a test may have several.
    """

    environment = {name: each for name, each in os.environ.items() if name != "DRALINT_CACHE_DIR"}

    def run(folder: Path, *arguments: str, home: str = "home", stdin: bytes = b"") -> bytes:
        done = subprocess.run(
            [sys.executable, "-m", "dralint", "check", "--format", "json", *arguments],
            cwd=folder,
            env={**environment, "XDG_CACHE_HOME": str(tmp_path / home)},
            input=stdin,
            capture_output=True,
            check=False,
        )
        assert done.stderr == b""
        assert done.returncode in (0, 1)
        return done.stdout

    return run
