"""Work in pieces that several processes draw from one pile.

Python runs one thread at a time, so work goes side by side in processes only. A worker is a copy of
this process (`fork`): it knows what is known here, and only results come back from it.
"""

import os
import signal
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

T = TypeVar("T")

MOST_PIECES = 4096
"""A pile of more would not fit into a pipe."""

_TICKET = struct.Struct("H")
_ENDS = (signal.SIGINT, signal.SIGTERM)
_PIPE_BYTES = 1 << 20
"""What may lie between two processes before one waits for the other, where the system allows it."""


@dataclass(frozen=True)
class Work(Generic[T]):
    """Pieces of work, by number, and how one is done.

    `pack` is applied to a result before it leaves a worker, and `unpack` to what has come.
    `last` says what a worker has to tell when all is done, and `heard` is told it.
    """

    pieces: int
    do: Callable[[int], T]
    pack: Callable[[T], Any] = lambda result: result
    unpack: Callable[[Any], T] = lambda packed: packed
    last: Callable[[], Any] = lambda: None
    heard: Callable[[Any], None] = lambda told: None


@dataclass
class _Worker:
    process: "ForkProcess"
    ear: "Connection"
    talks: bool = field(default=True)


def useful_workers(jobs: int, size: int, least: int) -> int:
    """Return how many processes help this one with work of a `size`, `least` of it for each.

    `jobs` is how many processes may work, 0 for one a core.
    """
    if jobs == 1 or threading.active_count() > 1:  # a copy has one thread, and the locks of all
        return 0
    return max(0, min((jobs or os.cpu_count() or 1) - 1, size // least))


def done(work: Work[T], workers: int, meanwhile: Callable[[], None] = lambda: None) -> dict[int, T]:
    """Return the result of every piece, by number, done here and in `workers` other processes.

    Whoever is done with one piece takes the next, so the great ones should go first. `meanwhile` is
    done here while the others have begun. What a worker has drawn and not told, because it died, is
    done here in the end.
    """
    import multiprocessing  # 6 ms: only where there is work for it

    if workers < 1 or "fork" not in multiprocessing.get_all_start_methods():
        meanwhile()
        return {piece: work.do(piece) for piece in range(work.pieces)}
    # All tickets are in the pipe before anyone draws, and nobody can die with a lock in hand.
    pile, desk = os.pipe()
    os.write(desk, b"".join(map(_TICKET.pack, range(work.pieces))))
    os.close(desk)
    others = _started(work, workers, pile)
    results: dict[int, T] = {}
    meanwhile()
    while drawn := os.read(pile, _TICKET.size):
        (piece,) = _TICKET.unpack(drawn)
        results[piece] = work.do(piece)
        for worker in others:
            while worker.talks and worker.ear.poll():
                _listen(work, worker, results)
    os.close(pile)
    for worker in others:
        while worker.talks:
            _listen(work, worker, results)
        worker.process.join()
        worker.ear.close()
    for piece in range(work.pieces):
        if piece not in results:
            results[piece] = work.do(piece)
    return results


def _started(work: Work[T], workers: int, pile: int) -> list[_Worker]:
    import multiprocessing

    context = multiprocessing.get_context("fork")
    found: list[_Worker] = []
    for _ in range(workers):
        ear, mouth = context.Pipe(duplex=False)
        _widen(mouth)
        ears = [*(each.ear for each in found), ear]
        process = context.Process(target=_work, args=(work, pile, mouth, ears), daemon=True)
        # A signal that came before a worker is ready would show there as a traceback.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        mouth.close()
        found.append(_Worker(process, ear))
    return found


def _widen(mouth: "Connection") -> None:
    import fcntl

    with suppress(OSError, AttributeError):
        fcntl.fcntl(mouth.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _listen(work: Work[T], worker: _Worker, results: dict[int, T]) -> None:
    """Take one message of a worker; one that says no more has died or is done."""
    try:
        piece, told = worker.ear.recv()
        if piece is None:
            work.heard(told)
        else:
            results[piece] = work.unpack(told)
    except (EOFError, OSError):
        worker.talks = False


def _work(work: Work[T], pile: int, mouth: "Connection", ears: "list[Connection]") -> None:
    # Whoever is interrupted at the terminal interrupts all, and this process has no say.
    for end in _ENDS:
        signal.signal(end, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDS)
    # Were these ends open here too, a worker would wait for ever when its parent is killed.
    for ear in ears:
        ear.close()
    with suppress(BrokenPipeError):
        while drawn := os.read(pile, _TICKET.size):
            (piece,) = _TICKET.unpack(drawn)
            mouth.send((piece, work.pack(work.do(piece))))
        mouth.send((None, work.last()))
    mouth.close()
