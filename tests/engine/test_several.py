"""Work that several processes draw from one pile."""

import os
import signal
import time

from dralint.engine.several import MOST_PIECES, Work, done


def test_every_piece_is_done_once_and_several_processes_do_them() -> None:
    here = os.getpid()

    def piece(number: int) -> tuple[int, int]:
        time.sleep(0.01)
        return number, os.getpid()

    results = done(Work(40, piece), 2)
    assert sorted(results) == list(range(40))
    assert all(result[0] == number for number, result in results.items())
    assert {pid for _, pid in results.values()} > {here}


def test_results_are_packed_only_where_they_travel() -> None:
    def piece(number: int) -> tuple[int, list[str]]:
        time.sleep(0.01)
        return os.getpid(), []

    work = Work(
        20,
        piece,
        pack=lambda result: (result[0], ["packed"]),
        unpack=lambda result: (result[0], [*result[1], "unpacked"]),
    )
    for pid, way in done(work, 1).values():
        assert way == ([] if pid == os.getpid() else ["packed", "unpacked"])


def test_what_a_worker_drew_and_did_not_tell_is_done_here() -> None:
    here = os.getpid()

    def piece(number: int) -> int:
        if os.getpid() != here and number == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.01)
        return number * 2

    assert done(Work(8, piece), 2) == {number: number * 2 for number in range(8)}


def test_more_than_a_pipe_holds_comes_through() -> None:
    results = done(Work(12, lambda number: bytes(3_000_000)), 2)
    assert {len(each) for each in results.values()} == {3_000_000}


def test_the_greatest_pile_can_be_drawn() -> None:
    assert len(done(Work(MOST_PIECES, lambda number: number), 1)) == MOST_PIECES


def test_what_a_worker_says_last_is_heard_once_for_each() -> None:
    heard: list[int] = []
    done(Work(4, lambda number: number, last=os.getpid, heard=heard.append), 3)
    assert len(heard) == len(set(heard)) == 3


def test_meanwhile_is_done_here_once() -> None:
    calls: list[int] = []
    done(Work(4, lambda number: number), 2, lambda: calls.append(os.getpid()))
    assert calls == [os.getpid()]
