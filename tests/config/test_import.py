"""What a start without configuration pays for."""

import subprocess
import sys


def test_what_only_errors_and_files_need_is_not_loaded() -> None:
    program = "import sys, dralint.config; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "dralint.config.options" in loaded
    assert loaded.isdisjoint({"tomllib", "difflib", "pathspec", "dralint.config.locate"})
    assert {name for name in loaded if name.startswith("dralint.")} <= {
        "dralint.text",
        "dralint.errors",
        "dralint.config",
        *(name for name in loaded if name.startswith("dralint.config.")),
    }
