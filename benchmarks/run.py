"""How long dralint takes, as a multiple of pure parsing of the same files in the same run.

    python benchmarks/run.py PATH...           folders of Elixir
    python benchmarks/run.py --debian          Debian's sources of Elixir and RabbitMQ (apt-get)

    python benchmarks/run.py --parts PATH...   what each group of rules takes
    python benchmarks/run.py --start           the start alone
    python benchmarks/run.py --kept 400 PATH   nothing changed, one file changed, of 400 files
    python benchmarks/run.py --gate PATH       a change of 100 of 400 files, beside a cold check

The floor is one process that parses every file with tree-sitter and does nothing else. Each figure
is the least of several runs. Seconds depend on the machine; ratios are to be compared. All is
processor time but for what is called wall, which other programs make longer.
"""

import argparse
import contextlib
import functools
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import gate
import kept
import parts
from rich.console import Console
from rich.table import Table

from dralint.config import Config
from dralint.discover import walk
from dralint.engine import load as loading
from dralint.engine.ask import Ask
from dralint.engine.choice import Choice, settings_of
from dralint.engine.judge import judge
from dralint.engine.read import read_files
from dralint.plugins import Plugins
from dralint.project import Project
from dralint.syntax import parse

ROUNDS = 3
COUNTED = """
import os, sys
from dralint.cli import main
try:
    main()
finally:
    spent = os.times()
    print(spent.user + spent.system, spent.children_user + spent.children_system, file=sys.stderr)
"""
"""The command; the last line of what it says is the processor time of itself and of its workers."""
DEBIAN = ("elixir-lang", "rabbitmq-server")


def least(
    action: Callable[[], object],
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.process_time,
) -> float:
    """Return the least of several times, in seconds."""
    times = []
    for _ in range(rounds):
        began = clock()
        action()
        times.append(clock() - began)
    return min(times)


