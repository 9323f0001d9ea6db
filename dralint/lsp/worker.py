"""The thread that reads and judges, beside the loop that talks to the editor.

The loop hands over what happened; the worker takes all that is there, brings its rooms up to date
and judges. As soon as something else happens, the run that goes on is given up: its answer would be
about texts that nobody sees any more.
"""

import gc
import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dralint.discover import mix_root, project_root
from dralint.engine.choice import Choice
from dralint.engine.wanted import mix_of, wanted
from dralint.errors import DralintError
from dralint.finding import Diagnostic
from dralint.plugins import Plugins

from .room import Judged, Room


class SupersededError(BaseException):
    """Something happened that makes the answer worthless. No `Exception`: rules may catch those."""


@dataclass(frozen=True)
class Buffer:
    """What the editor holds of a file: its text and the number of that version."""

    path: Path
    version: int
    text: bytes


@dataclass(frozen=True)
class Closed:
    """The editor no longer holds a file."""

    path: Path


@dataclass(frozen=True)
class Folders:
    """The folders that are open in the editor."""

    paths: tuple[Path, ...]


@dataclass(frozen=True)
class DiskChanged:
    """Something on the disk may be another."""


Event = Buffer | Closed | Folders | DiskChanged


class Listener(Protocol):
    """Whom the worker tells; it is called in the worker's thread."""

    def file_judged(
        self, room: Path, buffer: Buffer, found: tuple[Diagnostic, ...], rules: frozenset[str]
    ) -> None:
        """Hear what the rules of single files say of a buffer, and which rules those are."""
        ...

    def judged(self, judged: Judged, versions: dict[Path, int]) -> None:
        """Hear what there is to say of a project, and of which versions of the buffers."""
        ...

    def gone(self, room: Path) -> None:
        """Hear that a project is no longer looked at."""
        ...

    def failed(self, room: Path, message: str) -> None:
        """Hear why a project cannot be judged, in one line."""
        ...


class Worker:
    """The thread, and what it is told."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._wake = threading.Condition()
        self._events: list[Event] = []
        self._stopped = False
        self._thread = threading.Thread(target=self._work, name="dralint", daemon=True)
        self._state = _State(listener)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def tell(self, *events: Event) -> None:
        """Hand over what happened."""
        with self._wake:
            self._events.extend(events)
            self._wake.notify()

    def stop(self) -> None:
        """Give up what goes on, and end."""
        with self._wake:
            self._stopped = True
            self._wake.notify()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._events or self._stopped)
                if self._stopped:
                    return
                events, self._events = self._events, []
            try:
                self._state.take(events)
                self._state.judge(self._pause)
            except SupersededError:
                continue
            except Exception as error:  # whatever it is, the next change is judged again
                self._listener.failed(Path(), f"{type(error).__name__}: {error}")
            self._state.rest()

    def _pause(self) -> None:
        if self._events or self._stopped:
            raise SupersededError


class _State:
    """What the thread knows: the buffers, the rooms, and what in them is to be judged."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._plugins: Plugins | None = None
        self._buffers: dict[Path, Buffer] = {}
        self._folders: tuple[Path, ...] = ()
        self._rooms: dict[Path, Room] = {}
        self._stale: set[Path] = set()
        self._unread: set[Path] = set()
        self._touched: dict[Path, Path] = {}
        self._loaded = False

    def take(self, events: Iterable[Event]) -> None:
        """Take over what happened."""
        for event in events:
            match event:
                case Buffer():
                    known = event.path in self._buffers
                    self._buffers[event.path] = event
                    self._changed(event, known)
                case Closed(path):
                    self._buffers.pop(path, None)
                    self._unread.update(r for r in self._rooms if path.is_relative_to(r))
                    self._drop_empty()
                case Folders(paths):
                    self._folders = paths
                    self._furnish()
                case DiskChanged():
                    self._unread.update(self._rooms)

    def _changed(self, buffer: Buffer, known: bool) -> None:
        root = self._root_of(buffer.path)
        room = self._rooms.get(root)
        if room is None:
            self._rooms[root] = self._room(root, disk=mix_root(buffer.path) is not None)
            self._unread.add(root)
        elif not known and not room.holds(room.name(buffer.path)):
            self._unread.add(root)
        elif root not in self._unread and room.put(room.name(buffer.path), buffer.text):
            self._stale.add(root)
        self._touched[root] = buffer.path

    def _root_of(self, path: Path) -> Path:
        """Return the root that a file belongs to: of a folder that is open, else of its project."""
        inside = [root for root in self._rooms if path.is_relative_to(root)]
        if inside:
            return max(inside, key=lambda root: len(root.parts))
        folder = next(parent for parent in path.parents if parent.is_dir())
        return project_root(folder, mix_of)

    def _room(self, root: Path, disk: bool = True) -> Room:
        if self._plugins is None:
            self._plugins = Plugins()
        return Room(root, self._plugins, Choice(), disk)

    def _furnish(self) -> None:
        """Open rooms for the folders of the editor, and close those that nobody looks into."""
        roots = wanted([str(path) for path in self._folders if path.is_dir()]).roots
        for root in roots:
            if root not in self._rooms:
                self._rooms[root] = self._room(root)
                self._unread.add(root)
        for buffer in self._buffers.values():
            if self._root_of(buffer.path) not in self._rooms:
                self._changed(buffer, known=False)
        self._drop_empty()

    def _drop_empty(self) -> None:
        needed = set(wanted([str(path) for path in self._folders if path.is_dir()]).roots)
        needed |= {self._root_of(path) for path in self._buffers}
        for root in self._rooms.keys() - needed:
            del self._rooms[root]
            self._stale.discard(root)
            self._unread.discard(root)
            self._touched.pop(root, None)
            self._listener.gone(root)

    def judge(self, pause: Callable[[], None]) -> None:
        """Judge what is not judged yet: first the file that was touched, then its project."""
        for root, room in list(self._rooms.items()):
            buffers = {p: b for p, b in self._buffers.items() if p.is_relative_to(root)}
            try:
                if root in self._unread:
                    room.refresh(
                        {room.name(p): b.text for p, b in buffers.items()}, self._is_reported
                    )
                    self._unread.discard(root)
                    self._stale.add(root)
                    self._settle()
                if root not in self._stale:
                    continue
                touched = self._touched.pop(root, None)
                if touched in buffers and self._loaded:
                    self._judge_file(room, buffers[touched])
                pause()
                judged = room.judge(pause)
            except DralintError as error:
                self._unread.discard(root)
                self._listener.failed(root, str(error))
                continue
            self._stale.discard(root)
            self._loaded = True
            self._listener.judged(judged, {p: b.version for p, b in buffers.items()})

    def _judge_file(self, room: Room, buffer: Buffer) -> None:
        found = room.judge_file(room.name(buffer.path))
        if found is not None:
            self._listener.file_judged(room.root, buffer, found, room.local)

    def _is_reported(self, path: Path) -> bool:
        """Whether findings in a file are wanted: it is in a folder that is open, or open itself."""
        path = Path(os.path.normpath(path))
        return path in self._buffers or any(path.is_relative_to(f) for f in self._folders)

    def _settle(self) -> None:
        """Take what was read out of the collector's sight: it is no garbage, and it is much."""
        gc.collect()
        gc.freeze()

    def rest(self) -> None:
        """Let go of the run before, while nobody waits."""
        gc.collect()
