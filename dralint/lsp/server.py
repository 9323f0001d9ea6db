"""The server: what it knows of the editor, and what it tells it."""

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer

from dralint import __version__
from dralint.finding import Diagnostic

from .actions import Actions
from .diagnostics import SOURCE, Wishes, diagnostic
from .pages import Pages
from .places import Text
from .room import Judged
from .shifting import Shift
from .shown import Desk, Shown
from .worker import Buffer, Closed, Folders, Worker


@dataclass(frozen=True)
class Options:
    """What the client may set in `initializationOptions`.

    `scope`: "workspace" shows the findings of all files, "open" those of open ones. `codeLens`:
    whether a line about each process stands above its module.
    """

    scope: str = "workspace"
    code_lens: bool = True

    @classmethod
    def of(cls, given: Any) -> tuple["Options", str | None]:
        """Read what the client gave; return the options and what was wrong with it."""
        if given is None:
            return cls(), None
        scope = given.get("scope", "workspace") if isinstance(given, dict) else None
        lens = given.get("codeLens", True) if isinstance(given, dict) else None
        if scope not in ("workspace", "open") or not isinstance(lens, bool):
            return cls(), (
                'initializationOptions: "scope" is "workspace" or "open", "codeLens" true or false'
            )
        return cls(scope, lens), None


