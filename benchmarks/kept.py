"""What dralint takes where something is kept: the start, nothing changed, one file changed.

The commands are run whole, in a copy of the project, as a user would run them.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from dralint.discover import walk

CLEAN = 'defmodule Clean do\n  @moduledoc "Nothing is wrong here."\nend\n'


@dataclass(frozen=True)
class Run:
    """One run of a command: wall clock and processor time in seconds."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Bench:
    """A folder to run in, and another for what is kept for the user."""

    folder: Path
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a user who has not used dralint yet."""
        hidden = {"PYTHONDONTWRITEBYTECODE", "DRALINT_CACHE_DIR"}
        kept = {name: each for name, each in os.environ.items() if name not in hidden}
        return {**kept, "XDG_CACHE_HOME": str(self.home)}

    def run(self, *arguments: str) -> Run:
        """Run Python once."""
        began = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - began
        if process.returncode not in (0, 1):
            raise RuntimeError(f"{arguments} ended with {process.returncode}")
        return Run(wall, used.ru_utime + used.ru_stime)

    def check(self, *arguments: str) -> Run:
        """Run `dralint check` once."""
        return self.run(*self.line(*arguments))

    def line(self, *arguments: str) -> list[str]:
        """Return the arguments of Python for `dralint check`."""
        cache = ["--cache-dir", str(self.home / "cache")]
        return ["-m", "dralint", "check", "--isolated", *cache, *arguments]

    def memory(self, *arguments: str) -> float:
        """Return the peak memory of `dralint check` in MB."""
        # A process in between: what is started counts the memory of what starts it as its own.
        program = (
            "import resource, subprocess, sys;"
            "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        )
        line = [sys.executable, "-c", program, sys.executable, *self.line(*arguments)]
        done = subprocess.run(
            line, cwd=self.folder, env=self.environment, capture_output=True, check=True
        )
        return int(done.stdout) / 1024


def quickest(runs: list[Run]) -> Run:
    """Return the run of the least wall clock."""
    return min(runs, key=lambda run: run.wall)


def start(rounds: int = 9) -> list[tuple[str, Run, float]]:
    """Return what each way to start takes, and the milliseconds above `python -c pass`."""
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name) / "code", Path(name) / "home")
        bench.folder.mkdir()
        (bench.folder / "clean.ex").write_text(CLEAN)
        ways = {
            "python -c pass": ["-c", "pass"],
            "dralint --version": ["-m", "dralint", "--version"],
            "check, one clean file, known": bench.line("clean.ex"),
            "check, one clean file, new": bench.line("--no-cache", "clean.ex"),
        }
        bench.run(*ways["check, one clean file, known"])
        runs = {
            way: quickest([bench.run(*line) for _ in range(rounds)]) for way, line in ways.items()
        }
        least = runs["python -c pass"].wall
        return [(way, run, (run.wall - least) * 1000) for way, run in runs.items()]


def kept(
    path: Path, most: int | None = None, rounds: int = 3
) -> tuple[dict[str, Run], dict[str, float]]:
    """Return what a project takes cold, when nothing and when one file changed; and peaks in MB.

    Of more than `most` files every second, third... is left out.
    """
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name) / "code", Path(name) / "home")
        files = copied(path, bench.folder, most)
        bench.check("--no-cache")
        found = {"cold": bench.check()}
        # What was just written could be written again in the same tick, and is compared by content.
        time.sleep(2.1)
        bench.check()
        found["nothing changed"] = quickest([bench.check() for _ in range(rounds)])
        victim = max(files, key=lambda file: file.stat().st_size)
        text = victim.read_bytes()
        changed = []
        for number in range(rounds):
            victim.write_bytes(text + b"\n# edit %d\n" % number)
            changed.append(bench.check())
        found["one file changed"] = quickest(changed)
        found["no cache"] = quickest([bench.check("--no-cache") for _ in range(rounds)])
        peaks = {"no cache": bench.memory("--no-cache")}
        bench.check()
        peaks["nothing changed"] = bench.memory()
        return found, peaks


def copied(path: Path, folder: Path, most: int | None) -> list[Path]:
    """Copy the Elixir files of a project, evenly thinned, and return those of the copy."""
    files = [each.real for each in walk(path, path)]
    step = max(1, round(len(files) / most)) if most else 1
    kept = [f for i, f in enumerate(files) if i % step == 0 or f.name == "mix.exs"]
    if most:
        kept = kept[:most]
    for file in kept:
        target = folder / file.relative_to(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        os.utime(target, (1_600_000_000, 1_600_000_000))
    if (path / "mix.exs").is_file():
        shutil.copyfile(path / "mix.exs", folder / "mix.exs")
    return [folder / file.relative_to(path) for file in kept]
