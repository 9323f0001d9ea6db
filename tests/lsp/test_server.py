"""The real server, over standard input and output, with the capabilities of real editors."""

import asyncio
import sys
from pathlib import Path

import pytest
from lsprotocol import types

from dralint.finding import Severity
from dralint.lsp.diagnostics import SEVERITIES

from .conftest import WORK, A, B
from .editor import CLIENTS, applied, command_line, editor, environment

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize("client", CLIENTS)
async def test_the_same_as_the_command_line(shop: Path, home: Path, client: str) -> None:
    expected = command_line(shop, home)
    async with editor(shop, home, client) as ide:
        await ide.until(lambda: len(ide.client.diagnostics) == len(expected))
        for path, findings in expected.items():
            text = (shop / path).read_text()
            assert text.isascii(), "the columns below are those of ASCII"
            got = [
                (
                    d.range.start.line + 1,
                    d.range.start.character + 1,
                    d.code,
                    d.message.split("\n")[0],
                )
                for d in ide.found(path)
            ]
            assert sorted(got) == sorted(findings), path
        # An open buffer with the same text changes nothing.
        path = "lib/shop/catalog/rate/table.ex"
        seen = len(ide.published)
        ide.open(path)
        ide.type(path, (shop / path).read_text() + "# more\n")
        await asyncio.sleep(1)
        assert {p.uri for p in ide.published[seen:]} <= {ide.uri(path)}


async def test_what_a_diagnostic_carries(shop: Path, home: Path) -> None:
    async with editor(shop, home, "vscode") as ide:
        path = "lib/shop/catalog/rate/table.ex"
        await ide.until(lambda: "otp-blocking-callback" in ide.rules(path))
        found = next(d for d in ide.found(path) if d.code == "otp-blocking-callback")
        assert found.severity == SEVERITIES[Severity.ERROR]
        assert found.source == "dralint"
        assert found.related_information and len(found.related_information) == 2
        assert found.related_information[0].location.uri.startswith("file://")
        assert found.code_description is not None
        page = Path(found.code_description.href.removeprefix("file://"))
        assert page.is_relative_to(home)
        assert page.read_text().startswith("# otp-blocking-callback\n")


async def test_emacs_is_sent_no_more_than_it_asks_for(shop: Path, home: Path) -> None:
    async with editor(shop, home, "emacs") as ide:
        path = "lib/shop/catalog/rate/table.ex"
        await ide.until(lambda: "otp-blocking-callback" in ide.rules(path))
        for found in ide.found(path):
            assert found.related_information is None
            assert found.code_description is None


@pytest.mark.parametrize(
    ("encodings", "chosen"),
    [(["utf-8"], "utf-8"), (["utf-16"], "utf-16"), (["utf-32"], "utf-32"), (None, "utf-16")],
)
async def test_positions(small: Path, home: Path, encodings: list[str] | None, chosen: str) -> None:
    # Before the finding stand two signs of four bytes, two units of UTF-16, one code point each.
    text = (
        'defmodule Small.A do\n  def go(x), do: x\n  def hi, do: {"🦊🦊", 1} |> IO.inspect()\nend\n'
    )
    row = text.split("\n")[2]
    start = row.index("IO.inspect")
    character = {"utf-8": start + 6, "utf-16": start + 2, "utf-32": start}[chosen]
    async with editor(small, home, "vscode", encodings) as ide:
        assert (ide.result.capabilities.position_encoding or "utf-16") == chosen
        ide.open("lib/a.ex", text)
        await ide.until(lambda: "quality-debug-leftover" in ide.rules("lib/a.ex"))
        await ide.until(lambda: ide.found("lib/a.ex")[0].range.start.line == 2)
        found = ide.found("lib/a.ex")[0]
        assert found.range.start == types.Position(2, character)
        assert found.range.end == types.Position(2, character + len("IO.inspect"))
        # The way back: the place of the finding is where the hover has its page.
        assert "quality-debug-leftover" in await ide.hover("lib/a.ex", 2, character + 1)
        assert await ide.hover("lib/a.ex", 2, character - 3) == ""


