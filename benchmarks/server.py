"""How long an editor waits for the server: python benchmarks/server.py FOLDER FILE [ROUNDS].

Opens a file of a project, types into it, and reports for each keystroke when the findings of the
file and those of the project came, how long a hover waited while the project was judged, and the
memory that the server uses. The client is pygls' own, the server a process of its own.
"""

import asyncio
import statistics
import sys
import time
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient


def resident(pid: int) -> float:
    """Return the memory of a process in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


class Client(LanguageClient):
    """A client that remembers when what was published."""

    def __init__(self) -> None:
        super().__init__("bench", "1")
        self.published: list[tuple[float, str, int | None]] = []

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def publish(params: types.PublishDiagnosticsParams) -> None:
            self.published.append((time.perf_counter(), params.uri, params.version))

        @self.feature(types.WORKSPACE_CODE_LENS_REFRESH)
        def refresh(params: None) -> None:
            self.published.append((time.perf_counter(), "project", None))

    async def until(self, start: int, uri: str) -> float:
        """Return when something was published after the first `start` messages."""
        while True:
            for moment, each, _ in self.published[start:]:
                if each == uri:
                    return moment
            await asyncio.sleep(0.002)


def ms(times: list[float]) -> str:
    """Return least, median and greatest, in milliseconds."""
    return f"{min(times):6.0f} {statistics.median(times):6.0f} {max(times):6.0f}"


async def main(folder: Path, file: Path, rounds: int) -> None:
    """Measure."""
    client = Client()
    await client.start_io(sys.executable, "-m", "dralint", "server")
    began = time.perf_counter()
    await client.initialize_async(
        types.InitializeParams(
            capabilities=types.ClientCapabilities(
                workspace=types.WorkspaceClientCapabilities(
                    code_lens=types.CodeLensWorkspaceClientCapabilities(refresh_support=True)
                ),
                text_document=types.TextDocumentClientCapabilities(
                    publish_diagnostics=types.PublishDiagnosticsClientCapabilities(
                        version_support=True
                    )
                ),
            ),
            workspace_folders=[types.WorkspaceFolder(folder.as_uri(), folder.name)],
        )
    )
    client.initialized(types.InitializedParams())
    await client.until(0, "project")
    print(f"start until the project is judged: {(time.perf_counter() - began) * 1000:.0f} ms")
    text, uri = file.read_text(), file.as_uri()
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "elixir", 0, text))
    )
    await asyncio.sleep(2)
    server = client._server
    pid = server.pid if server else 0
    print(f"memory at first: {resident(pid):.0f} MB")
    first, whole, hovers = [], [], []
    for version in range(1, rounds + 1):
        # Each keystroke adds a finding of a rule that looks at one file alone, or takes it away.
        odd = (
            "\ndefmodule Keystroke do\n  def go(x), do: IO.inspect(x)\nend\n" if version % 2 else ""
        )
        start, began = len(client.published), time.perf_counter()
        client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(uri=uri, version=version),
                [types.TextDocumentContentChangeWholeDocument(text + odd)],
            )
        )
        first.append((await client.until(start, uri) - began) * 1000)
        asked = time.perf_counter()
        await client.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(0, 0))
        )
        hovers.append((time.perf_counter() - asked) * 1000)
        whole.append((await client.until(start, "project") - began) * 1000)
        if version in (10, rounds // 2):
            print(f"memory after {version} keystrokes: {resident(pid):.0f} MB")
    print("ms                            least median greatest")
    print(f"keystroke -> own findings   {ms(first)}")
    print(f"keystroke -> project judged {ms(whole)}")
    print(f"hover while judging         {ms(hovers)}")
    print(f"memory after {rounds} keystrokes: {resident(pid):.0f} MB")
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()


if __name__ == "__main__":
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 40
    asyncio.run(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), rounds))
