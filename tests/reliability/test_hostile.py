"""What a hostile repository cannot do. docs/security.md promises it sentence by sentence."""

import re
from pathlib import Path

import pytest

from dralint.outline import outline_of
from dralint.report import names
from tests.reliability.conftest import Run

EVIL = "\x1b]0;owned\x07\x1b[31m\x9b31m\u202e<script>alert(1)</script>[bold]x[/](http://evil)"
FORGED = "\n::error::forged\n"


def listed(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A project whose names, texts and files try to break out of every report."""
    root = tmp_path / "hostile"
    (root / "lib").mkdir(parents=True)
    secret = tmp_path / "secret.ex"
    secret.write_text("defmodule Zq9Outside do\n  def f(x), do: String.to_atom(x)\nend\n")
    (root / "mix.exs").write_text(
        "defmodule H.MixProject do\n  use Mix.Project\n"
        '  def project, do: [app: :h, apps_path: "../..", deps: [{:x, path: "../../../etc"}]]\n'
        f'  File.write!("{tmp_path}/ran", "")\nend\n'
    )
    name = "::error file=x::\x1b[31mforged\n::error::y <b>.ex"
    (root / "lib" / name).write_text(
        "defmodule H.A do\n"
        f"  # dralint: disable-next-line {EVIL} -- {EVIL}\n"
        f'  def f(x), do: {{:"{EVIL}", String.to_atom(x <> "{EVIL}"), :"a{FORGED}b"}}\n'
        f'  def unquote(:"{EVIL}")(x), do: IO.inspect(x)\n'
        f'  @doc "{EVIL}"\n  def h(x), do: IO.inspect(x) # {EVIL}\nend\n'
    )
    (root / "lib" / "link.ex").symlink_to(secret)
    (root / "lib" / "out").symlink_to(tmp_path)
    (root / "lib" / "round").symlink_to(".")
    return root


@pytest.mark.parametrize("form", names())
def test_no_report_carries_what_a_terminal_or_a_robot_obeys(
    hostile: Path, run: Run, form: str
) -> None:
    done = run(hostile, "--no-cache", "--format", form, "--min-confidence", "possible", "--all")
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    for text in (done.stdout, done.stderr):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
        assert not re.search(r"^\s*::error::(forged|y)", text, re.M)
        assert not re.search(r"^\s*::error file=x::", text, re.M)
        assert "Zq9Outside" not in text
    assert not (hostile.parent / "ran").exists()


def test_configuration_cannot_name_code(hostile: Path, run: Run) -> None:
    (hostile / "dralint.toml").write_text('plugins = ["os"]\n')
    done = run(hostile, "--no-cache")
    assert (done.returncode, done.stdout) == (2, "")
    assert "plugins come from the installed environment" in done.stderr


def test_a_configuration_outside_is_not_read(hostile: Path, run: Run) -> None:
    (hostile.parent / "other.toml").write_text("secret = 1\n")
    (hostile / ".git").mkdir()
    (hostile / "dralint.toml").symlink_to("../other.toml")
    done = run(hostile, "--no-cache")
    assert done.returncode == 2
    assert "is a link that leads out of the project" in done.stderr
    assert "secret" not in done.stderr


def test_nothing_but_the_cache_is_written(hostile: Path, run: Run) -> None:
    before = listed(hostile.parent), listed(hostile)
    run(hostile)
    after = listed(hostile.parent), listed(hostile)
    assert after == (before[0], sorted([*before[1], ".dralint_cache"]))


def test_a_cache_that_is_a_link_is_not_written_to(hostile: Path, run: Run) -> None:
    elsewhere = hostile.parent / "elsewhere"
    elsewhere.mkdir()
    (hostile / ".dralint_cache").symlink_to(elsewhere)
    assert run(hostile).stderr == ""
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize(
    "opener", [b"(", b"[", b"{", b"%{", b"<<", b"fn -> ", b'"#{', b"if a do\n", b"a.(", b"a |> "]
)
def test_nesting_is_bounded(opener: bytes) -> None:
    assert outline_of(b"a = " + opener * 50_000).lines.size == 4 + 50_000 * len(opener)


def test_deep_folders_and_loops_of_links(tmp_path: Path, run: Run) -> None:
    folder = tmp_path
    for _ in range(300):
        folder = folder / "d"
        folder.mkdir()
    (folder / "a.ex").write_text("defmodule A do\n  def f(x), do: IO.inspect(x)\nend\n")
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    done = run(tmp_path, "--no-cache")
    assert (done.returncode, done.stderr) == (1, "")
    assert "/a.ex:2:" in done.stdout
