"""Whatever happens during a run: it ends at once, says so, and leaves nothing half done."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dralint.engine import read
from dralint.engine.read import read_files, read_texts
from dralint.outline import outline_of

from .conftest import COMMAND, ENVIRONMENT, Run

CLEAN_END = 5.0
"""Seconds within which a signal ends a run on a busy machine."""


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(each) for each in found]


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def working(process: "subprocess.Popen[str]") -> list[int]:
    """Wait until a run has workers, and return them."""
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        if found := children(process.pid):
            return found
        time.sleep(0.01)
    raise AssertionError("no workers were started")


def begun(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*COMMAND, "--no-cache", "-j", "2", *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


needs_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no /proc here")


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("whole_group", [True, False])
def test_a_signal_ends_a_run_at_once(big: Path, number: signal.Signals, whole_group: bool) -> None:
    report = big / "report.json"
    report.write_text("the old report")
    process = begun(big, "--output", "json:report.json")
    workers = working(process)
    began = time.monotonic()
    if whole_group:
        os.killpg(process.pid, number)  # as a terminal does
    else:
        process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert time.monotonic() - began < CLEAN_END
    assert process.returncode == 2, err
    assert out == ""
    assert err.strip() == "dralint: interrupted"
    assert not any(map(alive, workers))
    assert report.read_text() == "the old report"
    assert {each.name for each in big.iterdir()} == {"lib", "mix.exs", "report.json"}


@needs_proc
def test_no_worker_outlives_a_killed_run(big: Path) -> None:
    process = begun(big)
    workers = working(process)
    process.kill()
    process.communicate(timeout=60)
    end = time.monotonic() + 60
    while any(map(alive, workers)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(alive, workers))


@needs_proc
def test_a_killed_worker_costs_nothing(big: Path, run: Run) -> None:
    known = run(big, "--no-cache", "-j", "1")
    process = begun(big)
    for worker in working(process):
        os.kill(worker, signal.SIGKILL)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out, err) == (known.returncode, known.stdout, known.stderr)
    assert out


def test_a_reader_may_go_away(big: Path) -> None:
    for form in ("concise", "full", "json", "sarif"):
        process = begun(big, "--format", form)
        assert process.stdout is not None
        assert process.stdout.read(1)
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ""
        assert process.wait(60) in (0, 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_said(big: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, "--no-cache"],
            cwd=big,
            env=ENVIRONMENT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
        )
    assert (done.returncode, done.stderr) == (2, "dralint: no space left on device\n")


def few_blocks() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))


def test_a_report_that_does_not_fit_leaves_the_old_one(big: Path, run: Run) -> None:
    (big / "report.json").write_text("the old report")
    done = run(big, "--no-cache", "--output", "json:report.json", before=few_blocks)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "dralint: cannot write report.json: file too large\n"
    assert (big / "report.json").read_text() == "the old report"
    assert not list(big.glob(".*"))


def test_a_cache_that_does_not_fit_changes_nothing(big: Path, run: Run) -> None:
    known = run(big, "--no-cache")
    done = run(big, before=few_blocks)
    assert (done.returncode, done.stdout, done.stderr) == (known.returncode, known.stdout, "")
    done = run(big)
    assert (done.returncode, done.stdout, done.stderr) == (known.returncode, known.stdout, "")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_report_that_may_not_be_written_is_said(big: Path, run: Run) -> None:
    big.chmod(0o500)
    done = run(big, "--no-cache", "--output", "json:report.json")
    big.chmod(0o700)
    assert done.stderr == "dralint: cannot write report.json: permission denied\n"


@pytest.mark.parametrize("target", ["lib", "mix.exs/report.json"])
def test_a_target_that_is_no_file_is_said(big: Path, run: Run, target: str) -> None:
    done = run(big, "--no-cache", "--output", f"json:{target}")
    assert done.returncode == 2
    assert done.stderr.startswith(f"dralint: cannot write {target}: ")
    assert done.stderr.count("\n") == 1


def test_a_report_may_go_to_a_pipe_and_through_a_link(big: Path, run: Run) -> None:
    known = run(big, "--no-cache", "--format", "jsonl").stdout
    assert run(big, "--no-cache", "--output", "jsonl:/dev/stdout").stdout == known
    (big / "real").write_text("")
    (big / "link").symlink_to("real")
    run(big, "--no-cache", "--output", "jsonl:link")
    assert (big / "link").is_symlink()
    assert (big / "real").read_text() == known


@pytest.mark.parametrize("most", [4, 8, 12, 16])
def test_few_file_handles(most: int, run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ex").write_text("defmodule A do\n  def f(x), do: IO.inspect(x)\nend\n")

    def few() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    known = run(tmp_path, "--no-cache").stdout
    done = run(tmp_path, before=few)
    # The interpreter itself needs some to start at all.
    if "dralint" in done.stderr and "import" not in done.stderr:
        assert "Traceback" not in done.stderr
    assert done.returncode != 0
    assert done.stdout in ("", known) or "cannot be read: too many open files" in done.stdout


def test_files_that_change_while_they_are_read(tmp_path: Path) -> None:
    places = {name: tmp_path / name for name in ("gone.ex", "folder.ex", "pipe.ex", "here.ex")}
    places["folder.ex"].mkdir()
    os.mkfifo(places["pipe.ex"])
    places["here.ex"].write_text("a = 1")
    found = read_files(places.items())
    assert {name: reading.fault for name, reading in found.items()} == {
        "gone.ex": "cannot be read: no such file or directory",
        "folder.ex": "cannot be read: is a directory",
        "pipe.ex": "cannot be read: is no file",
        "here.ex": None,
    }


def test_a_project_that_changes_all_the_time(big: Path, run: Run) -> None:
    stop = threading.Event()
    file = big / "lib" / "restless.ex"

    def change() -> None:
        while not stop.is_set():
            file.write_text("defmodule Restless do\n  def f(x), do: String.to_atom(x)\nend\n")
            file.write_text("defmodule Restless do\n" + "  def f(x" * 1000)
            file.unlink()

    thread = threading.Thread(target=change)
    thread.start()
    try:
        for _ in range(4):
            done = run(big, "--select", "syntax,security")
            assert done.returncode in (0, 1), done.stderr
            assert done.stderr == ""
    finally:
        stop.set()
        thread.join()


def test_where_dralint_fails_on_a_file_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real: Callable[[bytes], object] = outline_of

    def failing(source: bytes) -> object:
        if source.startswith(b"bad"):
            raise IndexError("list index out of range")
        return real(source)

    monkeypatch.setattr(read, "outline_of", failing)
    padding = b"# " + b"x" * 1_200_000
    texts = {"bad.ex": b"bad " + padding, "good.ex": b"good = 1 " + padding, "worse.ex": b"bad"}
    reason = "is not read, because dralint fails on it (IndexError: list index out of range)"
    for jobs in (1, 2):
        found = read_texts(texts, jobs)
        assert {name: each.fault for name, each in found.items()} == {
            "bad.ex": reason,
            "good.ex": None,
            "worse.ex": reason,
        }


def test_a_large_file_is_named_and_not_read(tmp_path: Path, run: Run) -> None:
    (tmp_path / "big.ex").write_bytes(b"a = 1\n" * 1000)
    (tmp_path / "dralint.toml").write_text("max-file-kb = 5\n")
    done = run(tmp_path, "--no-cache")
    assert done.returncode == 1
    assert (
        "big.ex:1:1: error[syntax-error] the file is larger than 5 KB and not read; "
        "`max-file-kb` allows up to 16000" in done.stdout
    )
    (tmp_path / "dralint.toml").write_text("max-file-kb = 50000\n")
    done = run(tmp_path, "--no-cache")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("dralint: dralint.toml:1: ")


@pytest.mark.skipif(sys.platform == "win32", reason="no such modes there")
def test_a_report_keeps_the_mode_of_the_file_before(big: Path, run: Run) -> None:
    (big / "report.json").write_text("")
    (big / "report.json").chmod(0o640)
    run(big, "--no-cache", "--output", "json:report.json")
    assert (big / "report.json").stat().st_mode & 0o777 == 0o640