async def test_a_buffer_that_does_not_parse(small: Path, home: Path) -> None:
    async with editor(small, home, "neovim") as ide:
        ide.open("lib/a.ex")
        await ide.until(lambda: ide.rules("lib/a.ex") == ["quality-debug-leftover"])
        ide.type("lib/a.ex", A.replace("IO.inspect(x)", "IO.inspect(x) + [1,"))
        await ide.until(lambda: "syntax-error" in ide.rules("lib/a.ex"))
        ide.type("lib/a.ex", A)
        await ide.until(lambda: ide.rules("lib/a.ex") == ["quality-debug-leftover"])


async def test_buffers_lie_over_the_disk_for_all_files(small: Path, home: Path) -> None:
    async with editor(small, home) as ide:
        await ide.until(lambda: ide.rules("lib/a.ex") == ["quality-debug-leftover"])
        assert "otp-blocking-callback" not in ide.rules("lib/b.ex")
        ide.open("lib/b.ex")
        # A file that is not on the disk makes a callback in another wait.
        ide.open("lib/work.ex", WORK.replace("{body}", "Process.sleep(5_000)"))
        await ide.until(lambda: "otp-blocking-callback" in ide.rules("lib/b.ex"))
        ide.type("lib/work.ex", WORK.replace("{body}", ":ok"))
        await ide.until(lambda: "otp-blocking-callback" not in ide.rules("lib/b.ex"))
        ide.type("lib/work.ex", WORK.replace("{body}", "Process.sleep(5_000)"))
        await ide.until(lambda: "otp-blocking-callback" in ide.rules("lib/b.ex"))
        # Closed without being saved, it is gone.
        ide.close("lib/work.ex")
        await ide.until(lambda: "otp-blocking-callback" not in ide.rules("lib/b.ex"))


async def test_the_newest_version_wins(small: Path, home: Path) -> None:
    async with editor(small, home, "neovim") as ide:
        ide.open("lib/a.ex")
        await ide.until(lambda: bool(ide.found("lib/a.ex")))
        for lines in range(1, 30):
            ide.type("lib/a.ex", "# a line\n" * lines + A)
            await asyncio.sleep(0.005 * (lines % 4))
        await ide.until(lambda: [d.range.start.line for d in ide.found("lib/a.ex")] == [2 + 29])
        await asyncio.sleep(0.5)
        assert [d.range.start.line for d in ide.found("lib/a.ex")] == [2 + 29]
        # What was shown never went back to an older text.
        rows = [
            d.range.start.line
            for each in ide.published
            if each.uri == ide.uri("lib/a.ex")
            for d in each.diagnostics
        ]
        assert rows == sorted(rows)


async def test_nothing_flickers_while_one_types(shop: Path, home: Path) -> None:
    path = "lib/shop/catalog/rate/table.ex"
    async with editor(shop, home) as ide:
        ide.open(path)
        await ide.until(lambda: "otp-blocking-callback" in ide.rules(path))
        await asyncio.sleep(1)
        text, seen = (shop / path).read_text(), len(ide.published)
        for number in range(1, 6):
            ide.type(path, "# one more line\n" * number + text)
            await asyncio.sleep(0.3)
        shown = [p for p in ide.published[seen:] if p.uri == ide.uri(path)]
        assert shown
        for each in shown:
            assert "otp-blocking-callback" in [d.code for d in each.diagnostics]