class Server(LanguageServer):
    """The server. All but the worker's thread runs in one loop."""

    def __init__(self) -> None:
        # The whole text each time: what a line is, editors and libraries see in several ways.
        super().__init__(
            SOURCE, __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full
        )
        self.options = Options()
        self.wishes = Wishes()
        self.desk = Desk()
        self.pages = Pages()
        self.buffers: dict[Path, Buffer] = {}
        self.folders: dict[str, Path] = {}
        self.worker = Worker(self)
        self._said: dict[Path, str] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def begin(self) -> None:
        """Start to work, now that the editor is ready to hear."""
        self._loop = asyncio.get_running_loop()
        self.worker.start()
        self.worker.tell(Folders(tuple(self.folders.values())))

    # What the worker says, in its thread; the loop does the rest.

    def file_judged(
        self, room: Path, buffer: Buffer, found: tuple[Diagnostic, ...], rules: frozenset[str]
    ) -> None:
        """Hear of one file."""
        self._soon(self._show_file, room, buffer, found, rules)

    def judged(self, judged: Judged, versions: dict[Path, int]) -> None:
        """Hear of a project."""
        self._soon(self._show_project, judged, versions)

    def gone(self, room: Path) -> None:
        """Hear that a project is no longer looked at."""
        self._soon(self._clear, room)

    def failed(self, room: Path, message: str) -> None:
        """Hear why a project cannot be judged."""
        self._soon(self._say, room, message)

    def _soon(self, act: Any, *arguments: Any) -> None:
        assert self._loop is not None
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(act, *arguments)

    # In the loop.

    def _show_file(
        self, room: Path, buffer: Buffer, found: tuple[Diagnostic, ...], rules: frozenset[str]
    ) -> None:
        """Show what is new in a file, beside what was known of it and moved with its text."""
        if self.buffers.get(buffer.path) != buffer:
            return
        before = self.desk.shown.get(buffer.path)
        others: list[Diagnostic] = []
        if before is not None:
            shift = Shift(before.text.source, buffer.text)
            others = list(shift.diagnostics(d for d in before.found if d.rule not in rules))
        all_found = tuple(sorted([*found, *others], key=lambda d: d.key))
        self._show(buffer.path, Shown(room, Text(buffer.text, self.desk.encoding), all_found))

    def _show_project(self, judged: Judged, versions: dict[Path, int]) -> None:
        root = judged.root
        self._said.pop(root, None)
        for problem in judged.result.problems:
            self._say(root, problem)
        self.pages.learn({rule.id: rule for rule in judged.result.rules})
        self.desk.projects[root] = judged
        paths = {root / path for path in judged.by_path}
        paths |= {path for path, shown in self.desk.shown.items() if shown.root == root}
        for path in sorted(paths):
            buffer = self.buffers.get(path)
            if (buffer.version if buffer else None) != versions.get(path):
                continue  # it was typed on; what that brings is being judged
            name = os.path.relpath(path, root).replace(os.sep, "/")
            found = judged.by_path.get(name, ())
            if self.options.scope == "open" and buffer is None:
                found = ()
            text = Text(judged.source(name), self.desk.encoding)
            self._show(path, Shown(root, text, found))
        if self.options.code_lens and self._can_refresh_lenses:
            self.workspace_code_lens_refresh(None)

    @property
    def _can_refresh_lenses(self) -> bool:
        workspace = self.client_capabilities.workspace
        lens = workspace.code_lens if workspace else None
        return bool(lens and lens.refresh_support)

    def _show(self, path: Path, shown: Shown) -> None:
        """Tell the editor of a file, unless that is what it was told last."""
        before = self.desk.shown.get(path)
        if before == shown or (before is None and not shown.found):
            return
        self.desk.shown[path] = shown
        buffer = self.buffers.get(path)
        version = buffer.version if buffer and self.wishes.versions else None
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(
                self.desk.uri(path),
                [
                    diagnostic(each, shown, self.desk, self.wishes, self.pages.address)
                    for each in shown.found
                ],
                version,
            )
        )
        if not shown.found and buffer is None:
            del self.desk.shown[path]

    def _clear(self, room: Path) -> None:
        self.desk.projects.pop(room, None)
        self._said.pop(room, None)
        for path in [path for path, shown in self.desk.shown.items() if shown.root == room]:
            self._show(path, Shown(room, self.desk.shown[path].text))
            self.desk.shown.pop(path, None)

    def _say(self, room: Path, message: str) -> None:
        """Show a message, once until it changes or the project is judged again."""
        if self._said.get(room) != message:
            self._said[room] = message
            self.window_show_message(
                types.ShowMessageParams(types.MessageType.Error, f"dralint: {message}")
            )

    def put(self, uri: str, version: int, text: str) -> None:
        """Take the text of a file that the editor holds."""
        path = path_of(uri)
        if path is not None:
            self.desk.uris[path] = uri
            self.buffers[path] = Buffer(path, version, text.encode("utf-8", "replace"))
            self.worker.tell(self.buffers[path])

    def close(self, uri: str) -> None:
        """Hear that the editor no longer holds a file."""
        path = path_of(uri)
        if path is not None and self.buffers.pop(path, None) is not None:
            self.desk.uris.pop(path, None)
            self.worker.tell(Closed(path))

    def current(self, uri: str) -> tuple[Path, Shown] | None:
        """Return what is shown of a file, None while it is not about the text that stands there."""
        path = path_of(uri)
        shown = self.desk.shown.get(path) if path else None
        buffer = self.buffers.get(path) if path else None
        if path is None or shown is None or buffer is None or shown.text.source != buffer.text:
            return None
        return path, shown

    def actions(self, uri: str) -> Actions | None:
        """Return what makes actions for a file."""
        current = self.current(uri)
        if current is None:
            return None
        path, shown = current
        workspace, window = self.client_capabilities.workspace, self.client_capabilities.window
        edits = workspace.workspace_edit if workspace else None
        return Actions(
            self.desk,
            shown,
            os.path.relpath(path, shown.root).replace(os.sep, "/"),
            {self.desk.uri(path): buffer.version for path, buffer in self.buffers.items()},
            bool(edits and edits.document_changes),
            bool(window and window.show_document and window.show_document.support),
        )

    def judged_file(self, uri: str) -> tuple[Judged, str] | None:
        """Return the project of a file as it was last judged, and its name there."""
        path = path_of(uri)
        if path is None:
            return None
        for root, judged in self.desk.projects.items():
            if path.is_relative_to(root):
                name = path.relative_to(root).as_posix()
                buffer = self.buffers.get(path)
                if buffer is not None and judged.source(name) == buffer.text:
                    return judged, name
        return None


def path_of(uri: str) -> Path | None:
    """Return the path of a file; None for what is no file."""
    if not uri.startswith("file:"):
        return None
    path = uris.to_fs_path(uri)
    return Path(os.path.normpath(path)) if path else None
