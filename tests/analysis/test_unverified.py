"""Connections whose other end may be anyone."""

import pytest

from dralint.analysis.taint.unverified import unverified
from dralint.testing import project_of


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("[verify: :verify_none]", [("verify: :verify_none", False)]),
        ("[{:verify, :verify_none}]", [("verify: :verify_none", False)]),
        ("[ssl_verify: :verify_none]", [("verify: :verify_none", False)]),
        ("[verify: :verify_none, cacerts: [], cert: c]", [("verify: :verify_none", False)]),
        ("[verify: :verify_none, certfile: c]", []),
        ("[verify: :verify_none, verify_fun: f]", []),
        ("[hackney: [:insecure]]", [(":insecure", False)]),
        ("[:insecure]", []),
        ("Keyword.put_new(o, :verify, :verify_none)", [("verify: :verify_none", False)]),
        ("if x, do: [verify: :verify_none], else: []", [("verify: :verify_none", False)]),
        (
            "if x, do: [verify: :verify_none], else: [verify: :verify_peer]",
            [("verify: :verify_none", True)],
        ),
        ("o[:verify] == :verify_none", []),
        ("quote(do: Keyword.put(o, :verify, :verify_none))", []),
    ],
)
def test_options(options: str, found: list[tuple[str, bool]]) -> None:
    text = f"defmodule A do\n  def f(o, c, f, x), do: {options}\nend\n"
    files = project_of({"lib/a.ex": text}).files
    assert [(each.name, each.chosen) for each in unverified(files[0])] == found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("config/runtime.exs", [False, True]),
        ("config/prod.exs", [False, True]),
        ("config/dev.exs", []),
        ("config/test.exs", []),
        ("lib/a/dev/server.ex", []),
    ],
)
def test_where(path: str, found: list[bool]) -> None:
    text = "config :a, A, ssl: [verify: :verify_none]\nKeyword.put(x, :verify, :verify_none)\n"
    files = project_of({path: text}).files
    assert [each.chosen for each in unverified(files[0])] == found
