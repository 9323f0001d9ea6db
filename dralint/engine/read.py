"""Reading: from files to outlines, in as many processes as help."""

import os
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import msgspec

from dralint.config import LARGEST_KB, USUAL_KB
from dralint.index import engine_stamp
from dralint.outline import VERSION, Outline, outline_of

from .memory import uncollected
from .several import MOST_PIECES, Work, done, useful_workers
from .store import OUTLINES, Store

KB = 1000
WORTH_A_WORKER = 1_000_000
"""Bytes below which starting another process costs more than it saves."""

_PIECE = 50_000
"""Bytes of source that a process draws at a time."""
_FAILED = b""
"""What a worker sends instead of an outline."""
_DECODER = msgspec.msgpack.Decoder(Outline)


@dataclass(frozen=True)
class Reading:
    """What became of one file: its text and outline, or why it could not be read."""

    source: bytes
    outline: Outline | None
    fault: str | None = None


def read_files(
    paths: Iterable[tuple[str, Path]],
    jobs: int = 0,
    store: Store | None = None,
    largest: int = USUAL_KB,
    meanwhile: Callable[[], None] = lambda: None,
) -> dict[str, Reading]:
    """Read files, given by name and place, and return what became of each by name.

    `jobs` is how many processes may work, 0 for one a core. Outlines in `store` are not made again.
    Files of more than `largest` kilobytes are not read. `meanwhile` is done while other processes
    have begun to read, and not at all where there are none.
    """
    readings: dict[str, Reading] = {}
    texts: dict[str, bytes] = {}
    for name, place in paths:
        try:
            source = _content(place, largest * KB)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            readings[name] = Reading(b"", None, f"cannot be read: {reason}")
        else:
            texts[name] = source
    return readings | read_texts(texts, jobs, store, largest, meanwhile)


def _content(place: Path, largest: int) -> bytes:
    """Return what is in a file, but not much more than `largest` bytes.

    It may have become something else since it was listed: a pipe is not waited for.
    """
    file = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(file, "rb") as opened:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError("is no file")
        return opened.read(largest + 1)


def read_texts(
    given: Mapping[str, bytes],
    jobs: int = 0,
    store: Store | None = None,
    largest: int = USUAL_KB,
    meanwhile: Callable[[], None] = lambda: None,
) -> dict[str, Reading]:
    """Return what became of texts, by name; the other parameters are those of `read_files`."""
    readings: dict[str, Reading] = {}
    texts: dict[str, bytes] = {}
    for name, source in given.items():
        fault = text_fault(source, largest)
        if fault:
            readings[name] = Reading(b"", None, fault)
        else:
            texts[name] = source
    with uncollected():
        outlines = _cached(texts, store, lambda missing: _outlines(missing, jobs, meanwhile))
    for name, source in texts.items():
        outline = outlines.get(name)
        readings[name] = Reading(source, outline, None if outline else _failure(source))
    return readings


def _cached(
    texts: Mapping[str, bytes],
    store: Store | None,
    outlines: Callable[[Mapping[str, bytes]], dict[str, Outline]],
) -> dict[str, Outline]:
    """Return outlines by name, those from the store that are there, and keep the others in it."""
    stamp = engine_stamp()
    if store is None or not store.is_open or stamp is None:
        return outlines(texts)
    engine = blake2b(b"%d " % VERSION + stamp, digest_size=20)
    keys: dict[str, bytes] = {}
    for name, source in texts.items():
        whole = engine.copy()
        whole.update(source)
        keys[name] = whole.digest()
    blobs = store.get(OUTLINES, keys.values())
    found: dict[str, Outline] = {}
    for name, key in keys.items():
        # Two files of the same bytes have an outline each: what a file says is not shared.
        with suppress(msgspec.MsgspecError, KeyError, RecursionError):
            found[name] = _DECODER.decode(blobs[key])
    made = outlines({name: text for name, text in texts.items() if name not in found})
    if made:
        store.put(OUTLINES, {keys[name]: msgspec.msgpack.encode(o) for name, o in made.items()})
    return found | made


def text_fault(source: bytes, largest: int = USUAL_KB) -> str | None:
    """Return why some bytes are not read as the text of a source file, or None."""
    if len(source) > largest * KB:
        return f"is larger than {largest} KB and not read; `max-file-kb` allows up to {LARGEST_KB}"
    if b"\0" in source[:8192]:
        return "is not text: it holds a zero byte"
    try:
        source.decode("utf-8")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        return f"is not UTF-8: byte 0x{source[error.start]:02x} on line {line}"
    return None


def _failure(source: bytes) -> str:
    """Return why there is no outline of a text."""
    try:
        outline_of(source)
    except Exception as error:
        return f"is not read, because dralint fails on it ({type(error).__name__}: {error})"
    return "is not read, because dralint failed on it"


def _tried(source: bytes) -> Outline | None:
    """Return an outline; None where dralint fails, which must not cost the other files."""
    try:
        return outline_of(source)
    except Exception:
        return None


def _read_here(texts: Iterable[tuple[str, bytes]]) -> dict[str, Outline]:
    made = ((name, _tried(source)) for name, source in texts)
    return {name: outline for name, outline in made if outline is not None}


def _outlines(
    given: Mapping[str, bytes], jobs: int, meanwhile: Callable[[], None]
) -> dict[str, Outline]:
    texts = list(given.items())
    total = sum(len(source) for _, source in texts)
    workers = useful_workers(jobs, total, WORTH_A_WORKER)
    if workers < 1:
        return _read_here(texts)
    pieces = _pieces(texts, max(_PIECE, total // (MOST_PIECES // 2)))
    work = Work(
        len(pieces),
        lambda number: [_tried(texts[index][1]) for index in pieces[number]],
        pack=lambda outlines: [_sent(outline) for outline in outlines],
        unpack=lambda sent: [_DECODER.decode(each) if each else None for each in sent],
    )
    results = done(work, workers, meanwhile)
    return {
        texts[index][0]: outline
        for number, outlines in results.items()
        for index, outline in zip(pieces[number], outlines, strict=True)
        if outline is not None
    }


def _pieces(texts: Sequence[tuple[str, bytes]], size: int) -> list[list[int]]:
    """Deal out the files in pieces of about a size, the largest first."""
    pieces: list[list[int]] = []
    left = 0
    for index in sorted(range(len(texts)), key=lambda i: (-len(texts[i][1]), i)):
        if left <= 0:
            pieces.append([])
            left = size
        pieces[-1].append(index)
        left -= len(texts[index][1])
    return pieces


def _sent(outline: Outline | None) -> bytes:
    return _FAILED if outline is None else msgspec.msgpack.encode(outline)
