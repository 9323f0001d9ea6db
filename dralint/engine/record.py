"""Records of runs: what a run found is known where nothing that could change it has changed.

The key of a record covers all but the texts of the files; those are held against the record one
by one. A file whose size, times and inode are the same is not read, unless it changed so shortly
before the record was made that a second change could have left no trace.
"""

import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import msgspec

from dralint.finding import Result
from dralint.text import decode

from .beside import Beside
from .store import RUNS, Store

VERSION = 3
_RACY = 2_000_000_000
"""Nanoseconds: the coarsest file systems count in steps of two seconds."""


class _File(msgspec.Struct, frozen=True, array_like=True):
    stamp: tuple[int, ...]
    digest: bytes


class _Run(msgspec.Struct, frozen=True, array_like=True):
    """`made` is when the files were looked at, before they were read, in nanoseconds."""

    made: int
    files: dict[str, _File]
    beside: tuple[Beside, ...]
    results: tuple[Result, ...]


class Snapshot(msgspec.Struct, frozen=True):
    """The files of a run as they are before they are read: where each lies, and its stamp."""

    made: int
    places: dict[str, Path]
    stamps: dict[str, tuple[int, ...] | None]

    @classmethod
    def of(cls, places: Mapping[str, Path]) -> "Snapshot":
        """Look at files, given by name."""
        made = time.time_ns()
        return cls(made, dict(places), {name: _stamp(place) for name, place in places.items()})


def key_of(*parts: object) -> bytes:
    """Return the key of a run from plain values: all that can change its answer but the texts."""
    whole = msgspec.msgpack.encode([VERSION, sys.version, msgspec.__version__, *parts])
    return blake2b(whole, digest_size=20).digest()


def recall(store: Store, key: bytes, snapshot: Snapshot) -> list[Result] | None:
    """Return the results of a run, without what they say of rules; None where it is not known."""
    blob = store.get(RUNS, [key]).get(key)
    if blob is None:
        return None
    try:
        run = msgspec.msgpack.decode(blob, type=_Run)
    except (msgspec.MsgspecError, RecursionError):
        return None
    if run.files.keys() != snapshot.stamps.keys():
        return None
    if not all(each.is_unchanged for each in run.beside):
        return None
    papers = {name: Path(file.place) for each in run.beside for name, file in each.files.items()}
    try:
        for name, known in run.files.items():
            told = snapshot.stamps[name]
            if told != known.stamp or max(told[1:3]) > run.made - _RACY:
                _same(snapshot.places[name], known)
        return [
            replace(
                result,
                sources={
                    name: decode(
                        _same(snapshot.places[name], run.files[name])
                        if name in run.files
                        else papers[name].read_bytes()
                    )
                    for name in result.sources
                },
            )
            for result in run.results
        ]
    except (OSError, ValueError, KeyError):
        return None


def keep(
    store: Store,
    key: bytes,
    snapshot: Snapshot,
    texts: Mapping[str, bytes],
    results: Sequence[Result],
    beside: Sequence[Beside] = (),
) -> None:
    """Record a run: the files that were looked at before, and what was then read of them."""
    if any(result.problems for result in results) or not store.is_open:
        return
    files: dict[str, _File] = {}
    for name, stamp in snapshot.stamps.items():
        if stamp is None or name not in texts:
            return
        files[name] = _File(stamp, _digest(texts[name]))
    run = _Run(snapshot.made, files, tuple(beside), tuple(_without_texts(results)))
    store.put(RUNS, {key: msgspec.msgpack.encode(run)})


def _without_texts(results: Iterable[Result]) -> Iterable[Result]:
    for result in results:
        yield replace(result, rules=(), sources=dict.fromkeys(result.sources, ""))


def _stamp(place: Path) -> tuple[int, ...] | None:
    """Return size, times and inode; None where the file cannot be looked at."""
    try:
        told = os.stat(place)  # noqa: PTH116  thousands of files: `Path.stat` takes twice as long
    except OSError:
        return None
    return told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino, told.st_dev


def _same(place: Path, known: _File) -> bytes:
    """Return the text of a file if it is the known one; ValueError otherwise."""
    text = place.read_bytes()
    if _digest(text) != known.digest:
        raise ValueError(place)
    return text


def _digest(text: bytes) -> bytes:
    return blake2b(text, digest_size=20).digest()
