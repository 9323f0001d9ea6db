"""`check --watch`: the real command, files that really change, and Ctrl-C."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from tests.cli.test_check import CLEAN, ONLY, SPAWN, dralint

PATIENCE = 60


class Watching:
    """A `dralint check --watch` that runs, and the lines that it prints."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dralint", "check", "--watch", *arguments],
            cwd=folder,
            env={**os.environ, "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))

    def until(self, part: str) -> list[str]:
        """Return what it prints up to a line with a text in it."""
        seen: list[str] = []
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            try:
                seen.append(self._lines.get(timeout=1))
            except Empty:
                assert self.process.poll() is None, seen
                continue
            if part in seen[-1]:
                return seen
        raise AssertionError(f"no {part!r} in {seen}")

    def is_silent(self, seconds: float) -> bool:
        time.sleep(seconds)
        return self._lines.empty()

    def end(self, number: signal.Signals) -> tuple[int, list[str]]:
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        rest = []
        while not self._lines.empty():
            rest.append(self._lines.get())
        return code, rest


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "lib").mkdir()
    (tmp_path / "mix.exs").write_text("defmodule M do\n  def project, do: [app: :shop]\nend\n")
    (tmp_path / "lib/cart.ex").write_text(CLEAN)
    return tmp_path


@pytest.fixture
def watching(project: Path) -> Iterator[Watching]:
    found = Watching(project, *ONLY)
    yield found
    found.process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_checks_again_and_ends_cleanly(
    project: Path, watching: Watching, number: signal.Signals
) -> None:
    assert watching.until("no findings")[0] == "dralint: watching for changes; Ctrl-C ends it"
    (project / "lib/boot.ex").write_text(SPAWN)
    said = watching.until("1 finding")
    assert said[0] == "dralint: lib/boot.ex changed"
    assert "error[otp-unsupervised-spawn]" in "\n".join(said)
    (project / "lib/boot.ex").unlink()
    watching.until("no findings")
    code, rest = watching.end(number)
    assert code == 0
    assert "".join(rest) == ""


def test_what_programs_write_is_no_change(project: Path, watching: Watching) -> None:
    watching.until("no findings")
    (project / "_build/dev").mkdir(parents=True)
    (project / "_build/dev/a.ex").write_text(SPAWN)
    (project / "lib/.cart.ex.swp").write_text("")
    assert watching.is_silent(2)
    (project / "lib/doc").mkdir()
    (project / "lib/doc/boot.ex").write_text(SPAWN)
    watching.until("1 finding")


def test_a_broken_configuration_does_not_end_it(project: Path) -> None:
    watching = Watching(project, "--select", "otp-unsupervised-spawn", "--output", "concise")
    try:
        watching.until("no findings")
        (project / ".dralint.toml").write_text("profil = 1\n")
        watching.until("did you mean")
        (project / ".dralint.toml").write_text('profile = "core"\n')
        watching.until("no findings")
    finally:
        watching.process.kill()


def test_its_own_report_is_no_change(project: Path) -> None:
    watching = Watching(project, *ONLY, "--output", "concise", "--output", "json:report.json")
    try:
        watching.until("no findings")
        assert watching.is_silent(2)
    finally:
        watching.process.kill()


@pytest.mark.parametrize("option", ["--fix", "--unsafe-fixes", "--diff", "--snippet", "-"])
def test_what_it_does_not_go_with(project: Path, option: str) -> None:
    run = dralint(project, "check", "--watch", option)
    assert run.returncode == 2
    assert run.stderr == "dralint: --watch goes with no fixes, snippets or standard input\n"


def test_one_line_where_the_package_is_missing(project: Path) -> None:
    (project / "watchfiles.py").write_text("raise ImportError\n")
    run = subprocess.run(
        [sys.executable, "-m", "dralint", "check", "--watch"],
        cwd=project,
        env={
            **os.environ,
            "PYTHONPATH": f"{project}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert (
        run.stderr == "dralint: --watch needs watchfiles: install dralint with its extra [watch]\n"
    )
