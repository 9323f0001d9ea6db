"""What the editor may say and ask, and what is answered."""

import asyncio
import logging
import sys
from collections.abc import Sequence
from typing import Any

from lsprotocol import types

from .actions import FIX_ALL, KINDS, SHOW_REASON
from .diagnostics import Wishes
from .facts import card, subject_at, title
from .places import Text
from .room import Judged
from .server import Options, Server, path_of
from .worker import DiskChanged, Folders

WATCHED = (
    "**/*.{ex,exs}",
    "**/.dralint.toml",
    "**/pyproject.toml",
    "**/.dralint-baseline.json",
    "**/.gitignore",
)
"""The files whose change on the disk may change what is found."""


def made() -> Server:
    """Return a server that answers to everything it knows."""
    server = Server()
    _lifecycle(server)
    _documents(server)
    _questions(server)
    return server


def _lifecycle(server: Server) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.desk.encoding = types.PositionEncodingKind(
            server.workspace.position_encoding or "utf-16"
        ).value
        server.wishes = Wishes.of(params.capabilities)
        given = [folder.uri for folder in params.workspace_folders or []]
        if not given and params.root_uri:
            given = [params.root_uri]
        server.folders = {uri: path for uri in given if (path := path_of(uri)) is not None}
        server.options, fault = Options.of(params.initialization_options)
        if fault:
            server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, fault))

    @server.feature(types.INITIALIZED)
    def initialized(params: types.InitializedParams) -> None:
        server.begin()
        workspace = server.client_capabilities.workspace
        watched = workspace.did_change_watched_files if workspace else None
        if watched and watched.dynamic_registration:
            watchers = [types.FileSystemWatcher(glob_pattern=each) for each in WATCHED]
            server.client_register_capability(
                types.RegistrationParams(
                    [
                        types.Registration(
                            "dralint-files",
                            types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
                            types.DidChangeWatchedFilesRegistrationOptions(watchers),
                        )
                    ]
                ),
                lambda answer: None,
            )

    @server.feature(types.SHUTDOWN)
    def shutdown(params: None) -> None:
        server.worker.stop()


def _documents(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        server.put(document.uri, document.version, document.text)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        whole = [c.text for c in params.content_changes]
        if whole:
            server.put(params.text_document.uri, params.text_document.version, whole[-1])

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        server.worker.tell(DiskChanged())

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        server.close(params.text_document.uri)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_watched_files(params: types.DidChangeWatchedFilesParams) -> None:
        server.worker.tell(DiskChanged())

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def did_change_folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        for folder in params.event.removed:
            server.folders.pop(folder.uri, None)
        for folder in params.event.added:
            path = path_of(folder.uri)
            if path is not None:
                server.folders[folder.uri] = path
        server.worker.tell(Folders(tuple(server.folders.values())))


def _questions(server: Server) -> None:
    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=list(KINDS))
    )
    def code_action(params: types.CodeActionParams) -> Sequence[types.CodeAction]:
        actions = server.actions(params.text_document.uri)
        if actions is None:
            return []
        only = params.context.only
        found: list[types.CodeAction] = []
        if only is None or types.CodeActionKind.QuickFix in only:
            found += actions.quick(params.range, params.context.diagnostics)
        if only is None or any(kind == FIX_ALL or FIX_ALL.startswith(f"{kind}.") for kind in only):
            found += actions.fix_all()
        return found

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        uri, at = params.text_document.uri, params.position
        parts: list[str] = []
        current = server.current(uri)
        if current is not None:
            place = types.Range(at, at)
            rules = dict.fromkeys(each.rule for each in current[1].at(place))
            parts += [text for rule in rules if (text := _page(server, rule))]
        judged = server.judged_file(uri)
        if judged is not None:
            parts += await asyncio.to_thread(_facts, *judged, at, server.desk.encoding)
        if not parts:
            return None
        return types.Hover(types.MarkupContent(_format(server), "\n\n---\n\n".join(parts)))

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def code_lens(params: types.CodeLensParams) -> Sequence[types.CodeLens]:
        judged = server.judged_file(params.text_document.uri)
        if judged is None or not server.options.code_lens:
            return []
        return await asyncio.to_thread(_lenses, *judged, server.desk.encoding)

    @server.command(SHOW_REASON)
    def show_reason(uri: str, at: Any) -> None:
        place = types.Position(at["line"], at["character"])
        server.window_show_document(
            types.ShowDocumentParams(uri, take_focus=True, selection=types.Range(place, place)),
            lambda answer: None,
        )


def _format(server: Server) -> types.MarkupKind:
    """Return Markdown unless the client wants none; what it is shown reads well as it is."""
    document = server.client_capabilities.text_document
    hover = document.hover if document else None
    wanted = hover.content_format if hover else None
    plain = wanted and types.MarkupKind.Markdown not in wanted
    return types.MarkupKind.PlainText if plain else types.MarkupKind.Markdown


def _page(server: Server, id: str) -> str | None:
    """Return the page of a rule up to its examples, with a link to all of it."""
    rule = server.pages.rule(id)
    if rule is None:
        return None
    text = rule.page.partition("\n## ")[0].strip()
    address = server.pages.address(id)
    more = f"\n\n[The whole page]({address})" if address else ""
    return f"**{id}**\n\n{text}{more}"


def _facts(judged: Judged, name: str, at: types.Position, encoding: str) -> list[str]:
    known = judged.file(name)
    if known is None:
        return []
    ask, file = known
    place = Text(judged.source(name), encoding).place(at)
    subject = subject_at(file, place.line, place.column)
    return [card(ask, subject)] if subject is not None else []


def _lenses(judged: Judged, name: str, encoding: str) -> list[types.CodeLens]:
    known = judged.file(name)
    if known is None:
        return []
    ask, file = known
    text = Text(judged.source(name), encoding)
    found: list[types.CodeLens] = []
    for module in file.modules:
        line = None if module.data.quoted or not file.is_code else title(ask, module)
        if line is not None:
            # A title without a command is text; there is nothing to run.
            found.append(
                types.CodeLens(text.range(module.span), types.Command(title=line, command=""))
            )
    return found


def serve() -> int:
    """Talk over standard input and output until the editor says that it is enough."""
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR)
    output = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever prints must not speak into the conversation
    server = made()
    server.start_io(sys.stdin.buffer, output)
    server.worker.stop()
    return 0