def installed() -> dict[str, str]:
    """Return an environment in which Python keeps its bytecode, as for any installed package."""
    return {name: each for name, each in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def command(path: Path, *arguments: str) -> float:
    """Return how long the whole command takes."""
    line = [sys.executable, "-m", "dralint", "check", "--isolated", "--no-cache", *arguments]
    run = functools.partial(
        subprocess.run, line, cwd=path, env=installed(), capture_output=True, check=False
    )
    return least(run, clock=time.perf_counter)


def processor(path: Path, *arguments: str) -> tuple[float, float]:
    """Return the processor time of the command's first process, and of all its processes.

    The first is busy from the start to the end: on a quiet machine its time is what one waits.
    """
    line = [sys.executable, "-c", COUNTED, "check", "--isolated", "--no-cache", *arguments]
    runs = []
    for _ in range(ROUNDS):
        done = subprocess.run(
            line, cwd=path, env=installed(), capture_output=True, text=True, check=False
        )
        first, others = map(float, done.stderr.split()[-2:])
        runs.append((first, first + others))
    return min(runs)


def measure(path: Path) -> dict[str, float]:
    """Return the seconds of the floor, of the command, and of its parts in one process."""
    files = walk(path, path)
    sources = [each.real.read_bytes() for each in files]
    figures: dict[str, float] = {"MB": sum(map(len, sources)) / 1e6, "files": len(files)}
    figures["floor"] = least(lambda: [parse(source) for source in sources])
    figures["command"] = command(path)
    figures["command, one process"] = command(path, "-j", "1")
    figures["first process"], figures["all processes"] = processor(path)
    figures["read"] = least(lambda: read_files([(f.path, f.real) for f in files], 1))
    with contextlib.chdir(path):
        projects = [loaded.project for loaded in loading.load(path, path)]
    figures["link"] = _timed(projects, lambda project: [project.targets(f) for f in project.files])
    settings = settings_of(Config(), Choice(), Plugins())
    problems: list[str] = []
    figures["judge"] = _timed(
        projects,
        lambda project: judge(project, settings.rules, Ask(project), settings.options, problems),
    )
    return figures


def _timed(projects: list[Project], action: Callable[[Project], object]) -> float:
    """Return the time of one pass; what a project computes once is computed once."""
    began = time.process_time()
    for project in projects:
        action(project)
    return time.process_time() - began


def fetch(folder: Path) -> list[Path]:
    """Fetch Debian's sources by name and return their folders."""
    found = []
    for name in DEBIAN:
        target = folder / name
        target.mkdir()
        subprocess.run(["apt-get", "source", "-qq", name], cwd=target, check=True)
        found.append(next(each for each in target.iterdir() if each.is_dir()))
    return found


def print_start() -> None:
    """Print what a start takes."""
    table = Table("", "ms", "above", "processor ms")
    for way, run, above in kept.start():
        table.add_row(way, *(f"{each:.0f}" for each in (run.wall * 1000, above, run.cpu * 1000)))
    show(table)


def print_kept(paths: list[Path], most: int) -> None:
    """Print what is saved by what is kept, in seconds and as multiples of the floor."""
    table = Table("", "s", "of the floor", "processor s", "peak MB")
    for path in paths:
        with tempfile.TemporaryDirectory() as folder:
            files = kept.copied(path, Path(folder), most or None)
            sources = [file.read_bytes() for file in files]
        floor = least(functools.partial(_parse_all, sources), clock=time.perf_counter)
        size = sum(map(len, sources)) / 1e6
        table.add_section()
        table.add_row(f"{path.name}: {len(sources)} files, {size:.1f} MB")
        table.add_row("floor", f"{floor:.2f}")
        runs, peaks = kept.kept(path, most or None)
        for name, run in runs.items():
            peak = f"{peaks[name]:.0f}" if name in peaks else ""
            table.add_row(
                name, f"{run.wall:.2f}", f"{run.wall / floor:.2f} x", f"{run.cpu:.2f}", peak
            )
    show(table)


def print_gate(paths: list[Path]) -> None:
    """Print what a gate takes for a change, beside a cold check of the same project."""
    table = Table("", "s", "above the check", "processor s", "above the check")
    for path in paths:
        runs = gate.gate(path)
        table.add_section()
        table.add_row(f"{path.name}: {gate.CHANGED} of {gate.FILES} files changed")
        check = runs["check, cold"]
        for name, run in runs.items():
            above = (f"{more:+.2f}" for more in (run.wall - check.wall, run.cpu - check.cpu))
            table.add_row(name, f"{run.wall:.2f}", next(above), f"{run.cpu:.2f}", next(above))
    show(table)


def _parse_all(sources: list[bytes]) -> None:
    for source in sources:
        parse(source)


def print_parts(paths: list[Path]) -> None:
    """Print what groups of rules take, as multiples of the floor."""
    table = Table("", "floor s", *parts.GROUPS)
    for path in paths:
        floor, found = parts.parts(path)
        table.add_row(path.name, f"{floor:.2f}", *(f"{each:.2f} x" for each in found.values()))
    show(table)


def show(table: Table) -> None:
    """Print a table of any terminal's width."""
    out = io.StringIO()
    Console(file=out, width=120).print(table)
    print(out.getvalue())


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--debian", action="store_true")
    parser.add_argument("--start", action="store_true")
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--kept", type=int, metavar="FILES", help="how many files; 0: all")
    parser.add_argument("--parts", action="store_true")
    wishes = parser.parse_args()
    if wishes.parts:
        print_parts([path.absolute() for path in wishes.paths])
        return 0
    if wishes.start:
        print_start()
        return 0
    if wishes.gate:
        print_gate([path.absolute() for path in wishes.paths])
        return 0
    if wishes.kept is not None:
        print_kept([path.absolute() for path in wishes.paths], wishes.kept)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        paths = [path.absolute() for path in wishes.paths]
        if wishes.debian:
            paths += fetch(Path(folder))
        shares = ("first process", "all processes", "read", "link", "judge")
        walls = ("command", "command, one process")
        table = Table("", "files", "MB", "floor s", "wall", "wall, one process", *shares)
        for path in paths:
            found = measure(path)
            floor = found["floor"]
            ratios = [f"{found[key] / floor:.2f} x" for key in (*walls, *shares)]
            table.add_row(
                path.name, str(int(found["files"])), f"{found['MB']:.1f}", f"{floor:.2f}", *ratios
            )
    show(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
