"""The cache on disk: blobs by key, each signed with a key that only the user has.

The folder may have come with the checked project, so nothing in it is believed: no link is
followed, the database must have exactly our tables, and a blob that this user did not sign is not
there. Nothing that goes wrong with it is an error; the run goes on without a cache.
"""

import os
import sqlite3
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from dralint.index import user_folder

FOLDER = ".dralint_cache"
_NAME = "cache-2.sqlite3"
"""The number is the version of the tables; another version uses another file."""

OUTLINES, RUNS, PAST = "outlines", "runs", "past"
_TABLES = {
    name: f"CREATE TABLE {name} (key BLOB PRIMARY KEY, day INTEGER, signature BLOB, blob BLOB)"
    for name in (OUTLINES, RUNS, PAST)
}
_KEEP_DAYS = 14
_AT_ONCE = 500
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# The cache of dralint; it may be deleted.\n"


class Store:
    """An open cache, or one that holds nothing because it could not be opened."""

    def __init__(self, folder: Path | None) -> None:
        """Open the cache in a folder, which is made where it is missing; None for no cache."""
        self._secret = _secret() if folder else None
        self._opened: sqlite3.Connection | None = None
        self._process = os.getpid()
        self._left: list[sqlite3.Connection] = []
        if folder is not None and self._secret is not None:
            self._path = folder / _NAME
            with self._guarded():
                self._opened = _open(folder, self._path)

    @property
    def is_open(self) -> bool:
        """Whether anything can be found or kept."""
        return self._opened is not None

    def get(self, table: str, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return the blobs there are by key."""
        found: dict[bytes, bytes] = {}
        old: list[bytes] = []
        today = _today()
        with self._guarded():
            for some in _some(dict.fromkeys(keys)):
                marks = ",".join("?" * len(some))
                question = f"SELECT key, day, signature, blob FROM {table} WHERE key IN ({marks})"
                for key, day, signature, blob in self._database.execute(question, some):
                    if isinstance(blob, bytes) and signature == self._sign(table, key, blob):
                        found[key] = blob
                        if day != today:
                            old.append(key)
            if old:
                with self._database:
                    self._database.executemany(
                        f"UPDATE {table} SET day = ? WHERE key = ?", [(today, key) for key in old]
                    )
        return found

    def put(self, table: str, blobs: Mapping[bytes, bytes]) -> None:
        """Keep blobs by key, and forget what nobody asked for in two weeks."""
        today = _today()
        rows = [(key, today, self._sign(table, key, blob), blob) for key, blob in blobs.items()]
        with self._guarded(), self._database:
            self._database.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?)", rows)
            self._database.execute(f"DELETE FROM {table} WHERE day < ?", (today - _KEEP_DAYS,))

    def close(self) -> None:
        """Close the database."""
        with self._guarded():
            self._database.close()
        self._opened = None

    @property
    def _database(self) -> sqlite3.Connection:
        if self._opened is None:
            raise sqlite3.OperationalError("no cache")
        if self._process != os.getpid():
            # A copy of a process must neither use nor close the connection that it got.
            self._left.append(self._opened)
            self._process = os.getpid()
            self._opened = _connect(self._path)
        return self._opened

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Give up the cache where it fails; one that is no database is deleted."""
        try:
            yield
        except (sqlite3.Error, sqlite3.Warning, OSError, ValueError, OverflowError) as error:
            self._opened = None
            if isinstance(error, sqlite3.DatabaseError) and not isinstance(
                error, sqlite3.OperationalError
            ):
                _delete(self._path)

    def _sign(self, table: str, key: bytes, blob: bytes) -> bytes:
        whole = blake2b(table.encode(), key=self._secret or b"", digest_size=20)
        whole.update(key)
        whole.update(blob)
        return whole.digest()


def folder_of(root: Path, wish: str | None) -> Path | None:
    """Return where the cache of a project lies: where the user wants it, else in the project.

    Files that form no mix project are nobody's: their cache lies with the user's.
    """
    wish = wish or os.environ.get("DRALINT_CACHE_DIR")
    if wish:
        return Path(wish).absolute()
    if (root / "mix.exs").is_file():
        return root / FOLDER
    own = user_folder()
    return None if own is None else own / "files"


def _open(folder: Path, path: Path) -> sqlite3.Connection | None:
    if not _is_ours(folder):
        return None
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        told = _lstat(folder / name)
        if told is not None and not (stat.S_ISREG(told.st_mode) and told.st_nlink == 1):
            return None
    database = _connect(path)
    tables = _tables(database)
    if tables and tables != set(_TABLES.values()):
        # Not what this version writes, whoever made it.
        database.close()
        _delete(path)
        database = _connect(path)
        tables = set()
    if not tables:
        database.execute("PRAGMA journal_mode=WAL")
        with database:
            database.execute("BEGIN IMMEDIATE")
            if not _tables(database):
                for table in _TABLES.values():
                    database.execute(table)
    return database


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=2)
    database.execute("PRAGMA trusted_schema=OFF")
    database.execute("PRAGMA synchronous=NORMAL")
    return database


def _tables(database: sqlite3.Connection) -> set[str]:
    found = database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL LIMIT 9")
    return {str(sql) for (sql,) in found}


def _is_ours(folder: Path) -> bool:
    """Make the folder, or look whether it is one that we may write to."""
    if _lstat(folder) is None:
        folder.mkdir(mode=0o700, parents=True)
        for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", _TAG)):
            with (folder / name).open("x", encoding="utf-8") as file:
                file.write(text)
    told = folder.lstat()
    return stat.S_ISDIR(told.st_mode) and (not hasattr(os, "getuid") or told.st_uid == os.getuid())


def _delete(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        try:
            path.with_name(name).unlink(missing_ok=True)
        except OSError:
            return


def _lstat(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except FileNotFoundError:
        return None


@cache
def _secret() -> bytes | None:
    """Return the user's key, made if need be; None where it cannot be kept."""
    folder = user_folder()
    if folder is None:
        return None
    path = folder / "key"
    try:
        if not path.exists():
            draft = folder / f"key.{os.getpid()}"
            draft.touch(mode=0o600)
            draft.write_bytes(os.urandom(32))
            try:
                path.hardlink_to(draft)  # of two processes, the first one's stays
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        secret = path.read_bytes()
    except OSError:
        return None
    return secret if len(secret) == 32 else None


def _today() -> int:
    return int(time.time() // 86400)


def _some(keys: Iterable[bytes]) -> Iterator[list[bytes]]:
    rest = iter(keys)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
