"""What `dralint gate` takes for a change of many files, beside a cold check of the same project.

The project is copied into a repository of its own, and a commit gives every fourth file a function.
Cold is without anything that is kept of the project.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from kept import Bench, Run, copied

FILES, CHANGED = 400, 100
"""To how many files a project is thinned, and how many of them change."""
GIT = {
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example",
}


def gate(path: Path, rounds: int = 5) -> dict[str, Run]:
    """Return what a cold check and a gate take, the least of several rounds of each.

    "gate, known" follows upon another: what was read is known.
    """
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name) / "code", Path(name) / "home")
        _history(bench.folder, copied(path, bench.folder, FILES))
        lines = {
            "check, cold": ["check", "--isolated"],
            "gate, cold": ["gate", "--isolated", "--base", "HEAD~1"],
            "gate, known": ["gate", "--isolated", "--base", "HEAD~1"],
        }
        runs: dict[str, list[Run]] = {line: [] for line in lines}
        for _ in range(rounds):
            for command, line in lines.items():
                if command.endswith("cold"):
                    shutil.rmtree(bench.folder / ".dralint_cache", ignore_errors=True)
                runs[command].append(bench.run("-m", "dralint", *line))
        return {
            command: Run(min(run.wall for run in found), min(run.cpu for run in found))
            for command, found in runs.items()
        }


def _history(folder: Path, files: list[Path]) -> None:
    """Make a repository of two commits."""
    code = sorted(file for file in files if file.suffix in (".ex", ".exs"))
    _git(folder, "init", "--quiet")
    _git(folder, "add", "--all")
    _git(folder, "commit", "--quiet", "--message", "one")
    step = max(1, len(code) // CHANGED)
    for number, file in enumerate(code[::step][:CHANGED]):
        text = file.read_text().rstrip()
        if text.endswith("end"):
            added = f"\n  def added_{number}(x), do: {{:ok, x}}\nend\n"
            file.write_text(text.removesuffix("end") + added)
        else:
            file.write_text(f"{text}\n# changed\n")
    _git(folder, "commit", "--quiet", "--all", "--message", "two")


def _git(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, **GIT}
    subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True)
