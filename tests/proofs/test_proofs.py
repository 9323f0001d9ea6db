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


def first(rule: str, kind: str) -> Example:
    """Return the first example of a rule's page of a kind."""
    page = Doc.parse(Plugins().rules[rule].page)
    return next(each for each in page.examples if each.heading.lower().startswith(kind))


@pytest.mark.skipif(
    ELIXIR is None,
    reason="elixir is not installed: what the pages claim of the BEAM is not shown",
)
@pytest.mark.parametrize("kind", ["bad", "good"])
@pytest.mark.parametrize("rule", PROOFS)
def test_proof(rule: str, kind: str, tmp_path: Path) -> None:
    files = []
    examples = first(rule, kind).files.items()
    for path, code in (each for each in examples if each[0] != "mix.exs"):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(code)
        files.append(str(file))
    script = HERE / f"{rule.replace('-', '_')}.exs"
    loaded = [part for file in (str(HERE / "proof.exs"), *files) for part in ("-r", file)]
    done = subprocess.run(
        [str(ELIXIR), *loaded, str(script), kind],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = [line for line in done.stdout.splitlines() if ": " in line]
    assert said == PROOFS[rule][kind], done.stdout + done.stderr


def test_every_script_belongs_to_a_proof() -> None:
    names = {path.stem.replace("_", "-") for path in HERE.glob("otp_*.exs")}
    assert names == set(PROOFS)
