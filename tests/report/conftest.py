"""Fixtures: readers of our formats that are programs of their own and no dependency of dralint."""

import json
import os
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

Multitool = Callable[..., Any]
"""Takes a command, a document, a folder to work in and options; returns the document it wrote."""


@pytest.fixture(scope="session")
def multitool_program() -> Path:
    named = os.environ.get("DRALINT_SARIF_MULTITOOL")
    packages = ROOT / ".tools" / "node_modules" / "@microsoft"
    places = [Path(named)] if named else sorted(packages.glob("*/Sarif.Multitool"))
    if not places or not places[0].is_file():
        pytest.skip(
            "the SARIF Multitool is not here: npm install --prefix .tools"
            " @microsoft/sarif-multitool, or set DRALINT_SARIF_MULTITOOL to the program"
        )
    program = places[0].resolve()
    if not os.access(program, os.X_OK):  # npm does not run the script that would do it
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@pytest.fixture(scope="session")
def multitool(multitool_program: Path) -> Multitool:
    def run(command: str, document: Any, folder: Path, *options: str) -> Any:
        (folder / "in.sarif").write_text(json.dumps(document), "utf-8")
        fixed = (command, "in.sarif", "-o", "out.sarif", "--log", "ForceOverwrite")
        subprocess.run(
            [str(multitool_program), *fixed, *options], cwd=folder, check=True, capture_output=True
        )
        return json.loads((folder / "out.sarif").read_text("utf-8-sig"))

    return run


@pytest.fixture(scope="session")
def sarif_schema(multitool_program: Path) -> Any:
    """The schema of OASIS, of which the Multitool carries a copy."""
    return json.loads((multitool_program.parent / "sarif-2.1.0.json").read_text("utf-8-sig"))


Package = Callable[[str], Path]
"""Takes the name of a package of npm and returns its folder."""


@pytest.fixture(scope="session")
def package() -> Package:
    """The readers of our formats that come from npm, where they are installed."""

    def find(name: str) -> Path:
        folder = ROOT / ".tools" / "node_modules" / name
        if not folder.is_dir() or shutil.which("node") is None:
            pytest.skip(f"{name} is not here: npm install --prefix .tools {name}, and node")
        return folder

    return find
