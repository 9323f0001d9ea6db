"""The answer is the same, byte for byte, whatever is kept and however the files are read."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from dralint.engine.read import read_texts

from .conftest import Check

NAME = "cache-2.sqlite3"


def cache_of(shop: Path) -> Path:
    return shop / ".dralint_cache" / NAME


def edit(shop: Path, name: str = "lib/shop/accounts/customer.ex") -> Path:
    """Change a file so that it has one finding more."""
    path = shop / name
    text = path.read_text()
    path.write_text(text + "\ndefmodule Shop.More do\n  def f(x), do: IO.inspect(x)\nend\n")
    return path


def query(path: Path, text: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as database, database:
        return list(database.execute(text))


@pytest.fixture
def plain(shop: Path, check: Check) -> bytes:
    """What is found without a cache."""
    return check(shop, "--no-cache")


def test_nothing_is_kept_without_a_cache(shop: Path, plain: bytes) -> None:
    assert plain
    assert not (shop / ".dralint_cache").exists()


def test_cold_warm_and_half_stale(shop: Path, check: Check, plain: bytes) -> None:
    assert check(shop) == plain
    assert check(shop) == plain
    edit(shop)
    changed = check(shop)
    assert changed != plain
    assert changed == check(shop, "--no-cache") == check(shop)
    query(cache_of(shop), "DELETE FROM runs")
    query(cache_of(shop), "DELETE FROM outlines WHERE rowid % 2")
    assert check(shop) == changed


def test_a_run_is_recorded_and_known(shop: Path, check: Check, plain: bytes) -> None:
    check(shop)
    # Without outlines and without texts only the record can answer.
    query(cache_of(shop), "DELETE FROM outlines")
    assert check(shop) == plain
    assert query(cache_of(shop), "SELECT count(*) FROM outlines") == [(0,)]


@pytest.mark.parametrize("jobs", [1, 2, 8])
def test_any_number_of_processes(shop: Path, check: Check, plain: bytes, jobs: int) -> None:
    assert check(shop, "--no-cache", "-j", str(jobs)) == plain


def test_any_number_of_processes_reads_the_same() -> None:
    text = Path(__file__).read_bytes()
    texts = {f"{n}.ex": b"defmodule M%d do\n%s\nend\n" % (n, text * 40) for n in range(9)}
    known = read_texts(texts, 1)
    assert read_texts(texts, 2) == known
    assert read_texts(dict(reversed(texts.items())), 8) == known


def test_an_edit_of_the_same_size_and_time_is_seen(shop: Path, check: Check) -> None:
    path = edit(shop)
    told = path.stat()
    before = check(shop)
    path.write_bytes(path.read_bytes().replace(b"IO.inspect", b"IO.retract"))
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))
    assert path.stat().st_mtime_ns == told.st_mtime_ns
    assert check(shop) != before
    assert check(shop) == check(shop, "--no-cache")


def test_files_that_come_and_go(shop: Path, check: Check, plain: bytes) -> None:
    check(shop)
    new = shop / "lib/shop/new.ex"
    new.write_text("defmodule Shop.New do\n  def f(x), do: String.to_atom(x)\nend\n")
    assert check(shop) == check(shop, "--no-cache") != plain
    new.unlink()
    assert check(shop) == plain
    (shop / ".gitignore").write_text("/lib/shop/accounts/\n")
    assert check(shop) == check(shop, "--no-cache") != plain


def test_whatever_is_asked_for_is_part_of_the_key(shop: Path, check: Check, plain: bytes) -> None:
    check(shop)
    for arguments in (
        ["--select", "otp"],
        ["--ignore", "otp,dra"],
        ["--min-confidence", "certain"],
        ["--profile", "strict"],
        ["lib/shop"],
        ["--isolated", "lib"],
    ):
        assert check(shop, *arguments) == check(shop, "--no-cache", *arguments) != plain, arguments
    config = shop / ".dralint.toml"
    config.write_text('ignore = ["dra"]\n')
    assert check(shop) == check(shop, "--no-cache") != plain
    config.write_text('ignore = ["otp"]\n')
    assert check(shop) == check(shop, "--no-cache") != plain
    config.unlink()
    subprocess.run([sys.executable, "-m", "dralint", "baseline"], cwd=shop, check=True)
    assert check(shop) == check(shop, "--no-cache") != plain


def test_names_are_as_seen_from_where_one_stands(shop: Path, check: Check) -> None:
    check(shop)
    assert check(shop / "lib", "..") == check(shop / "lib", "..", "--no-cache")


def test_a_project_that_is_moved(shop: Path, check: Check, plain: bytes) -> None:
    check(shop)
    other = shutil.copytree(shop, shop.parent / "other")
    assert check(other) == plain
    edit(other)
    assert check(other) == check(other, "--no-cache")
    assert check(shop) == plain


def test_line_ends_move_no_finding(shop: Path, check: Check, plain: bytes) -> None:
    for path in (*shop.rglob("*.ex"), *shop.rglob("*.exs")):
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert check(shop, "--no-cache") == plain
    assert check(shop) == check(shop) == plain


def test_standard_input_is_like_the_disk(shop: Path, check: Check) -> None:
    name = "lib/shop/accounts/customer.ex"
    before = (shop / name).read_bytes()
    check(shop, name)
    text = edit(shop, name).read_bytes()
    changed = check(shop, name, "--no-cache")
    (shop / name).write_bytes(before)
    for cache in ([], ["--no-cache"], []):
        assert check(shop, "-", "--stdin-filename", name, *cache, stdin=text) == changed


def test_the_cache_of_another_version(shop: Path, check: Check, plain: bytes) -> None:
    check(shop)
    query(cache_of(shop), "ALTER TABLE outlines ADD COLUMN later TEXT")
    assert check(shop) == plain
    cache_of(shop).rename(cache_of(shop).with_name("cache-2.sqlite3"))
    assert check(shop) == check(shop) == plain
    assert cache_of(shop).with_name("cache-2.sqlite3").exists()


def test_a_cache_with_holes(shop: Path, check: Check, plain: bytes) -> None:
    check(shop)
    whole = cache_of(shop).read_bytes()
    numbers = random.Random(8)
    for round in range(6):
        torn = bytearray(whole)
        for _ in range(4**round):
            torn[numbers.randrange(len(torn))] = numbers.randrange(256)
        cache_of(shop).write_bytes(torn[: numbers.randrange(1, len(torn))] if round % 2 else torn)
        assert check(shop) == plain
    for text in (b"", b"not a database at all" * 400, b"\0" * 9000):
        cache_of(shop).write_bytes(text)
        assert check(shop) == plain
    assert check(shop) == plain


def test_what_somebody_else_put_there_is_not_believed(
    shop: Path, check: Check, plain: bytes
) -> None:
    # The other one has the same files, and a dralint that says of them what he likes.
    assert check(shop, home="other") == plain
    for table in ("runs", "outlines"):
        query(cache_of(shop), f"UPDATE {table} SET blob = x'90'")
        assert check(shop) == plain
    assert check(shop, "--select", "otp") == check(shop, "--select", "otp", "--no-cache")


def test_planted_tables_are_never_asked(shop: Path, check: Check, plain: bytes) -> None:
    (shop / ".dralint_cache").mkdir()
    view = "CREATE VIEW runs AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
    query(cache_of(shop), f"{view} SELECT x AS key, x AS day, x AS signature, x AS blob FROM n")
    assert check(shop) == check(shop) == plain


def test_links_are_not_followed(shop: Path, check: Check, plain: bytes, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (shop / ".dralint_cache").symlink_to(outside)
    assert check(shop) == plain
    assert not list(outside.iterdir())
    (shop / ".dralint_cache").unlink()
    (shop / ".dralint_cache").symlink_to(tmp_path / "nowhere")
    assert check(shop) == plain
    assert not (tmp_path / "nowhere").exists()
    (shop / ".dralint_cache").unlink()
    for name in (NAME, f"{NAME}-wal", f"{NAME}-shm", f"{NAME}-journal"):
        (shop / ".dralint_cache").mkdir()
        (shop / ".dralint_cache" / name).symlink_to(outside / "target")
        assert check(shop) == plain
        assert not (outside / "target").exists()
        shutil.rmtree(shop / ".dralint_cache")


def test_a_folder_that_cannot_be_one(shop: Path, check: Check, plain: bytes) -> None:
    (shop / ".dralint_cache").write_text("a file")
    assert check(shop) == plain
    (shop / ".dralint_cache").unlink()
    cache_of(shop).mkdir(parents=True)
    assert check(shop) == plain


def test_nothing_can_be_written(shop: Path, plain: bytes, tmp_path: Path) -> None:
    # A limit on the size of files acts like a full disk, for every user.
    program = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096));"
        "from dralint.cli import main; main()"
    )
    environment = {k: v for k, v in os.environ.items() if k != "DRALINT_CACHE_DIR"}
    done = subprocess.run(
        [sys.executable, "-c", program, "check", "--format", "json"],
        cwd=shop,
        env={**environment, "XDG_CACHE_HOME": str(tmp_path / "full")},
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""
    assert done.stdout == plain


def test_no_home(shop: Path, check: Check, plain: bytes, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert check(shop, home="file") == plain
    assert not (shop / ".dralint_cache").exists()


def test_many_at_once(shop: Path, check: Check, plain: bytes) -> None:
    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(check, shop) for _ in range(8)]
    assert {run.result() for run in runs} == {plain}
    with closing(sqlite3.connect(cache_of(shop))) as database:
        assert list(database.execute("PRAGMA integrity_check")) == [("ok",)]


def test_a_locked_cache_is_not_waited_for_long(shop: Path, check: Check, plain: bytes) -> None:
    check(shop)
    edit(shop)
    with closing(sqlite3.connect(cache_of(shop))) as database:
        database.execute("BEGIN EXCLUSIVE")
        assert check(shop) != plain


def test_the_cache_lies_where_it_is_wanted(shop: Path, check: Check, tmp_path: Path) -> None:
    check(shop, "--cache-dir", str(tmp_path / "there/cache"))
    assert (tmp_path / "there/cache" / NAME).exists()
    assert (
        (tmp_path / "there/cache/CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d1")
    )
    assert (tmp_path / "there/cache/.gitignore").read_text() == "*\n"
    assert not (shop / ".dralint_cache").exists()


def test_loose_files_are_not_littered(tmp_path: Path, check: Check) -> None:
    (tmp_path / "loose").mkdir()
    (tmp_path / "loose/a.ex").write_text("defmodule A do\nend\n")
    assert check(tmp_path / "loose") == check(tmp_path / "loose")
    assert [path.name for path in (tmp_path / "loose").iterdir()] == ["a.ex"]
