"""Rooms: what stays in memory, what is read, and that an answer is given up in time."""

import gc
from pathlib import Path

import pytest

from dralint.engine.choice import Choice
from dralint.lsp.actions import suppression
from dralint.lsp.room import Room
from dralint.plugins import Plugins
from dralint.project import Project

from .conftest import A


@pytest.fixture
def room(shop: Path) -> Room:
    room = Room(shop, Plugins(), Choice(no_cache=True))
    room.refresh({}, lambda path: True)
    return room


def nothing() -> None:
    pass


def test_memory_is_flat_when_the_same_is_checked_again(room: Room) -> None:
    def typed(times: int) -> tuple[int, int]:
        for number in range(times):
            room.put("lib/shop/application.ex", b"# %d\n" % number + text)
            room.judge_file("lib/shop/application.ex")
            room.judge(nothing)
            gc.collect()
        objects = gc.get_objects()
        return sum(isinstance(each, Project) for each in objects), len(objects)

    text = (room.root / "lib/shop/application.ex").read_bytes()
    # Other tests of the process may have left some.
    others, _ = typed(0)
    projects, objects = typed(5)
    assert projects <= others + 1
    again, later = typed(5)
    assert again == projects
    assert later < objects * 1.01


def test_only_what_changed_on_the_disk_is_read(room: Room) -> None:
    before = dict(room._readings)
    name = "lib/shop/application.ex"
    (room.root / name).write_bytes(b"# new\n" + (room.root / name).read_bytes())
    room.refresh({}, lambda path: True)
    changed = [path for path, reading in room._readings.items() if reading is not before[path]]
    assert changed == [name]


def test_one_file_alone_has_what_the_project_says_of_it(room: Room) -> None:
    everything = room.judge(nothing)
    for path in room._readings:
        alone = room.judge_file(path) or ()
        all_found = [d for d in everything.by_path.get(path, ()) if d.rule in room.local]
        assert [(d.rule, d.span, d.message) for d in alone] == [
            (d.rule, d.span, d.message) for d in all_found
        ], path


class GivenUpError(BaseException):
    pass


def test_a_run_is_given_up_at_any_of_its_pauses(room: Room) -> None:
    pauses = 0

    def count() -> None:
        nonlocal pauses
        pauses += 1

    expected = room.judge(count).by_path
    assert pauses > 100, "a run that seldom pauses keeps the editor waiting"
    for stop in (1, 2, pauses // 2, pauses):
        left = stop

        def pause() -> None:
            nonlocal left
            left -= 1
            if not left:
                raise GivenUpError

        room._loaded = None
        with pytest.raises(GivenUpError):
            room.judge(pause)
        assert room.judge(nothing).by_path == expected


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_where_a_suppression_is_written(small: Path, line_end: str) -> None:
    room = Room(small, Plugins(), Choice(no_cache=True))
    inside = 'defmodule Small.C do\n  def a(x), do: """\n  #{IO.inspect(x)}\n  """\nend\n'
    texts = {
        "lib/a.ex": A.replace("\n", line_end).encode(),
        "lib/c.ex": inside.replace("\n", line_end).encode(),
    }
    room.refresh(texts, lambda path: True)
    found = room.judge(nothing).by_path
    (plain,) = [d for d in found["lib/a.ex"] if d.rule == "quality-debug-leftover"]
    edit = suppression(texts["lib/a.ex"], plain)
    assert edit is not None
    assert edit.text == "    # dralint:ignore quality-debug-leftover -- \n"
    # Within a text of several lines no comment reaches it.
    (hidden,) = [d for d in found["lib/c.ex"] if d.rule == "quality-debug-leftover"]
    assert suppression(texts["lib/c.ex"], hidden) is None
