"""An editor for tests: pytest-lsp's client, and the real server as a process of its own."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Union

from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient, client_capabilities

PATIENCE = 20.0
CLIENTS = {
    "vscode": "visual-studio-code",
    "neovim": "neovim",
    "emacs": "emacs",
}


@dataclass
class Editor:
    """What a test does in an editor, and what it sees."""

    client: LanguageClient
    folder: Path
    capabilities: types.ClientCapabilities
    result: types.InitializeResult
    published: list[types.PublishDiagnosticsParams] = field(default_factory=list)
    _versions: dict[str, int] = field(default_factory=dict)

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str | None = None) -> None:
        uri = self.uri(name)
        self._versions[uri] = 1
        if text is None:
            text = (self.folder / name).read_bytes().decode()
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "elixir", 1, text))
        )

    def type(self, name: str, text: str) -> int:
        """Replace the text of a buffer; return the number of the version."""
        uri = self.uri(name)
        self._versions[uri] += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(uri=uri, version=self._versions[uri]),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )
        return self._versions[uri]

    def close(self, name: str) -> None:
        self.client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(self.uri(name)))
        )

    def disk_changed(self, name: str) -> None:
        change = types.FileEvent(self.uri(name), types.FileChangeType.Changed)
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([change]))

    def found(self, name: str) -> Sequence[types.Diagnostic]:
        return self.client.diagnostics.get(self.uri(name), ())

    def rules(self, name: str) -> list[str]:
        return sorted(str(each.code) for each in self.found(name))

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; fail where it never does."""
        waited = 0.0
        while not holds():
            assert waited < PATIENCE, f"still not so: {self.client.diagnostics}"
            await asyncio.sleep(0.01)
            waited += 0.01

    async def actions(
        self, name: str, each: types.Diagnostic, only: Sequence[str] | None = None
    ) -> list[types.CodeAction]:
        given = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(self.uri(name)),
                each.range,
                types.CodeActionContext([each], only=only),
            )
        )
        return [action for action in given or [] if isinstance(action, types.CodeAction)]

    async def hover(self, name: str, line: int, character: int) -> str:
        given = await self.client.text_document_hover_async(
            types.HoverParams(
                types.TextDocumentIdentifier(self.uri(name)), types.Position(line, character)
            )
        )
        if given is None:
            return ""
        assert isinstance(given.contents, types.MarkupContent)
        return given.contents.value


def _converter() -> Any:
    """Return pygls' converter, which takes an action that has a command for a mere command."""
    converter = default_converter()

    def structure(given: dict[str, Any], _: Any) -> types.Command | types.CodeAction:
        plain = isinstance(given.get("command"), str)
        kind: Any = types.Command if plain else types.CodeAction
        made: types.Command | types.CodeAction = converter.structure(given, kind)
        return made

    converter.register_structure_hook(Union[types.Command, types.CodeAction], structure)  # noqa: UP007
    return converter


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "XDG_CACHE_HOME": str(home)}


@asynccontextmanager
async def editor(
    folder: Path,
    home: Path,
    client: str = "vscode",
    encodings: Sequence[str] | None = None,
    folders: Sequence[Path] | None = None,
    options: Any = None,
) -> AsyncIterator[Editor]:
    """Start a client and a server in folders, and say goodbye to it at the end."""
    capabilities = client_capabilities(CLIENTS[client])
    if encodings is not None:
        capabilities.general = types.GeneralClientCapabilities(
            position_encodings=[types.PositionEncodingKind(each) for each in encodings]
        )
    lsp = LanguageClient(converter_factory=_converter)
    published: list[types.PublishDiagnosticsParams] = []

    @lsp.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def publish(params: types.PublishDiagnosticsParams) -> None:
        published.append(params)
        lsp.diagnostics[params.uri] = params.diagnostics

    @lsp.feature(types.WINDOW_SHOW_MESSAGE)
    def show_message(params: types.ShowMessageParams) -> None:
        lsp.messages.append(params)

    @lsp.feature(types.WINDOW_SHOW_DOCUMENT)
    def show_document(params: types.ShowDocumentParams) -> types.ShowDocumentResult:
        lsp.shown_documents.append(params)
        return types.ShowDocumentResult(success=True)

    @lsp.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams) -> None:
        return None

    @lsp.feature(types.WORKSPACE_CODE_LENS_REFRESH)
    def refresh(params: None) -> None:
        return None

    await lsp.start_io(sys.executable, "-m", "dralint", "server", env=environment(home))
    given = folders if folders is not None else [folder]
    result = await lsp.initialize_session(
        types.InitializeParams(
            capabilities=capabilities,
            workspace_folders=[types.WorkspaceFolder(each.as_uri(), each.name) for each in given],
            initialization_options=options,
        )
    )
    try:
        yield Editor(lsp, folder, capabilities, result, published)
        await lsp.shutdown_session()
        assert lsp._server is not None and lsp._server.returncode == 0
    finally:
        if lsp._server is not None and lsp._server.returncode is None:
            lsp._server.kill()  # the test failed; nobody said goodbye
        await lsp.stop()


def command_line(folder: Path, home: Path) -> dict[str, list[tuple[int, int, str, str]]]:
    """Return what `dralint check` says in a folder: line, column, rule, message by path."""
    run = subprocess.run(
        [sys.executable, "-m", "dralint", "check", ".", "--format", "json", "--no-cache"],
        cwd=folder,
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[str, list[tuple[int, int, str, str]]] = {}
    for each in json.loads(run.stdout)["findings"]:
        found.setdefault(each["path"], []).append(
            (each["line"], each["column"], each["rule"], each["message"])
        )
    return found


def applied(text: str, edit: types.WorkspaceEdit, uri: str) -> str:
    """Return a text after an edit, for positions in UTF-16 of texts that are ASCII."""
    edits: list[Any] = []
    for change in edit.document_changes or ():
        if isinstance(change, types.TextDocumentEdit) and change.text_document.uri == uri:
            edits.extend(change.edits)
    edits.extend((edit.changes or {}).get(uri, ()))
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:row]) for row in range(len(lines))]

    def offset(place: types.Position) -> int:
        return starts[place.line] + place.character

    for each in sorted(edits, key=lambda e: offset(e.range.start), reverse=True):
        text = text[: offset(each.range.start)] + each.new_text + text[offset(each.range.end) :]
    return text
