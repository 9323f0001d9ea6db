"""Running one program: with a limit of time, its output kept, and its children ended with it."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_LARGEST = 16 * 1024 * 1024
_GRACE = 5.0
"""Seconds that a program has to end by itself when it is asked to."""


@dataclass(frozen=True)
class Ran:
    """How a program ended: `code` is None where it took too long and was stopped."""

    code: int | None
    output: str
    seconds: float


def run(command: Sequence[str], folder: Path, limit: float) -> Ran:
    """Run a program in a folder for at most `limit` seconds; return what it printed.

    It reads nothing from standard input. Whatever ends the call ends the program and all that it
    started: too much time, an interruption (KeyboardInterrupt goes on), any other exception. A
    program that cannot be started raises OSError.
    """
    began = time.monotonic()
    # A file and not a pipe: what a tool leaves running in the background would keep a pipe open.
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        code: int | None = None
        try:
            code = process.wait(limit)
        except subprocess.TimeoutExpired:
            pass
        finally:
            _end(process)
        size = out.seek(0, os.SEEK_END)
        out.seek(max(0, size - _LARGEST))
        text = out.read().decode("utf-8", "replace")
    return Ran(code, text, time.monotonic() - began)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and its children, first with a request."""
    if process.poll() is not None:
        return
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)
            return