async def test_several_roots(small: Path, shop: Path, home: Path) -> None:
    async with editor(small, home, folders=[small, shop]) as ide:
        other = (shop / "lib/shop/application.ex").as_uri()
        await ide.until(lambda: bool(ide.client.diagnostics.get(other)))
        await ide.until(lambda: ide.rules("lib/a.ex") == ["quality-debug-leftover"])
        folder = types.WorkspaceFolder(shop.as_uri(), shop.name)
        ide.client.workspace_did_change_workspace_folders(
            types.DidChangeWorkspaceFoldersParams(
                types.WorkspaceFoldersChangeEvent(added=[], removed=[folder])
            )
        )
        await ide.until(lambda: not ide.client.diagnostics[other])
        assert ide.rules("lib/a.ex") == ["quality-debug-leftover"]
        ide.client.workspace_did_change_workspace_folders(
            types.DidChangeWorkspaceFoldersParams(
                types.WorkspaceFoldersChangeEvent(added=[folder], removed=[])
            )
        )
        await ide.until(lambda: bool(ide.client.diagnostics[other]))


async def test_a_file_of_no_folder(small: Path, home: Path, tmp_path: Path) -> None:
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone/other.ex").write_text(A)
    async with editor(tmp_path / "alone", home, folders=[]) as ide:
        ide.open("one.exs", A.replace("Small.A", "One") + "foo(\n")
        await ide.until(lambda: "syntax-error" in ide.rules("one.exs"))
        # The folder around it is not read: it may be anything.
        assert not ide.found("other.ex")


async def test_a_faulty_configuration(small: Path, home: Path) -> None:
    config = small / ".dralint.toml"
    good = config.read_text()
    config.write_text('select = ["nothing-like-it"]\n')
    async with editor(small, home) as ide:
        await ide.until(lambda: bool(ide.client.messages))
        message = ide.client.messages[0]
        assert message.type == types.MessageType.Error
        assert ".dralint.toml" in message.message and "nothing-like-it" in message.message
        assert "Traceback" not in message.message
        config.write_text(good)
        ide.disk_changed(".dralint.toml")
        await ide.until(lambda: ide.rules("lib/a.ex") == ["quality-debug-leftover"])
        config.write_text("select = [\n")
        ide.disk_changed(".dralint.toml")
        await ide.until(lambda: len(ide.client.messages) == 2)
        # What was found under the configuration before stays.
        assert ide.rules("lib/a.ex") == ["quality-debug-leftover"]


async def test_the_disk_changes(small: Path, home: Path) -> None:
    async with editor(small, home) as ide:
        await ide.until(lambda: ide.rules("lib/a.ex") == ["quality-debug-leftover"])
        (small / "lib/c.ex").write_text(A.replace("Small.A", "Small.C"))
        (small / "lib/a.ex").write_text(A.replace("IO.inspect(x)", "x"))
        ide.disk_changed("lib/c.ex")
        await ide.until(lambda: ide.rules("lib/c.ex") == ["quality-debug-leftover"])
        await ide.until(lambda: not ide.found("lib/a.ex"))
        (small / "lib/c.ex").unlink()
        ide.disk_changed("lib/c.ex")
        await ide.until(lambda: not ide.found("lib/c.ex"))


async def test_only_open_files_on_request(small: Path, home: Path) -> None:
    async with editor(small, home, options={"scope": "open"}) as ide:
        ide.open("lib/b.ex", B + "\ndefmodule Small.Late do\n  def f(x), do: IO.inspect(x)\nend\n")
        await ide.until(lambda: "quality-debug-leftover" in ide.rules("lib/b.ex"))
        assert not ide.found("lib/a.ex")


async def test_a_fix_and_all_fixes(shop: Path, home: Path) -> None:
    path = "lib/shop/application.ex"
    async with editor(shop, home) as ide:
        ide.open(path)
        await ide.until(lambda: "otp-missing-impl" in ide.rules(path))
        await asyncio.sleep(1)
        found = next(d for d in ide.found(path) if d.code == "otp-missing-impl")
        fix = next(a for a in await ide.actions(path, found) if "Ignore" not in a.title)
        assert fix.kind == types.CodeActionKind.QuickFix
        assert list(fix.diagnostics or ()) == [found]
        assert fix.edit is not None and fix.edit.document_changes
        text = applied((shop / path).read_text(), fix.edit, ide.uri(path))
        ide.type(path, text)
        await ide.until(lambda: "otp-missing-impl" not in ide.rules(path))
        all_of = await ide.actions(path, found, only=["source.fixAll"])
        assert not all_of, "nothing is left to fix"
        ide.type(path, (shop / path).read_text())
        await ide.until(lambda: "otp-missing-impl" in ide.rules(path))
        await asyncio.sleep(1)
        (every,) = await ide.actions(path, found, only=["source.fixAll"])
        assert every.kind == "source.fixAll.dralint"
        assert every.edit is not None
        assert applied((shop / path).read_text(), every.edit, ide.uri(path)) == text


