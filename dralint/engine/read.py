"""Reading: from files to outlines, in as many processes as help."""

import gc
import os
import signal
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dralint.config import LARGEST_KB, USUAL_KB
from dralint.index import engine_stamp
from dralint.outline import VERSION, Outline, outline_of

from .store import OUTLINES, Store

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

KB = 1000
WORTH_A_WORKER = 1_000_000
"""Bytes below which starting another process costs more than it saves."""

_ENDS = (signal.SIGINT, signal.SIGTERM)
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
) -> dict[str, Reading]:
    """Read files, given by name and place, and return what became of each by name.

    `jobs` is how many processes may work, 0 for one a core. Outlines in `store` are not made again.
    Files of more than `largest` kilobytes are not read.
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
    return readings | read_texts(texts, jobs, store, largest)


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
    jobs = jobs or os.cpu_count() or 1
    with _uncollected():
        outlines = _cached(texts, jobs, store)
    for name, source in texts.items():
        outline = outlines.get(name)
        readings[name] = Reading(source, outline, None if outline else _failure(source))
    return readings


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector away while tables grow: all of it stays, and nothing goes in circles."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _cached(texts: Mapping[str, bytes], jobs: int, store: Store | None) -> dict[str, Outline]:
    """Return outlines by name, those from the store that are there, and keep the others in it."""
    stamp = engine_stamp()
    if store is None or not store.is_open or stamp is None:
        return _outlines(texts, jobs)
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
    made = _outlines({name: text for name, text in texts.items() if name not in found}, jobs)
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


def _outlines(given: Mapping[str, bytes], jobs: int) -> dict[str, Outline]:
    texts = list(given.items())
    total = sum(len(source) for _, source in texts)
    workers = min(jobs - 1, total // WORTH_A_WORKER)
    if workers < 1:
        return _read_here(texts)
    import multiprocessing  # 6 ms: only where there is work for it

    if "fork" not in multiprocessing.get_all_start_methods():
        return _read_here(texts)
    shares = _share(texts, workers + 1)
    context = multiprocessing.get_context("fork")
    running = []
    for share in shares[1:]:
        receiver, sender = context.Pipe(duplex=False)
        sources = [texts[i][1] for i in share]
        process = context.Process(target=_work, args=(receiver, sender, sources), daemon=True)
        # A signal that came before a worker is ready would show there as a traceback.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        sender.close()
        running.append((process, receiver, share))
    found = _read_here(texts[i] for i in shares[0])
    for process, receiver, share in running:
        left = list(share)
        try:
            while left:
                sent = receiver.recv_bytes()
                name = texts[left.pop(0)][0]
                if sent != _FAILED:
                    found[name] = _DECODER.decode(sent)
        except (EOFError, OSError):
            # The worker died (killed, out of memory): its share is read here instead.
            found |= _read_here(texts[i] for i in left)
        process.join()
    return found


def _share(texts: list[tuple[str, bytes]], parts: int) -> list[list[int]]:
    """Deal out the files, largest first, so that every part has about as many bytes."""
    shares: list[list[int]] = [[] for _ in range(parts)]
    sizes = [0] * parts
    for index in sorted(range(len(texts)), key=lambda i: (-len(texts[i][1]), i)):
        least = sizes.index(min(sizes))
        shares[least].append(index)
        sizes[least] += len(texts[index][1])
    return shares


def _work(receiver: "Connection", sender: "Connection", sources: list[bytes]) -> None:
    # The parent ends its workers. Whoever is interrupted at the terminal interrupts both.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDS)
    # Were this end open here too, a worker would wait for ever when its parent is killed.
    receiver.close()
    with suppress(BrokenPipeError):
        _serve(sender, sources)


def _serve(sender: "Connection", sources: list[bytes]) -> None:
    # All is read before anything is sent: a pipe holds little, and nobody empties it before the
    # other end has read its own share.
    for outline in [_sent(source) for source in sources]:
        sender.send_bytes(outline)
    sender.close()


def _sent(source: bytes) -> bytes:
    outline = _tried(source)
    return _FAILED if outline is None else msgspec.msgpack.encode(outline)
