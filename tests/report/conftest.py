import os
import stat
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def multitool() -> Path:
    """The SARIF Multitool, which is a program of its own and no dependency of dralint."""
    named = os.environ.get("DRALINT_SARIF_MULTITOOL")
    if named:
        found = [Path(named)]
    else:
        packages = ROOT / ".tools" / "node_modules" / "@microsoft"
        found = sorted(packages.glob("sarif-multitool-*/Sarif.Multitool*"))
        found = [path for path in found if path.name in ("Sarif.Multitool", "Sarif.Multitool.exe")]
    if not found or not found[0].is_file():
        pytest.skip(
            "the SARIF Multitool is not here: npm install --prefix .tools"
            " @microsoft/sarif-multitool, or set DRALINT_SARIF_MULTITOOL to the program"
        )
    program = found[0]
    if not os.access(program, os.X_OK):  # npm does not run the script that would do it
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@pytest.fixture(scope="session")
def sarif_schema(multitool: Path) -> str:
    """The schema of OASIS, of which the Multitool carries a copy."""
    return (multitool.parent / "sarif-2.1.0.json").read_text(encoding="utf-8-sig")