@pytest.mark.parametrize("client", CLIENTS)
async def test_ignore_with_a_reason(small: Path, home: Path, client: str) -> None:
    path = "lib/a.ex"
    async with editor(small, home, client) as ide:
        ide.open(path)
        await ide.until(lambda: bool(ide.found(path)))
        (found,) = ide.found(path)
        (ignore,) = [a for a in await ide.actions(path, found) if "Ignore" in a.title]
        assert ignore.edit is not None
        text = applied(A, ignore.edit, ide.uri(path))
        assert "    # dralint:ignore quality-debug-leftover -- \n    IO.inspect(x)\n" in text
        ide.type(path, text)
        # Nobody made up a reason, and it is asked for.
        await ide.until(lambda: ide.rules(path) == ["quality-suppression-unexplained"])
        ide.type(path, text.replace(" -- \n", " -- it is a tool\n"))
        await ide.until(lambda: not ide.rules(path))
        if ignore.command is not None:
            await ide.client.workspace_execute_command_async(
                types.ExecuteCommandParams(ignore.command.command, ignore.command.arguments)
            )
            await ide.until(lambda: bool(ide.client.shown_documents))
            (shown,) = ide.client.shown_documents
            assert shown.selection is not None
            line = text.split("\n")[shown.selection.start.line]
            assert line[: shown.selection.start.character].endswith(" -- ")
        else:
            assert client == "emacs"


async def test_what_hovers_and_lenses_say(shop: Path, home: Path) -> None:
    path = "lib/shop/catalog/rate/table.ex"
    lines = (shop / path).read_text().split("\n")
    async with editor(shop, home) as ide:
        ide.open(path)
        await ide.until(lambda: "otp-blocking-callback" in ide.rules(path))
        await asyncio.sleep(1)
        row = next(i for i, line in enumerate(lines) if line.startswith("defmodule"))
        said = await ide.hover(path, row, len("defmodule Shop."))
        assert said.startswith("**Shop.Catalog.Rate.Table** — server")
        assert "supervised by `Shop.Application`" in said
        row = next(i for i, line in enumerate(lines) if "def start_link" in line)
        said = await ide.hover(path, row, lines[row].index("start_link") + 2)
        assert "Shop.Catalog.Rate.Table.start_link/1" in said
        lenses = await ide.client.text_document_code_lens_async(
            types.CodeLensParams(types.TextDocumentIdentifier(ide.uri(path)))
        )
        assert lenses and lenses[0].command is not None
        assert "supervised" in lenses[0].command.title


async def test_strange_messages(small: Path, home: Path) -> None:
    async with editor(small, home, options=["no table"]) as ide:
        ide.client.text_document_did_open(
            types.DidOpenTextDocumentParams(
                types.TextDocumentItem("untitled:Untitled-1", "elixir", 1, "defmodule A do")
            )
        )
        ide.close("lib/never_opened.ex")
        await ide.until(lambda: ide.rules("lib/a.ex") == ["quality-debug-leftover"])
        assert any("initializationOptions" in each.message for each in ide.client.messages)
        assert await ide.hover("lib/nowhere.ex", 900, 900) == ""


async def test_an_editor_that_dies(small: Path, home: Path) -> None:
    server = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "dralint",
        "server",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment(home),
    )
    assert server.stdin is not None
    server.stdin.close()
    _, errors = await asyncio.wait_for(server.communicate(), 30)
    assert server.returncode is not None
    assert b"Traceback" not in errors
