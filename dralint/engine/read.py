"""Reading: from files to outlines, in as many processes as help."""

import gc
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dralint.index import engine_stamp
from dralint.outline import VERSION, Outline, outline_of

from .store import OUTLINES, Store

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

WORTH_A_WORKER = 1_000_000
"""Bytes below which starting another process costs more than it saves."""

_DECODER = msgspec.msgpack.Decoder(Outline)


@dataclass(frozen=True)
class Reading:
    """What became of one file: its text and outline, or why it could not be read."""

    source: bytes
    outline: Outline | None
    fault: str | None = None


def read_files(
    paths: Iterable[tuple[str, Path]], jobs: int = 0, store: Store | None = None
) -> dict[str, Reading]:
    """Read files, given by name and place, and return what became of each by name.

    `jobs` is how many processes may work, 0 for one a core. Outlines in `store` are not made again.
    """
    readings: dict[str, Reading] = {}
    texts: dict[str, bytes] = {}
    for name, place in paths:
        try:
            source = place.read_bytes()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            readings[name] = Reading(b"", None, f"cannot be read: {reason}")
        else:
            texts[name] = source
    return readings | read_texts(texts, jobs, store)


def read_texts(
    given: Mapping[str, bytes], jobs: int = 0, store: Store | None = None
) -> dict[str, Reading]:
    """Return what became of texts, by name; `jobs` and `store` as in `read_files`."""
    readings: dict[str, Reading] = {}
    texts: dict[str, bytes] = {}
    for name, source in given.items():
        fault = text_fault(source)
        if fault:
            readings[name] = Reading(b"", None, fault)
        else:
            texts[name] = source
    jobs = jobs or os.cpu_count() or 1
    with _uncollected():
        outlines = _cached(texts, jobs, store)
    for name, source in texts.items():
        readings[name] = Reading(source, outlines[name])
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


def text_fault(source: bytes) -> str | None:
    """Return why some bytes are not the text of a source file, or None."""
    if b"\0" in source[:8192]:
        return "is not text: it holds a zero byte"
    try:
        source.decode("utf-8")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        return f"is not UTF-8: byte 0x{source[error.start]:02x} on line {line}"
    return None


def _outlines(given: Mapping[str, bytes], jobs: int) -> dict[str, Outline]:
    texts = list(given.items())
    total = sum(len(source) for _, source in texts)
    workers = min(jobs - 1, total // WORTH_A_WORKER)
    if workers < 1:
        return {name: outline_of(source) for name, source in texts}
    import multiprocessing  # 6 ms: only where there is work for it

    if "fork" not in multiprocessing.get_all_start_methods():
        return {name: outline_of(source) for name, source in texts}
    shares = _share(texts, workers + 1)
    context = multiprocessing.get_context("fork")
    running = []
    for share in shares[1:]:
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(sender, [texts[i][1] for i in share]))
        process.start()
        sender.close()
        running.append((process, receiver, share))
    found: dict[int, Outline] = {i: outline_of(texts[i][1]) for i in shares[0]}
    for process, receiver, share in running:
        try:
            for index in share:
                found[index] = _DECODER.decode(receiver.recv_bytes())
        except EOFError:
            # The worker died (killed, out of memory): its share is read here instead.
            found.update({i: outline_of(texts[i][1]) for i in share if i not in found})
        process.join()
    return {name: found[index] for index, (name, _) in enumerate(texts)}


def _share(texts: list[tuple[str, bytes]], parts: int) -> list[list[int]]:
    """Deal out the files, largest first, so that every part has about as many bytes."""
    shares: list[list[int]] = [[] for _ in range(parts)]
    sizes = [0] * parts
    for index in sorted(range(len(texts)), key=lambda i: (-len(texts[i][1]), i)):
        least = sizes.index(min(sizes))
        shares[least].append(index)
        sizes[least] += len(texts[index][1])
    return shares


def _work(sender: "Connection", sources: list[bytes]) -> None:
    # All is read before anything is sent: a pipe holds little, and nobody empties it before the
    # other end has read its own share.
    for outline in [msgspec.msgpack.encode(outline_of(source)) for source in sources]:
        sender.send_bytes(outline)
    sender.close()
