"""The claims of pages, shown on the BEAM: the bad example fails as it says, the good one runs."""

import shutil
import subprocess
from pathlib import Path

import pytest

from dralint.doc import Doc, Example
from dralint.plugins import Plugins

HERE = Path(__file__).parent
ELIXIR = shutil.which("elixir")
PROOFS = {
    "otp-call-self": {
        "bad": ["value: {:done, 21}", "double: {:exit, :calling_self}", "server: :calling_self"],
        "good": ["value: {:done, 21}", "double: {:done, 42}", "server: :alive"],
    },
    "otp-call-cycle": {
        "bad": ["close: {:exit, :timeout}", "orders wait: true", "billing waits: true"],
        "good": ["close: {:done, :ok}", "orders wait: false", "billing waits: false"],
    },
    "otp-unhandled-message": {
        "bad": ["fetch: {:exit, :function_clause}", "server: :function_clause"],
        "good": ["fetch: {:done, nil}", "server: :alive"],
    },
    "otp-name-mismatch": {
        "bad": ["get: {:exit, :noproc}", "server: :alive"],
        "good": ["get: {:done, 1}", "server: :alive"],
    },
    "otp-async-stream-unused": {
        "bad": ["delivered: :nothing"],
        "good": ["delivered: :ada"],
    },
    "otp-reply-lost": {
        "bad": ["call: {:exit, :timeout}", "server: :alive"],
        "good": ["call: {:done, 1}", "server: :alive"],
    },
    "otp-callback-shape": {
        "bad": ["start: {:error, :bad_return_value}"],
        "good": ["start: :ok", "size: {:done, 1}"],
    },
    "otp-task-reply-unhandled": {
        "bad": ["server: :function_clause"],
        "good": ["server: :alive"],
    },
}
COMPILED = {
    "ref-undefined-local": {
        "bad": ['compiles: {CompileError, "get_change/2"}'],
        "good": ["compiles: :yes", 'call: {:done, {:hash, "secret"}}', "all: {:done, :query}"],
    },
    "ref-undefined-remote": {
        "bad": [
            "compiles: :yes",
            "total: {:exit, :undef}",
            "summ: {:exit, :undef}",
            "gross: {:exit, :undef}",
            "taxes: {:exit, :undef}",
            "hash: {:exit, :undef}",
        ],
        "good": ["compiles: :yes", "total: {:done, 5}", "start: {:done, 3}"],
    },
    "ref-missing-alias": {
        "bad": ['compiles: {CompileError, "User.__struct__/1"}'],
        "good": ["compiles: :yes", 'name: {:done, "Ada"}'],
    },
    "ref-impossible-clause": {
        "bad": [
            "compiles: :yes",
            "limit: {:exit, {:case_clause, :error}}",
            "due: {:exit, {:badmatch, {:ok, ~U[2026-11-24 20:00:00Z], 0}}}",
            "no date: {:exit, {:badmatch, {:error, :invalid_format}}}",
            'hashed: {:exit, {:case_clause, "secret"}}',
            "nothing to hash: {:exit, {:case_clause, nil}}",
            "locked: {:done, :ok}",
        ],
        "good": [
            "compiles: :yes",
            "limit: {:done, 10}",
            "due: {:done, {:error, :invalid_format}}",
            "locked: {:done, :locked}",
        ],
    },
}
"""The proofs that compile the examples themselves: what they claim is of the compiler too."""


def first(rule: str, kind: str) -> Example:
    """Return the first example of a rule's page of a kind."""
    page = Doc.parse(Plugins().rules[rule].page)
    return next(each for each in page.examples if each.heading.lower().startswith(kind))


needs_elixir = pytest.mark.skipif(
    ELIXIR is None,
    reason="elixir is not installed: what the pages claim of the BEAM is not shown",
)


def written(rule: str, kind: str, folder: Path) -> list[str]:
    """Write the files of a page's first example and return their paths."""
    files = []
    examples = first(rule, kind).files.items()
    for path, code in (each for each in examples if each[0] != "mix.exs"):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(code)
        files.append(str(file))
    return files


def said(rule: str, loaded: list[str], *args: str) -> tuple[list[str], str]:
    """Run the script of a rule and return what it says, and all its output."""
    script = HERE / f"{rule.replace('-', '_')}.exs"
    before = [part for file in (str(HERE / "proof.exs"), *loaded) for part in ("-r", file)]
    done = subprocess.run(
        [str(ELIXIR), *before, str(script), *args],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return [line for line in done.stdout.splitlines() if ": " in line], done.stdout + done.stderr


@needs_elixir
@pytest.mark.parametrize("kind", ["bad", "good"])
@pytest.mark.parametrize("rule", PROOFS)
def test_proof(rule: str, kind: str, tmp_path: Path) -> None:
    lines, output = said(rule, written(rule, kind, tmp_path), kind)
    assert lines == PROOFS[rule][kind], output


@needs_elixir
@pytest.mark.parametrize("kind", ["bad", "good"])
@pytest.mark.parametrize("rule", COMPILED)
def test_proof_of_the_compiler(rule: str, kind: str, tmp_path: Path) -> None:
    files = written(rule, kind, tmp_path)
    lines, output = said(rule, [str(HERE / "libraries.exs")], kind, *files)
    assert lines == COMPILED[rule][kind], output
